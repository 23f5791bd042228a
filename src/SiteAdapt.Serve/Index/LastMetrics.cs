using System.Text;
using System.Text.Json;
using SiteAdapt.Learning;

namespace SiteAdapt.Serve;

/// <summary>The last whole line of a <c>metrics.jsonl</c>, read from its end.</summary>
static class LastMetrics
{
    const int Tail = 16 << 10;

    /// <summary>Null where there is none yet, or none that can be read.</summary>
    public static MetricRow? Read(string file)
    {
        try
        {
            if (new FileInfo(file) is not { Exists: true, Length: > 0, LinkTarget: null }) return null;
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.Seek(-Math.Min(Tail, stream.Length), SeekOrigin.End);
            byte[] bytes = new byte[Tail];
            int read = stream.ReadAtLeast(bytes, Tail, throwOnEndOfStream: false);
            var lines = Encoding.UTF8.GetString(bytes, 0, read).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return lines.Length == 0 ? null : JsonSerializer.Deserialize<MetricRow>(lines[^1], Json.Line);
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
