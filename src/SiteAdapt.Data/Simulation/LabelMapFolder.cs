using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>A folder of label maps, and the table that gives the grey levels of their labels.</summary>
sealed class LabelMapFolder
{
    public const string PriorFile = "t1_prior.tsv";

    static readonly string[] Suffixes = [".nii.gz", ".nii"];

    readonly string folder;
    readonly LabelPrior prior;

    LabelMapFolder(string folder, LabelPrior prior, IReadOnlyList<string> files) =>
        (this.folder, this.prior, Files) = (folder, prior, files);

    /// <summary>Full paths, by name.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <exception cref="InputException">No such folder, no maps, or no table.</exception>
    public static LabelMapFolder Open(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InputException(
                $"{folder}: there is no such folder; expected a folder of label maps (*.nii.gz) with {PriorFile}");
        string[] files = [.. Directory.GetFiles(folder).Where(file => SuffixOf(file) is not null).Order(StringComparer.Ordinal)];
        if (files.Length == 0)
            throw new InputException(
                $"{folder}: holds no label map; expected files that end in {string.Join(" or ", Suffixes)}");
        return new LabelMapFolder(folder, LabelPrior.Read(Path.Combine(folder, PriorFile)), files);
    }

    public void Require(int subjects)
    {
        if (subjects > Files.Count)
            throw new InputException(
                $"{folder}: {subjects} subjects per site are wanted but there are {Files.Count} label maps; " +
                $"ask for at most {Files.Count} subjects, or simulate procedural heads (no labels folder), which are never the same");
    }

    public LabelMapAnatomy Load(string file, long seed)
    {
        string name = Path.GetFileName(file);
        return new LabelMapAnatomy(name[..^SuffixOf(file)!.Length], file, Nifti.ReadLabels(file).Volume, prior, seed);
    }

    static string? SuffixOf(string file) =>
        Suffixes.FirstOrDefault(suffix => file.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
}
