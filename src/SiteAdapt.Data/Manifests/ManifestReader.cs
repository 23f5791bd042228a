using System.Collections.Immutable;
using System.Globalization;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>Reads a manifest row by row and gathers every fault before it complains.</summary>
sealed class ManifestReader
{
    const string NameRule = "letters, digits, spaces and . _ - + ( ) # @ =, not starting with a dot";

    readonly string path, folder;
    readonly bool checkFiles;
    readonly Faults faults;
    readonly List<string> warnings = [];
    readonly Dictionary<string, int> lineOfCase = new(StringComparer.Ordinal);
    readonly Dictionary<string, (string Subject, int Line)> ownerOfImage = new(StringComparer.Ordinal);
    readonly Dictionary<string, ImmutableSortedDictionary<string, int?>> seenFindings = new(StringComparer.Ordinal);
    string[] columns = [];
    (string Name, int Index)[] findings = [], unknown = [];
    string[] row = [];
    int line;

    ManifestReader(string path, bool checkFiles)
    {
        this.path = Path.GetFullPath(path);
        this.checkFiles = checkFiles;
        folder = Path.GetDirectoryName(this.path)!;
        faults = new Faults(path);
    }

    public static Manifest Read(string path, bool checkFiles)
    {
        if (!File.Exists(path))
            throw new InputException($"{path}: no such manifest; 'siteadapt data import' writes one from folders of images, " +
                "'siteadapt data simulate' makes one with images");
        return new ManifestReader(path, checkFiles).Read();
    }

    Manifest Read()
    {
        List<CsvTable.Row> rows = CsvTable.Parse(TextFile.Read(path), path);
        if (rows.Count == 0)
            throw new InputException($"{path}: the file is empty; expected a header row with {string.Join(",", ManifestColumns.Required)},label");
        ReadHeader(rows[0].Fields);
        var cases = new List<Case>();
        foreach (CsvTable.Row next in rows.Skip(1).Where(r => !r.IsBlank))
        {
            (line, row) = (next.Line, next.Fields);
            if (ReadCase() is { } read) cases.Add(read);
        }
        if (cases.Count == 0 && !faults.Any) faults.Add("there is no case below the header row");
        faults.ThrowIfAny();
        return new Manifest(path, cases, warnings, [.. findings.Select(f => f.Name)]);
    }

    void ReadHeader(string[] header)
    {
        columns = header;
        foreach (string missing in ManifestColumns.Required.Except(columns))
            faults.Add($"line 1: the column '{missing}' is missing; there are {string.Join(", ", columns)}" +
                (columns.Length == 1 ? " (columns are separated by commas)" : ""));
        foreach (var twice in columns.GroupBy(c => c).Where(g => g.Count() > 1))
            faults.Add($"line 1: the column '{twice.Key}' stands there {twice.Count()} times");
        faults.ThrowIfAny();
        findings = [.. columns.Index().Where(c => IsFinding(c.Item)).Select(c => (c.Item[ManifestColumns.FindingPrefix.Length..], c.Index))];
        unknown = [.. columns.Index().Where(c => IsUnknown(c.Item)).Select(c => (c.Item, c.Index))];
        foreach ((string column, _) in unknown.Where(c => !ManifestColumns.Remarked.Contains(c.Item1)))
            warnings.Add($"{path}: the column '{column}' is not known and only kept{ClosestName.Hint(column, ManifestColumns.Known)}");
    }

    static bool IsUnknown(string column) => !ManifestColumns.Known.Contains(column) && !IsFinding(column);

    static bool IsFinding(string column) =>
        column.StartsWith(ManifestColumns.FindingPrefix, StringComparison.Ordinal) && column.Length > ManifestColumns.FindingPrefix.Length;

    Case? ReadCase()
    {
        if (row.Length != columns.Length)
        {
            faults.Add($"line {line}: {row.Length} fields, the header has {columns.Length} columns");
            return null;
        }
        string id = Name(ManifestColumns.Case), subject = Name(ManifestColumns.Subject), site = Name(ManifestColumns.Site);
        string image = FilePath(ManifestColumns.Image, required: true) ?? "";
        string? label = FilePath(ManifestColumns.Label, required: false);
        if (label is not null && label == image)
            faults.Add($"line {line}: column 'label' names the image itself: '{Cell(ManifestColumns.Label)}'");
        RefuseTwice(id, subject, image);
        return new Case
        {
            Id = id, Subject = subject, Site = site, Image = image, Label = label,
            Session = Optional(ManifestColumns.Session), Scanner = Optional(ManifestColumns.Scanner),
            FieldStrength = Number(ManifestColumns.FieldStrength), Age = Number(ManifestColumns.Age),
            Sex = Optional(ManifestColumns.Sex), Split = ReadSplit(), Findings = ReadFindings(), Extra = ReadExtra(),
        };
    }

