using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>The image files below a folder.</summary>
static class ImageFiles
{
    static readonly string[] Extensions = [".nii.gz", ".nii", ".img.gz", ".img"];

    /// <summary>All of them with their name without extension; hidden files are left out. Sorted, so that every system gives the same order.</summary>
    public static List<(string Path, string Stem)> Find(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException($"{folder}: there is no such folder");
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden };
        return
        [
            .. Directory.EnumerateFiles(Path.GetFullPath(folder), "*", options).Order(StringComparer.Ordinal)
                .Select(path => (path, Stem(path))).Where(file => file.Item2 is { Length: > 0 }).Select(file => (file.path, file.Item2!)),
        ];
    }

    static string? Stem(string path)
    {
        string name = Path.GetFileName(path);
        string? extension = Extensions.FirstOrDefault(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
        return extension is null || name.StartsWith('.') ? null : name[..^extension.Length];
    }

    /// <summary>How many files are no images, by extension, as a remark; null where there are none.</summary>
    public static string? Others(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden };
        string[] others = [.. Directory.EnumerateFiles(Path.GetFullPath(folder), "*", options)
            .Where(path => Stem(path) is null && !IsPairHeader(path))
            .GroupBy(path => Path.GetExtension(path).ToLowerInvariant()).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"{g.Count()} {(g.Key.Length == 0 ? "without extension" : g.Key)}")];
        return others.Length == 0 ? null : $"files that are no NIfTI images were left out: {string.Join(", ", others)}";
    }

    static bool IsPairHeader(string path) =>
        path.EndsWith(".hdr", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".hdr.gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>A name that a manifest takes: other characters become an underscore.</summary>
    public static string CleanName(string name)
    {
        string clean = string.Concat(name.Select(c => ManifestColumns.IsNameCharacter(c) ? c : '_')).Trim();
        return clean.StartsWith('.') ? "_" + clean[1..] : clean;
    }

    public static InputException Nothing(string folder, string expected, IReadOnlyList<string> notUnderstood)
    {
        string seen = notUnderstood.Count == 0 ? "there is no image file in it" : $"not understood: {string.Join("; ", notUnderstood.Take(10))}";
        return new InputException($"{folder}: found no image to import; expected {expected}; {seen}");
    }
}
