using System.Globalization;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// A given split: a table (tabs or commas) with the columns <c>site,subset,order</c> and either <c>subject_id</c> or
/// <c>image_path</c> (the last parts of a case's image path). The order of the list is kept. A site that is not one of the
/// manifest's names (the published lists number them) is not compared.
/// </summary>
public sealed class SplitList
{
    /// <summary>The published prostate list: its authors validate on its test cases.</summary>
    const string Prostate = "msm";

    readonly List<Entry> entries;

    SplitList(string name, List<Entry> entries) => (Name, this.entries) = (name, entries);

    /// <summary>What a reader of results on this list should know; null: nothing special.</summary>
    string? Note { get; init; }

    readonly record struct Entry(int Line, string Site, Subset Subset, int Order, string Key, bool IsPath);

    public string Name { get; }

    /// <summary>Names that <see cref="Published"/> takes.</summary>
    public static IReadOnlyList<string> PublishedNames { get; } = ["cc359", Prostate];

    public static SplitList Read(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such split list; published ones are {string.Join(", ", PublishedNames)}");
        return Parse(TextFile.Read(path), path);
    }

    /// <summary>A list that was published with a paper and comes with the program; its README says from where.</summary>
    public static SplitList Published(string name)
    {
        using Stream? stream = typeof(SplitList).Assembly.GetManifestResourceStream($"splits/{name}.tsv");
        if (stream is null)
            throw new InputException($"there is no published split '{name}'{ClosestName.Hint(name, PublishedNames)}; there are {string.Join(", ", PublishedNames)}");
        using var text = new StreamReader(stream);
        SplitList list = Parse(text.ReadToEnd(), $"published split '{name}'");
        return name != Prostate ? list : new SplitList(list.Name, list.entries)
        {
            Note = $"{list.Name}: published, its validation cases are its test cases; a model must not be chosen by them, so there is no validation set here",
        };
    }

    internal static SplitList Parse(string text, string name)
    {
        var faults = new Faults(name);
        char separator = text.Split('\n')[0].Contains('\t') ? '\t' : ',';
        List<CsvTable.Row> rows = [.. CsvTable.Parse(text, name, separator).Where(r => !r.IsBlank)];
        string[] columns = rows.Count == 0 ? [] : rows[0].Fields;
        bool byPath = !columns.Contains("subject_id") && columns.Contains("image_path");
        string[] needed = ["site", "subset", "order", byPath ? "image_path" : "subject_id"];
        foreach (string missing in needed.Except(columns)) faults.Add($"line 1: the column '{missing}' is missing; expected site, subset, order, subject_id (or image_path)");
        faults.ThrowIfAny();
        int[] at = [.. needed.Select(n => Array.IndexOf(columns, n))];
        var entries = new List<Entry>();
        foreach (CsvTable.Row row in rows.Skip(1))
            if (ReadEntry(row, at, columns.Length, byPath, faults) is { } entry) entries.Add(entry);
        faults.ThrowIfAny();
        return new SplitList(name, entries);
    }

    static Entry? ReadEntry(CsvTable.Row row, int[] at, int columns, bool byPath, Faults faults)
    {
        if (row.Fields.Length != columns)
        {
            faults.Add($"line {row.Line}: {row.Fields.Length} fields, the header has {columns} columns");
            return null;
        }
        string Cell(int index) => row.Fields[at[index]];
        if (!SubsetNames.TryParse(Cell(1), out Subset subset)) faults.Add($"line {row.Line}: column 'subset': '{Cell(1)}' is not train, val or test");
        if (!int.TryParse(Cell(2), NumberStyles.None, CultureInfo.InvariantCulture, out int order))
            faults.Add($"line {row.Line}: column 'order': '{Cell(2)}' is not a whole number of 0 or more");
        if (Cell(3).Length == 0) faults.Add($"line {row.Line}: no {(byPath ? "image path" : "subject")} is given");
        return new Entry(row.Line, Cell(0), subset, order, Cell(3), byPath);
    }

    internal Split Apply(Manifest manifest)
    {
        var faults = new Faults(Name);
        var found = new Dictionary<string, (Entry Entry, long Order)>(StringComparer.Ordinal);
        var missing = new List<string>();
        ILookup<string, Case> bySubject = manifest.Cases.ToLookup(c => c.Subject, StringComparer.Ordinal);
        foreach (Entry entry in entries.OrderBy(e => e.Order).ThenBy(e => e.Line))
        {
            Case[] cases = [.. entry.IsPath ? manifest.Cases.Where(c => EndsWith(c.Image, entry.Key)) : bySubject[entry.Key]];
            if (cases.Length == 0) missing.Add(entry.Key);
            foreach (Case c in cases) Take(c, entry, manifest, found, faults);
        }
        if (found.Count == 0 && !faults.Any) faults.Add($"none of its {entries.Count} entries is in {manifest.Path}");
        faults.ThrowIfAny();
        return new Split(manifest, found.ToDictionary(p => p.Key, p => (p.Value.Entry.Subset, p.Value.Order)), Name, [.. Note is null ? (string[])[] : [Note], .. Notes(missing)]);
    }

    static void Take(Case c, Entry entry, Manifest manifest, Dictionary<string, (Entry Entry, long Order)> found, Faults faults)
    {
        // A subject of several sites is listed once or once per site, so only a named other site is a contradiction for a path
        if (entry.IsPath && manifest.Sites.Contains(entry.Site) && entry.Site != c.Site)
            faults.Add($"line {entry.Line}: '{entry.Key}' is of site '{entry.Site}' here and of '{c.Site}' in the manifest");
        if (found.TryAdd(c.Subject, (entry, found.Count))) return;
        Entry first = found[c.Subject].Entry;
        if (first.Subset != entry.Subset)
            faults.Add($"line {entry.Line}: subject '{c.Subject}' is in {entry.Subset.Name()} here and in {first.Subset.Name()} in line {first.Line}; " +
                "a subject has one subset over all sites");
    }

    static List<string> Notes(List<string> missing) => missing.Count == 0 ? [] :
        [$"{missing.Count} entries of the list are not in the manifest: {string.Join(", ", missing.Take(20))}{(missing.Count > 20 ? ", ..." : "")}"];

    static bool EndsWith(string path, string lastParts)
    {
        string normal = path.Replace('\\', '/'), end = lastParts.Replace('\\', '/').TrimStart('/');
        // The same image may have been compressed since, or lie in a folder that is written in other letters
        if (normal.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) && !end.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) normal = normal[..^3];
        return normal.Equals(end, StringComparison.OrdinalIgnoreCase) || normal.EndsWith("/" + end, StringComparison.OrdinalIgnoreCase);
    }
}
