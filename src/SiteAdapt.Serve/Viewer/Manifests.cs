using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Serve;

/// <summary>A manifest in the list.</summary>
sealed record ManifestRow(string Path);

/// <summary>The cases of a manifest, the first of them where there are very many.</summary>
sealed record CaseList(int Total, IReadOnlyList<CaseRow> Cases);

/// <summary>A case of a manifest in the viewer's list.</summary>
sealed record CaseRow(string Case, string Subject, string Site, bool HasReference);

/// <summary>The manifests of the folder whose cases are scans: CSV files with a manifest's columns.</summary>
sealed class Manifests(ServedFolder folder, FolderIndex index)
{
    /// <summary>What a browser's table takes: radiograph collections have hundreds of thousands.</summary>
    internal const int MostRows = 2000;
    readonly FileCache<bool> looks = new(LooksLikeOne);
    readonly FileCache<Manifest> read = new(path => Manifest.Read(path, checkFiles: false));
    readonly FileCache<IReadOnlyList<string>> named = new(FilesOf);
    readonly FileCache<IReadOnlyList<(string Site, string Case)>> sites = new(SitesOf);

    public IReadOnlyList<ManifestRow> Rows() => [.. index.Files.Csv.Where(looks.Of).Select(file => new ManifestRow(folder.RelativeOf(file)))];

    /// <exception cref="InputException">There is no such manifest here, or it has faults.</exception>
    public Manifest Open(string? path) =>
        folder.FindFile(path) is { } file && index.Files.Csv.Contains(file) && looks.Of(file) ? read.Of(file) : throw new InputException($"{path}: there is no such manifest here.");

    /// <param name="words">Cases whose name, subject or site has this; null or empty for all.</param>
    public CaseList Cases(string? path, string? words)
    {
        List<Case> found = [.. Open(path).Cases.Where(item => string.IsNullOrEmpty(words) || $"{item.Id} {item.Site} {item.Subject}".Contains(words, StringComparison.OrdinalIgnoreCase))];
        return new CaseList(found.Count, [.. found.Take(MostRows).Select(item => new CaseRow(item.Id, item.Subject, item.Site, item.Label is not null))]);
    }

    /// <summary>The first manifest of the folder in which a site has all these cases; null where there is none.</summary>
    public string? With(string site, IReadOnlyCollection<string> cases) => cases.Count == 0 ? null : index.Files.Csv.Where(looks.Of)
        .Where(file => cases.All(sites.Of(file).Where(item => item.Site == site).Select(item => item.Case).ToHashSet().Contains)).Select(folder.RelativeOf).FirstOrDefault();

    /// <summary>The scans and references of all manifests, by full path: none of them is a prediction.</summary>
    public HashSet<string> NamedFiles() => [.. index.Files.Csv.Where(looks.Of).SelectMany(file => named.Of(file))];

    static List<string> FilesOf(string path) => [.. CasesOf(path).SelectMany(item => new[] { item.Image, item.Label }).OfType<string>()];

    static List<(string Site, string Case)> SitesOf(string path) => [.. CasesOf(path).Select(item => (item.Site, item.Id))];

    static IReadOnlyList<Case> CasesOf(string path)
    {
        try
        {
            return Manifest.Read(path, checkFiles: false).Cases;
        }
        catch (InputException)
        {
            return []; // told to who opens it
        }
    }

    /// <summary>Only the header row is read.</summary>
    static bool LooksLikeOne(string path)
    {
        try
        {
            if (new FileInfo(path).Length == 0) return false;
            string[] columns = (File.ReadLines(path).FirstOrDefault() ?? "").TrimStart('\uFEFF').Split(',');
            return new[] { "case", "subject", "site", "image" }.All(columns.Contains) && columns.Any(column => column == "label" || column.StartsWith("label:", StringComparison.Ordinal));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
