using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>Of an image file.</summary>
/// <param name="Content">SHA-256 of the file.</param>
/// <param name="Pixels"><see cref="PixelHash"/>; null: a blank image.</param>
readonly record struct ImageHashes(string Content, string? Pixels);

/// <summary>
/// SHA-256 of image files and <see cref="PixelHash"/> of what they show, by path, remembered in one file, because hundreds of thousands of images would be as many small files.
/// A remembered hash holds while length and time of change are the same; a file that changed within some seconds of being hashed
/// is not remembered, since a second change in the same tick of the clock could not be told.
/// </summary>
sealed class ImageContents
{
    const string Header = "SITEADAPT.IMAGE-CONTENTS.2";
    const int SaveAfter = 5000;
    static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    readonly string file;
    readonly TimeProvider clock;
    readonly ConcurrentDictionary<string, Entry> known;
    int unsaved;

    readonly record struct Entry(long Length, long Ticks, ImageHashes Hashes);

    public ImageContents(string file, TimeProvider? clock = null) => (this.file, this.clock, known) = (file, clock ?? TimeProvider.System, Load(file));

    /// <summary>What is remembered, or null where the file has to be read.</summary>
    public ImageHashes? Find(FileInfo image) =>
        known.TryGetValue(image.FullName, out Entry entry) && entry.Length == image.Length && entry.Ticks == image.LastWriteTimeUtc.Ticks ? entry.Hashes : null;

    public void Remember(FileInfo image, ImageHashes hashes)
    {
        bool atRest = clock.GetUtcNow().UtcDateTime - image.LastWriteTimeUtc > Rest;
        if (!atRest || image.FullName.AsSpan().ContainsAny('\n', '\r')) return;
        known[image.FullName] = new Entry(image.Length, image.LastWriteTimeUtc.Ticks, hashes);
        Interlocked.Increment(ref unsaved);
    }

    /// <summary>Saves where enough is new that all savings together stay linear in the number of images.</summary>
    public void SaveNowAndThen()
    {
        if (unsaved > SaveAfter + known.Count / 2) Save();
    }

    /// <summary>Writes what is known, with what other processes have added meanwhile; not thread-safe.</summary>
    public void Save()
    {
        if (unsaved == 0) return;
        unsaved = 0;
        foreach ((string path, Entry entry) in Load(file)) known.TryAdd(path, entry);
        var text = new StringBuilder(Header).Append('\n');
        foreach ((string path, Entry e) in known.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{e.Length} {e.Ticks} {e.Hashes.Content} {e.Hashes.Pixels ?? PixelHashes.Blank} {path}\n");
        Leftovers.Remove(Path.GetDirectoryName(file)!, clock);
        try
        {
            AtomicFile.WriteText(file, text.ToString());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache that may only be read still serves its entries; the images are hashed again next time
        }
    }

    static ConcurrentDictionary<string, Entry> Load(string file)
    {
        var entries = new ConcurrentDictionary<string, Entry>(StringComparer.Ordinal);
        try
        {
            if (!File.Exists(file)) return entries;
            using var lines = new StreamReader(file);
            if (lines.ReadLine() != Header) return entries;
            while (lines.ReadLine() is { } line)
                if (Parse(line) is var (path, entry)) entries[path] = entry;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As if nothing were known
        }
        return entries;
    }

    static (string Path, Entry Entry)? Parse(string line)
    {
        string[] parts = line.Split(' ', 5);
        bool numbers = long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            & long.TryParse(parts.ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out long ticks);
        bool valid = numbers && parts.Length == 5 && parts[2].Length == 64 && PixelHashes.IsHash(parts[2]) && PixelHashes.IsHash(parts[3]);
        return valid ? (parts[4], new Entry(length, ticks, new ImageHashes(parts[2], parts[3] == PixelHashes.Blank ? null : parts[3]))) : null;
    }
}
