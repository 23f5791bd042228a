using System.Globalization;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// The cases of one or more sites, as a CSV with the columns <c>case,subject,site,image,label</c> and, where known,
/// <c>session,scanner,field_strength,age,sex,split</c>; for classification a column <c>label:&lt;Finding&gt;</c> each instead of
/// <c>label</c>. Paths are relative to the file, or absolute.
/// </summary>
public sealed class Manifest
{
    /// <param name="findings">In the order of their columns; without, in the order of their names.</param>
    public Manifest(string path, IReadOnlyList<Case> cases, IReadOnlyList<string>? warnings = null, IReadOnlyList<string>? findings = null)
    {
        ArgumentNullException.ThrowIfNull(cases);
        Path = System.IO.Path.GetFullPath(path);
        Cases = cases;
        Warnings = warnings ?? [];
        Sites = [.. cases.Select(c => c.Site).Distinct()];
        Findings = findings ?? [.. cases.SelectMany(c => c.Findings.Keys).Distinct()];
    }

    public string Path { get; }

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>In the order of the rows.</summary>
    public IReadOnlyList<Case> Cases { get; }

    /// <summary>In the order in which the rows name them.</summary>
    public IReadOnlyList<string> Sites { get; }

    /// <summary>Classification: the findings that it has columns for, in their order.</summary>
    public IReadOnlyList<string> Findings { get; }

    /// <summary>What was strange but usable, such as an unknown column.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Reads a manifest; every fault of it is reported at once. With <paramref name="checkFiles"/> images and labels must exist.</summary>
    /// <exception cref="InputException">Naming line, column, value and what was expected.</exception>
    public static Manifest Read(string path, bool checkFiles = true) => ManifestReader.Read(path, checkFiles);

    /// <summary>The cases of one site, in the order of the rows.</summary>
    /// <exception cref="InputException">No such site; the message names those there are.</exception>
    public IReadOnlyList<Case> CasesAt(string site)
    {
        RequireSite(site);
        return [.. Cases.Where(c => c.Site == site)];
    }

    public void RequireSite(string site)
    {
        if (!Sites.Contains(site))
            throw new InputException($"{Path}: no case is from the site '{site}'{ClosestName.Hint(site, Sites)}; " +
                $"the sites are {string.Join(", ", Sites)}");
    }

    /// <summary>Writes the cases; files below the manifest's folder are named relative to it, others by their full path.</summary>
    public void Write() => AtomicFile.WriteText(Path, ToCsv());

    internal string ToCsv()
    {
        string[] columns = UsedColumns();
        IEnumerable<string> rows = Cases.Select(c => CsvTable.Line(columns.Select(column => Cell(c, column))));
        return CsvTable.Line(columns) + string.Concat(rows);
    }

    string[] UsedColumns()
    {
        bool Used(string column) => ManifestColumns.Required.Contains(column) ||
            (column == ManifestColumns.Label && Findings.Count == 0) || Cases.Any(c => Cell(c, column).Length > 0);
        return
        [
            .. ManifestColumns.Known.Where(Used),
            .. Findings.Select(f => ManifestColumns.FindingPrefix + f),
            .. Cases.SelectMany(c => c.Extra.Keys).Distinct(),
        ];
    }

    internal string Cell(Case c, string column) => column switch
    {
        ManifestColumns.Case => c.Id,
        ManifestColumns.Subject => c.Subject,
        ManifestColumns.Site => c.Site,
        ManifestColumns.Image => RelativePath(c.Image),
        ManifestColumns.Label => c.Label is null ? "" : RelativePath(c.Label),
        ManifestColumns.Session => c.Session ?? "",
        ManifestColumns.Scanner => c.Scanner ?? "",
        ManifestColumns.FieldStrength => Number(c.FieldStrength),
        ManifestColumns.Age => Number(c.Age),
        ManifestColumns.Sex => c.Sex ?? "",
        ManifestColumns.Split => c.Split?.Name() ?? "",
        _ when column.StartsWith(ManifestColumns.FindingPrefix, StringComparison.Ordinal) =>
            c.Findings.GetValueOrDefault(column[ManifestColumns.FindingPrefix.Length..])?.ToString(CultureInfo.InvariantCulture) ?? "",
        _ => c.Extra.GetValueOrDefault(column, ""),
    };

    static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    string RelativePath(string file)
    {
        string relative = System.IO.Path.GetRelativePath(Folder, file);
        bool outside = System.IO.Path.IsPathRooted(relative) || relative.Split('/', '\\')[0] == "..";
        return outside ? file : relative.Replace('\\', '/');
    }
}
