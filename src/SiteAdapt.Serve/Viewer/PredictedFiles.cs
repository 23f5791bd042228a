using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Serve;

/// <summary>
/// Files that belong to a case by name and grid: NIfTI files below the folder whose name is the scan's or the case's, alone or with
/// more after it ("scan_mask.nii.gz"), whose grid is the scan's, and that no manifest names.
/// </summary>
sealed class PredictedFiles(ServedFolder folder, FolderIndex index, Manifests manifests)
{
    const int Most = 24;
    internal static readonly char[] Joints = ['_', '-', '.'];

    public IReadOnlyList<Layer> Of(Manifest manifest, Case item)
    {
        var known = manifests.NamedFiles();
        var owners = OwnersOf(manifest);
        var grid = new Lazy<Grid?>(() => GridOf(item.Image));
        List<(string Path, string Case)> files =
        [
            .. index.Files.Images.Where(file => !known.Contains(file) && !StudyMasks.IsKept(file) && OwnerOf(Stem(file), owners) == item)
                .Where(file => GridOf(file) is { } its && grid.Value is { } asked && GridComparison.Compare(asked, its).Same)
                .Take(Most).Select(file => (folder.RelativeOf(file), NameIn(Stem(file), owners))),
        ];
        return [.. files.Zip(LayerNames.Of(files), (file, name) => new Layer(IsProbability(file.Path) ? LayerRole.Probability : LayerRole.Mask, name, file.Path))];
    }

    /// <summary>Cases by their names and by those of their scans. A scan's file name says nothing where others have the same ("sub-01/T1.nii.gz").</summary>
    internal static Dictionary<string, Case> OwnersOf(Manifest manifest)
    {
        var owners = manifest.Cases.GroupBy(item => Stem(item.Image), StringComparer.Ordinal).Where(same => same.Count() == 1).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        foreach (var item in manifest.Cases) owners[item.Id] = item;
        return owners;
    }

    /// <summary>The longest name that fits decides: "p1_second_mask" is of "p1_second" where there is such a case, else of "p1".</summary>
    internal static Case? OwnerOf(string stem, IReadOnlyDictionary<string, Case> owners) => owners.GetValueOrDefault(NameIn(stem, owners));

    /// <summary>What a case is called at the start of a file's name; empty where there is none.</summary>
    static string NameIn(string stem, IReadOnlyDictionary<string, Case> owners)
    {
        for (int end = stem.Length; end > 0; end--)
            if ((end == stem.Length || Joints.Contains(stem[end])) && owners.ContainsKey(stem[..end])) return stem[..end];
        return "";
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

    static bool IsProbability(string file) => Stem(file).EndsWith("_probability", StringComparison.Ordinal);
}
