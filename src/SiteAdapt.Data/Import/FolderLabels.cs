namespace SiteAdapt.Data;

/// <summary>Which files of a site are labels, and of which image (<see cref="FolderLayout"/> says by what names).</summary>
sealed class FolderLabels
{
    static readonly string[] Suffixes = ["_mask", "_brainmask", "_seg", "_segmentation", "_label", "_gland", "_ss"];
    static readonly string[] Folders = ["MASKS", "LABELS", "SEGMENTATIONS"];
    readonly ILookup<string, string> ofImage;

    public FolderLabels(string siteFolder, IReadOnlyList<(string Path, string Stem)> files)
    {
        var named = files.Select(file => (file.Path, file.Stem, Of: LabelledStem(siteFolder, file))).ToList();
        Images = [.. named.Where(file => file.Of is null).Select(file => (file.Path, file.Stem))];
        var owned = named.Where(file => file.Of is not null).Select(label => (Label: label, Image: ImageOf(label.Path, label.Of!))).ToList();
        ofImage = owned.Where(pair => pair.Image is not null).OrderBy(pair => Folder(pair.Label.Path) == Folder(pair.Image!) ? 0 : 1).ToLookup(pair => pair.Image!, pair => pair.Label.Path, StringComparer.Ordinal);
        Lost = [.. owned.Where(pair => pair.Image is null).Select(pair => (pair.Label.Path, pair.Label.Of!))];
    }

    public IReadOnlyList<(string Path, string Stem)> Images { get; }

    /// <summary>Labels of no image, or of several: the name that was looked for.</summary>
    public IReadOnlyList<(string Path, string Stem)> Lost { get; }

    /// <summary>The labels of an image, those beside it first.</summary>
    public IEnumerable<string> Of(string image) => ofImage[image];

    /// <summary>The name of the image that a file is the label of, or null for an image.</summary>
    static string? LabelledStem(string siteFolder, (string Path, string Stem) file)
    {
        string? suffix = Suffixes.FirstOrDefault(s => file.Stem.EndsWith(s, StringComparison.OrdinalIgnoreCase));
        if (suffix is not null) return file.Stem[..^suffix.Length];
        string[] folders = Path.GetRelativePath(siteFolder, file.Path).Split(Path.DirectorySeparatorChar)[..^1];
        return folders.Any(f => Folders.Contains(f.ToUpperInvariant())) ? file.Stem : null;
    }

    /// <summary>
    /// The image of that name; of several in different folders the nearest. Else the one whose name goes on behind it ("p1_T1w" for "p1"). Null
    /// where there is none, and where nothing tells several apart: a wrong label is worse than none.
    /// </summary>
    string? ImageOf(string label, string labelled) =>
        Nearest(label, Images.Where(image => image.Stem == labelled)) is var (same, any) && any ? same : Nearest(label, Images.Where(image => image.Stem.StartsWith(labelled + "_", StringComparison.Ordinal))).Image;

    static (string? Image, bool Any) Nearest(string label, IEnumerable<(string Path, string Stem)> images)
    {
        var best = images.GroupBy(image => CommonFolders(label, image.Path)).MaxBy(group => group.Key);
        return (best?.Count() == 1 ? best.First().Path : null, best is not null);
    }

    static int CommonFolders(string a, string b) =>
        Folder(a).Split(Path.DirectorySeparatorChar).Zip(Folder(b).Split(Path.DirectorySeparatorChar)).TakeWhile(pair => pair.First == pair.Second).Count();

    static string Folder(string path) => Path.GetDirectoryName(path)!;
}
