namespace SiteAdapt.Data;

/// <summary>The <see cref="PixelHash"/> of a task's cases, volumes or images, by image path; read once while the data are in use.</summary>
/// <param name="images">Where a classification's images are prepared.</param>
public sealed class CasePixels(TaskSettings task, PreparedCache cache, PreparedImages images)
{
    readonly Dictionary<string, string?> known = new(StringComparer.Ordinal);

    /// <summary>Null: it was not read before, cannot be read, or is blank.</summary>
    public string? Of(Case item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return known.GetValueOrDefault(item.Image);
    }

    /// <summary>Reads what is not known yet. Images are prepared with that, so that an evaluation finds them ready.</summary>
    public void Read(IEnumerable<Case> cases, Action<int, int, string>? progress = null)
    {
        List<Case> unread = [.. cases.Where(item => !known.ContainsKey(item.Image)).DistinctBy(item => item.Image)];
        if (unread.Count == 0) return;
        foreach (Case item in unread) known[item.Image] = null;
        if (!task.IsClassification)
            foreach ((string image, string? hash) in cache.Pixels.Of(unread, progress)) known[image] = hash;
        else
            foreach (PreparedImage image in images.Readable(unread, task, progress).Images) known[image.Case.Image] = image.Pixels;
    }
}
