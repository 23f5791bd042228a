using SiteAdapt.Imaging;

namespace SiteAdapt.Cli;

/// <summary>Mask files on disk, one or a folder of them.</summary>
static class MaskFiles
{
    /// <summary>A file as a mask: every value above one half is inside.</summary>
    public static Mask Read(string path)
    {
        var volume = Nifti.Read(path).Volume;
        return new Mask(volume.Grid, Array.ConvertAll(volume.Voxels, value => value > 0.5f ? (byte)1 : (byte)0));
    }

    /// <summary>Files that belong together: the two given, or those of the same name in two folders.</summary>
    public static IReadOnlyList<(string Reference, string Prediction)> Pairs(string reference, string prediction)
    {
        if (!Directory.Exists(reference) && !Directory.Exists(prediction)) return [(reference, prediction)];
        if (!Directory.Exists(reference) || !Directory.Exists(prediction))
            throw new InputException($"--reference, --prediction: one is a folder and the other is not ('{reference}', '{prediction}'). Give two files or two folders.");
        var names = Names(reference);
        if (names.Count == 0) throw new InputException($"--reference: '{reference}' has no NIfTI file (.nii, .nii.gz, .hdr).");
        var missing = names.Except(Names(prediction), StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
            throw new InputException($"--prediction: '{prediction}' has no file for {string.Join(", ", missing.Take(10))}{(missing.Count > 10 ? $" and {missing.Count - 10} more" : "")}. The names must be the reference's.");
        return [.. names.Select(name => (Path.Combine(reference, name), Path.Combine(prediction, name)))];
    }

    static List<string> Names(string folder) => [.. Directory.EnumerateFiles(folder)
        .Select(path => Path.GetFileName(path)!)
        .Where(name => name.EndsWith(".nii", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".hdr", StringComparison.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal)];
}
