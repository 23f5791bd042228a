using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// A folder of prepared images, in <c>images</c> of the cache folder. Images are decoded and resized in parallel; what is prepared is kept,
/// so that a stopped preparation goes on where it was. Several processes may fill a folder at once.
/// </summary>
public sealed class PreparedImages
{
    readonly string folder;
    readonly ImageContents contents;
    readonly TimeProvider? clock;

    /// <param name="cacheFolder">May be the same as a <see cref="PreparedCache"/>'s.</param>
    public PreparedImages(string cacheFolder) : this(cacheFolder, null) { }

    internal PreparedImages(string cacheFolder, TimeProvider? clock)
    {
        this.clock = clock;
        folder = Path.Combine(Path.GetFullPath(cacheFolder), "images");
        contents = new ImageContents(Path.Combine(folder, "contents.txt"), clock);
    }

    /// <summary>Images that are prepared at the same time.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Leaves images out that cannot be read, instead of refusing all; the pool names them.</summary>
    public bool SkipUnreadable { get; init; }

    /// <summary>Prepares the images that are not there yet. The result does not depend on the order in which they get ready.</summary>
    /// <param name="progress">Told how many are ready of how many, and the last one's case; never by two threads at once.</param>
    /// <exception cref="InputException">Naming every image that cannot be read, or the cache folder cannot be written.</exception>
    public PreparedImagePool Prepare(IReadOnlyList<Case> cases, TaskSettings task, Action<int, int, string>? progress = null, CancellationToken stop = default)
    {
        PreparedImagePool pool = Readable(cases, task, progress, stop);
        if (!SkipUnreadable) Refuse(pool.Unreadable);
        return pool;
    }

    /// <summary>The same, and the images that cannot be read are only named.</summary>
    public PreparedImagePool Readable(IReadOnlyList<Case> cases, TaskSettings task, Action<int, int, string>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(task);
        if (!task.IsClassification) throw new ArgumentException($"the task '{task.Name}' is no classification", nameof(task));
        var store = new ImageStore(folder, task, clock);
        var images = new PreparedImage?[cases.Count];
        var faults = new string?[cases.Count];
        var (gate, done) = (new Lock(), 0);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Parallelism), CancellationToken = stop };
        try
        {
            Parallel.For(0, cases.Count, options, i =>
            {
                (images[i], faults[i]) = PrepareOne(cases[i], store);
                lock (gate)
                {
                    contents.SaveNowAndThen();
                    progress?.Invoke(++done, cases.Count, cases[i].Id);
                }
            });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        finally
        {
            contents.Save();
        }
        UnreadableImage[] unreadable = [.. cases.Zip(faults).Where(pair => pair.Second is not null).Select(pair => new UnreadableImage(pair.First, pair.Second!))];
        return new PreparedImagePool([.. images.OfType<PreparedImage>()], unreadable);
    }

    (PreparedImage? Image, string? Fault) PrepareOne(Case source, ImageStore store)
    {
        try
        {
            var file = new FileInfo(source.Image);
            if (contents.Find(file) is { } known && store.IsListed(known.Content)) return (new PreparedImage(source, known, store), null);
            if (file.Length > ImageDecoder.MaxBytes) return (null, $"it has {file.Length >> 20} MB; expected at most {ImageDecoder.MaxBytes >> 20}");
            byte[] bytes = File.ReadAllBytes(file.FullName);
            string content = Convert.ToHexStringLower(SHA256.HashData(bytes));
            var hashes = new ImageHashes(content, store.IsListed(content) ? PixelHash.Of(ImageDecoder.Decode(bytes)) : store.Build(content, bytes));
            contents.Remember(file, hashes);
            return (new PreparedImage(source, hashes, store), null);
        }
        catch (UnreadableImageException e)
        {
            return (null, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"the file cannot be read: {e.Message}");
        }
    }

    static void Refuse(IReadOnlyList<UnreadableImage> unreadable)
    {
        var faults = new Faults("images that cannot be used (repair them, leave them out of the manifest, or use --skip-unreadable)");
        foreach ((Case source, string reason) in unreadable) faults.Add($"{source.Image} (case '{source.Id}' of site '{source.Site}'): {reason}");
        faults.ThrowIfAny();
    }
}
