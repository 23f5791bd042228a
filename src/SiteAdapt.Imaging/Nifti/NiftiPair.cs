namespace SiteAdapt.Imaging;

/// <summary>Names of the two files of a pair: X.hdr and X.img, each possibly with .gz.</summary>
static class NiftiPair
{
    /// <summary>The file that holds the header: the path itself, or for X.img its X.hdr.</summary>
    public static string HeaderPath(string path) =>
        Stem(path, ".img") is { } stem ? Find(path, stem, ".hdr", "header") : path;

    /// <summary>The file that holds the voxels that belong to a header which says that they lie apart.</summary>
    public static string ImagePath(string headerPath) =>
        Stem(headerPath, ".hdr") is { } stem
            ? Find(headerPath, stem, ".img", "image")
            : throw NiftiFault.Field(headerPath, "magic", "that of a pair (\"ni1\" or \"ni2\")",
                "\"n+1\" or \"n+2\" in a single file",
                "If this is the header of a pair, name it .hdr and put its .img beside it.");

    static string? Stem(string path, string extension)
    {
        string name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? name[..^extension.Length] : null;
    }

    static string Find(string asked, string stem, string extension, string role)
    {
        string upper = extension.ToUpperInvariant();
        foreach (string name in (string[])[extension, extension + ".gz", upper, upper + ".GZ"])
            if (File.Exists(stem + name)) return stem + name;
        throw NiftiFault.File(asked, $"belongs to a pair, but its {role} {stem}{extension} (or .gz) is missing",
            "Put both files into the same folder, under the same name.");
    }
}
