using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// A folder of prepared cases. An entry's name is the SHA-256 of what is in the image and label files and of the task's
/// preparation settings, so that a changed file or setting makes a new one. Entries are written beside and renamed: several
/// processes may fill a cache at once, and an entry that is damaged is built again.
/// </summary>
public sealed class PreparedCache
{
    const string Remedy = "Check the disk and delete the file; it is made again when it is needed next";

    readonly Func<Case, TaskSettings, PreparedVolume> prepare;
    readonly Lazy<bool> cleaned;
    readonly ConcurrentDictionary<string, Lock> building = new(StringComparer.Ordinal);

    public PreparedCache(string folder) : this(folder, CasePreparation.Prepare, null) { }

    internal PreparedCache(string folder, Func<Case, TaskSettings, PreparedVolume> prepare, TimeProvider? clock)
    {
        (Folder, this.prepare) = (Path.GetFullPath(folder), prepare);
        Contents = new ContentHashes(Path.Combine(Folder, "contents"), clock);
        Pixels = new PixelHashes(Path.Combine(Folder, "contents"), Contents);
        cleaned = new Lazy<bool>(() => RemoveLeftovers(clock));
    }

    public string Folder { get; }

    /// <summary>Hashes of the files' contents, remembered in the same folder.</summary>
    public ContentHashes Contents { get; }

    /// <summary>Hashes of what the images show, likewise.</summary>
    public PixelHashes Pixels { get; }

    /// <summary>Opens a case, preparing it first if it is not there; the caller disposes it.</summary>
    /// <exception cref="InputException">The image or the label cannot be used, or the cache folder not written.</exception>
    public PreparedCase Open(Case source, TaskSettings task)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(task);
        string path = PathOf(source, task);
        lock (building.GetOrAdd(path, _ => new Lock()))
        {
            (FileStream, PreparedFile.Layout)? entry = TryOpen(path);
            if (entry is null)
            {
                Build(path, source, task);
                entry = TryOpen(path);
            }
            if (entry is not var (file, layout))
                throw new InputException($"{path}: the cache entry of case '{source.Id}' is damaged although it was just written; check the disk or use another cache folder");
            return new PreparedCase(source, file, layout, Remedy);
        }
    }

    /// <summary>The file of an entry, whether it is there or not.</summary>
    public string PathOf(Case source, TaskSettings task)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(task);
        string label = source.Label is null ? "none" : Contents.Of(source.Label);
        string key = $"{PreparedFile.FormatVersion}\n{Contents.Of(source.Image)}\n{label}\n{task.PreparationKey}";
        return Path.Combine(Folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))) + ".prepared");
    }

    static (FileStream, PreparedFile.Layout)? TryOpen(string path)
    {
        try
        {
            return PreparedFile.TryOpen(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the cache entry cannot be read: {e.Message}", e);
        }
    }

    /// <summary>What killed processes left goes before the first entry is added; who only reads changes nothing.</summary>
    bool RemoveLeftovers(TimeProvider? clock)
    {
        Leftovers.Remove(Folder, clock);
        Leftovers.Remove(Path.Combine(Folder, "contents"), clock);
        return true;
    }

    void Build(string path, Case source, TaskSettings task)
    {
        _ = cleaned.Value;
        PreparedVolume volume = prepare(source, task);
        try
        {
            Pixels.Remember(Contents.Of(source.Image), volume.Pixels);
            AtomicFile.Write(path, stream => PreparedFile.Write(stream, volume));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the prepared case '{source.Id}' cannot be written: {e.Message}; use a cache folder with room and write access", e);
        }
    }
}
