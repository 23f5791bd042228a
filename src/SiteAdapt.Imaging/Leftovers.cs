using System.Text.RegularExpressions;

namespace SiteAdapt.Imaging;

/// <summary>What killed processes left half-written.</summary>
public static partial class Leftovers
{
    /// <summary>
    /// Time after which a half-written file that nobody has open counts as left behind. The operating system's lock on it says whether its
    /// writer lives; the time covers the moments before and after the lock, and file systems that know no locks.
    /// </summary>
    public static TimeSpan Rest { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Lists a folder without its links: what lies behind one is not this program's to remove.</summary>
    public static EnumerationOptions NoLinks { get; } = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    /// <summary>Removes half-written files of a folder (not those of folders in it) where other processes may be writing.</summary>
    public static void Remove(string folder, TimeProvider? clock = null)
    {
        if (!Directory.Exists(folder)) return;
        foreach (string path in In(folder)) RemoveIfLeft(path, clock);
    }

    /// <summary>The half-written files of a folder, by the names that <see cref="AtomicFile"/> gives; no links, and not those of folders in it.</summary>
    public static List<string> In(string folder) => [.. Directory.EnumerateFiles(folder, "*" + AtomicFile.PartialSuffix, NoLinks).Where(IsOurs)];

    /// <summary>Whether a file has a name that <see cref="AtomicFile"/> gives: other programs write files that end so, too.</summary>
    public static bool IsOurs(string path) => Name.IsMatch(path);

    [GeneratedRegex(@"\.[0-9]+-[0-9a-f]{32}\.partial$", RegexOptions.CultureInvariant)]
    static partial Regex Name { get; }

    /// <summary>Removes a half-written file whose writer is gone.</summary>
    public static void RemoveIfLeft(string path, TimeProvider? clock = null)
    {
        try
        {
            if ((clock ?? TimeProvider.System).GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(path) < Rest) return;
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) FileLayer.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Somebody writes it, or somebody else removed it, or the folder may only be read.
        }
    }

    /// <summary>Deletes what could not be finished; that it cannot be deleted must not hide why.</summary>
    internal static void TryDelete(string path)
    {
        try
        {
            if (File.Exists(path)) FileLayer.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The next start removes it.
        }
    }
}
