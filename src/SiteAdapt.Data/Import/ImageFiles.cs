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

    public static InputException Nothing(string folder, string expected, IReadOnlyList<string> notUnderstood)
    {
        string seen = notUnderstood.Count == 0 ? "there is no image file in it" : $"not understood: {string.Join("; ", notUnderstood.Take(10))}";
        return new InputException($"{folder}: found no image to import; expected {expected}; {seen}");
    }
}
