using System.Globalization;
using System.Text;

namespace SiteAdapt.Studies;

/// <summary>A unit's <c>log.txt</c>: one line an event, attempt after attempt. Kept whatever happens.</summary>
sealed class UnitLog(string path) : IDisposable
{
    readonly StreamWriter writer = new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };

    public void Write(string text) => Try(() => writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm:ss}Z {text}")));

    public void Dispose() => Try(writer.Dispose);

    /// <summary>A full disk must not take a line of the log for the reason of a failure.</summary>
    static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException)
        {
            // The work itself meets the full disk too, and says so.
        }
    }
}
