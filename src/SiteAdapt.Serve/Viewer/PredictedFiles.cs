using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Serve;

/// <summary>
/// Files that belong to a case by name (<see cref="CaseNames"/>) and grid: NIfTI files below the folder whose grid is the scan's and that no
/// manifest names.
/// </summary>
sealed class PredictedFiles(ServedFolder folder, FolderIndex index, Manifests manifests)
{
    const int Most = 24;

    public IReadOnlyList<Layer> Of(Manifest manifest, Case item)
    {
        var known = manifests.NamedFiles();
        var names = new CaseNames(manifest);
        var grid = new Lazy<Grid?>(() => GridOf(item.Image));
        List<(string Path, string Case)> files =
        [
            .. index.Files.Images.Where(file => !known.Contains(file) && !StudyMasks.IsKept(file))
                .Select(file => (Path: file, Of: names.Of(Stem(file)))).Where(file => file.Of?.Case == item)
                .Where(file => GridOf(file.Path) is { } its && grid.Value is { } asked && GridComparison.Compare(asked, its).Same)
                .Take(Most).Select(file => (folder.RelativeOf(file.Path), file.Of!.Value.Name)),
        ];
        return [.. files.Zip(LayerNames.Of(files), (file, name) => new Layer(IsProbability(file.Path) ? LayerRole.Probability : LayerRole.Mask, name, file.Path))];
    }

    internal static string Stem(string file)
    {
        string name = Path.GetFileName(file);
        foreach (string end in new[] { ".gz", ".nii" })
            if (name.EndsWith(end, StringComparison.OrdinalIgnoreCase)) name = name[..^end.Length];
        return name;
    }

    Grid? GridOf(string file)
    {
        try
        {
            return folder.FindFile(folder.RelativeOf(file)) is { } real ? Nifti.ReadHeader(real).Grid : null;
        }
        catch (Exception fault) when (fault is InputException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static bool IsProbability(string file) => Stem(file) is var stem && (stem.EndsWith("_probability", StringComparison.Ordinal) || stem.EndsWith("_probseg", StringComparison.Ordinal));
}
