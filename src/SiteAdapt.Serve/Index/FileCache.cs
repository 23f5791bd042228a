using System.Collections.Concurrent;

namespace SiteAdapt.Serve;

/// <summary>What was read from a file, until the file changes (time or length).</summary>
sealed class FileCache<T>(Func<string, T> read)
{
    readonly ConcurrentDictionary<string, (long Time, long Length, T Value)> kept = new(StringComparer.Ordinal);

    public T Of(string path)
    {
        var info = new FileInfo(path);
        var (time, length) = info.Exists ? (info.LastWriteTimeUtc.Ticks, info.Length) : (0, 0);
        if (kept.TryGetValue(path, out var entry) && entry.Time == time && entry.Length == length) return entry.Value;
        var value = read(path);
        kept[path] = (time, length, value);
        return value;
    }
}