    void RefuseTwice(string id, string subject, string image)
    {
        if (id.Length > 0 && !lineOfCase.TryAdd(id, line))
            faults.Add($"line {line}: column 'case': '{id}' already stands in line {lineOfCase[id]}; every case needs its own name");
        if (image.Length == 0 || ownerOfImage.TryAdd(image, (subject, line))) return;
        (string other, int otherLine) = ownerOfImage[image];
        if (other != subject)
            faults.Add($"line {line}: column 'image': '{Cell(ManifestColumns.Image)}' is an image of subject '{subject}' here and of " +
                $"'{other}' in line {otherLine}; an image belongs to one subject");
    }

    string Cell(string column)
    {
        int index = Array.IndexOf(columns, column);
        return index < 0 ? "" : row[index];
    }

    string? Optional(string column) => Cell(column) is { Length: > 0 } text ? text : null;

    void Fault(string column, string value, string expected) =>
        faults.Add($"line {line}: column '{column}': '{value}' is not {expected}");

    string Name(string column)
    {
        string value = Cell(column);
        bool valid = value.Length > 0 && value[0] != '.' && value.All(ManifestColumns.IsNameCharacter);
        if (value.Length == 0) faults.Add($"line {line}: column '{column}' is empty; expected a name");
        else if (!valid) Fault(column, value, $"a name that can stand in a file name ({NameRule})");
        return value;
    }

    string? FilePath(string column, bool required)
    {
        string value = Cell(column);
        if (value.Length == 0)
        {
            if (required) faults.Add($"line {line}: column '{column}' is empty; expected the path of a file");
            return null;
        }
        if (value.Contains('\0'))
        {
            Fault(column, value.Replace("\0", "\\0"), "a path");
            return null;
        }
        string full = Path.GetFullPath(Path.Combine(folder, value));
        string root = Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;
        if (!Path.IsPathRooted(value) && !full.StartsWith(root, StringComparison.Ordinal))
            Fault(column, value, "below the manifest's folder; write the full path of a file that lies elsewhere");
        else if (checkFiles && !File.Exists(full))
            faults.Add($"line {line}: column '{column}': there is no file '{value}' ({full})");
        return full;
    }

    double? Number(string column)
    {
        string value = Cell(column);
        if (value.Length == 0) return null;
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) && number >= 0)
            return number;
        Fault(column, value, "a number of 0 or more (with a decimal point)");
        return null;
    }

    Subset? ReadSplit()
    {
        string value = Cell(ManifestColumns.Split);
        if (value.Length == 0) return null;
        if (SubsetNames.TryParse(value, out Subset subset)) return subset;
        Fault(ManifestColumns.Split, value, "train, validation or test");
        return null;
    }

    ImmutableSortedDictionary<string, int?> ReadFindings()
    {
        if (findings.Length == 0) return Case.NoFindings;
        // Most rows of hundreds of thousands say the same as another one
        string cells = string.Join(',', findings.Select(f => row[f.Index]));
        if (seenFindings.TryGetValue(cells, out var seen)) return seen;
        int faultsBefore = faults.Count;
        var read = Case.NoFindings.AddRange(findings.Select(f => KeyValuePair.Create(f.Name, Finding(columns[f.Index]))));
        if (faults.Count == faultsBefore) seenFindings[cells] = read;
        return read;
    }

    int? Finding(string column)
    {
        string value = Cell(column);
        if (value.Length == 0) return null;
        // CheXpert writes 1.0 and -1.0
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is 1 or 0 or -1)
            return (int)number;
        Fault(column, value, "1 (present), 0 (absent), -1 (uncertain) or blank");
        return null;
    }

    ImmutableSortedDictionary<string, string> ReadExtra() => unknown.Length == 0 ? Case.NoExtra
        : Case.NoExtra.AddRange(unknown.Where(c => row[c.Index].Length > 0).Select(c => KeyValuePair.Create(c.Name, row[c.Index])));
}
