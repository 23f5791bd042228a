using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Cli;

/// <summary>Where predictions go: into one file, into a folder under the images' names, or into one of BIDS derivatives.</summary>
sealed class PredictionPaths
{
    static readonly string[] OtherFormats = [".hdr", ".img", ".hdr.gz", ".img.gz", ".mgz", ".mgh", ".nrrd", ".mha", ".mhd"];
    readonly string path;
    readonly string suffix;
    readonly TaskSettings task;
    readonly bool file, bids;

    /// <param name="suffix">Last word of the names, without extension.</param>
    /// <param name="bids">Names and folders as BIDS derivatives have them; the images' names must be of BIDS' form.</param>
    public PredictionPaths(string option, string path, IReadOnlyList<string> images, string suffix, TaskSettings task, bool bids = false)
    {
        (this.path, this.suffix, this.task, this.bids) = (path, suffix, task, bids);
        if (bids && images.FirstOrDefault(image => BidsName.Parse(Stem(image)) is null) is { } foreign)
            throw new InputException($"--bids: '{foreign}' has no name of BIDS' form (sub-XX_..._T1w.nii.gz). Leave --bids out, or rename the image.");
        if (OtherFormats.FirstOrDefault(end => path.EndsWith(end, StringComparison.OrdinalIgnoreCase)) is { } other)
            throw new InputException($"{option}: '{path}' ends in {other}; images are written as .nii.gz or .nii. Give such a name, or a folder.");
        file = path.EndsWith(".nii", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase);
        if (file && bids) throw new InputException($"{option}: '{path}' is one file; with --bids give the folder of the derivative, such as derivatives/siteadapt.");
        if (file && images.Count > 1) throw new InputException($"{option}: '{path}' is one file, but there are {images.Count} images. Give a folder.");
        if (file && task.Structures.Length > 1) throw new InputException($"{option}: '{path}' is one file, but the task has {task.Structures.Length} structures. Give a folder.");
        var clash = images.GroupBy(Stem).FirstOrDefault(group => group.Count() > 1);
        if (clash is not null) throw new InputException($"{option}: the images {string.Join(" and ", clash)} would be written to one name. Predict them into different folders.");
        var written = All(images).ToHashSet(StringComparer.Ordinal);
        var over = images.FirstOrDefault(image => written.Contains(Path.GetFullPath(image)));
        if (over is not null) throw new InputException($"{option}: the prediction would overwrite the image '{over}'. Give another name.");
    }

    public string Of(string image, int structure) => file ? path
        : bids && BidsName.Parse(Stem(image)) is { } name ? Path.Combine(path, name.AnatFolder, name.Derived("desc", string.Concat(task.Structures[structure].Name.Where(char.IsAsciiLetterOrDigit)), suffix) + ".nii.gz")
        : Path.Combine(path, task.Structures.Length == 1 ? $"{Stem(image)}_{suffix}.nii.gz" : $"{Stem(image)}_{task.Structures[structure].Name}_{suffix}.nii.gz");

    /// <summary>Full paths of all that will be written.</summary>
    public IEnumerable<string> All(IReadOnlyList<string> images) =>
        images.SelectMany(image => Enumerable.Range(0, task.Structures.Length).Select(s => Path.GetFullPath(Of(image, s))));

    static string Stem(string image)
    {
        string name = Path.GetFileName(image);
        foreach (string end in new[] { ".gz", ".nii", ".hdr", ".img" })
            if (name.EndsWith(end, StringComparison.OrdinalIgnoreCase)) name = name[..^end.Length];
        return name;
    }
}
