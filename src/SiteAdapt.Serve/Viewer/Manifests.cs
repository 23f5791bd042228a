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
    readonly FileCache<IReadOnlyList<(string Site, string Case, string Subject)>> listed = new(ListOf);

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

    /// <summary>
    /// The manifest of the folder in which a site has all these cases: the only one, or of several the first that is also <paramref name="named"/>. Ids such as sub-01
    /// are everywhere: null where it is not clear which.
    /// </summary>
    public string? With(string site, IReadOnlyCollection<(string Case, string Subject)> cases, IReadOnlyList<string> named)
    {
        if (cases.Count == 0) return null;
        List<string> fitting = [.. index.Files.Csv.Where(looks.Of).Where(file => cases.All(listed.Of(file).Where(item => item.Site == site).Select(item => (item.Case, item.Subject)).ToHashSet().Contains))];
        return (fitting.Count == 1 ? fitting[0] : named.Select(folder.Inside).FirstOrDefault(file => file is not null && fitting.Contains(file))) is { } found ? folder.RelativeOf(found) : null;
    }

    /// <summary>The scans and references of all manifests, by full path: none of them is a prediction.</summary>
    public HashSet<string> NamedFiles() => [.. index.Files.Csv.Where(looks.Of).SelectMany(file => named.Of(file))];

    static List<string> FilesOf(string path) => [.. CasesOf(path).SelectMany(item => new[] { item.Image, item.Label }).OfType<string>()];

    static List<(string Site, string Case, string Subject)> ListOf(string path) => [.. CasesOf(path).Select(item => (item.Site, item.Id, item.Subject))];

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
