using System.Globalization;
using System.Text.RegularExpressions;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// ChestX-ray14 of the NIH: <c>Data_Entry_2017.csv</c> (or <c>_v2020</c>) with the findings of an image joined by "|", images in
/// <c>images_001/images</c> and so on, or in one folder. Where the published <c>test_list.txt</c> is there, its images are the test set.
/// </summary>
public static partial class ChestXray14Layout
{
    const string Index = "Image Index", Labels = "Finding Labels", Patient = "Patient ID", Age = "Patient Age", Sex = "Patient Gender", View = "View Position";
    const string NoFinding = "No Finding", TestList = "test_list.txt", TrainList = "train_val_list.txt";
    static readonly string[] Required = [Index, Labels, "Follow-up #", Patient, Age, Sex, View];

    static readonly string[] Findings =
    [
        "Atelectasis", "Cardiomegaly", "Consolidation", "Edema", "Effusion", "Emphysema", "Fibrosis", "Hernia", "Infiltration", "Mass", "Nodule",
        "Pleural_Thickening", "Pneumonia", "Pneumothorax",
    ];

    // Years; before 2020 also 058Y, 011M, 002D
    [GeneratedRegex(@"^(?<number>\d{1,3})(?<unit>[YMD]?)$", RegexOptions.CultureInvariant)]
    private static partial Regex AgeText();

    /// <summary>Reads the table in a folder.</summary>
    /// <exception cref="InputException">No table, a malformed row, missing images, or a patient in both lists.</exception>
    public static ImportResult Import(string folder, RadiographOptions? options = null)
    {
        string root = Path.GetFullPath(folder);
        if (!Directory.Exists(root)) throw new InputException($"{folder}: there is no such folder");
        string list = Directory.GetFiles(root, "Data_Entry_2017*.csv").Order(StringComparer.Ordinal).LastOrDefault() ??
            throw new InputException($"{folder}: found no Data_Entry_2017.csv or Data_Entry_2017_v2020.csv in it");
        LabelTable table = LabelTable.Read(list, Required);
        Dictionary<string, string> files = Images(root);
        HashSet<string> test = Names(root, TestList), train = Names(root, TrainList);
        var rows = new RadiographRows("chestxray14", options ?? new RadiographOptions());
        var subsets = new Dictionary<string, bool>(StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (CsvTable.Row row in table.Rows)
        {
            if (!table.IsComplete(row, Required.Max(column => Array.IndexOf(table.Columns, column)) + 1)) continue;
            string name = table.Cell(row, Index), patient = table.Cell(row, Patient);
            if (!ids.Add(name)) table.Faults.Add($"line {row.Line}: column '{Index}': '{name}' stands there a second time");
            bool inTest = test.Contains(name);
            if ((inTest || train.Contains(name)) && !subsets.TryAdd(patient, inTest) && subsets[patient] != inTest)
                table.Faults.Add($"line {row.Line}: patient {patient} has images in {TestList} and in {TrainList}; a subject has one subset (without these lists the program splits)");
            if (Read(table, row, rows) is { } read)
                rows.Add(read with { Image = files.GetValueOrDefault(name, Path.Combine(root, "images", name)), Split = inTest ? Subset.Test : null }, table.Cell(row, View), lateral: false);
        }
        table.Faults.ThrowIfAny();
        return rows.ToResult(folder, Findings, test.Count == 0 ? [] :
            [$"the test set is that of {TestList}; the program splits the other patients into training and validation"]);
    }

    static Case? Read(LabelTable table, CsvTable.Row row, RadiographRows rows)
    {
        string name = table.Cell(row, Index), labels = table.Cell(row, Labels);
        string[] present = labels == NoFinding ? [] : labels.Split('|');
        if (name.Length == 0 || !name.All(ManifestColumns.IsNameCharacter) || name[0] == '.') table.Fault(row, Index, "a file name such as 00000001_000.png");
        foreach (string unknown in present.Except(Findings))
            table.Faults.Add($"line {row.Line}: column '{Labels}': '{unknown}' is not one of its findings{ClosestName.Hint(unknown, Findings)}");
        if (!table.Cell(row, Patient).All(char.IsAsciiDigit) || table.Cell(row, Patient).Length == 0) table.Fault(row, Patient, "a number");
        Match age = AgeText().Match(table.Cell(row, Age));
        if (!age.Success) table.Fault(row, Age, "an age such as 58 or 058Y");
        if (table.Faults.Any) return null;
        string view = table.Cell(row, View), sex = table.Cell(row, Sex);
        return new Case
        {
            Id = Path.GetFileNameWithoutExtension(name),
            Subject = $"nih{table.Cell(row, Patient)}",
            Site = "",
            Image = "",
            Age = rows.Age(Years(age)),
            Sex = sex.Length > 0 ? sex : null,
            Findings = rows.Findings(labels, () => Findings.Select(f => KeyValuePair.Create<string, int?>(f, present.Contains(f) ? 1 : 0))),
            Extra = view.Length > 0 ? Case.NoExtra.Add("view", view) : Case.NoExtra,
        };
    }

    static double Years(Match age)
    {
        int number = int.Parse(age.Groups["number"].Value, CultureInfo.InvariantCulture);
        return age.Groups["unit"].Value switch { "M" => Math.Round(number / 12.0, 2), "D" => Math.Round(number / 365.25, 2), _ => number };
    }

    static Dictionary<string, string> Images(string root)
    {
        string[] parts = [.. Directory.GetDirectories(root, "images*").Order(StringComparer.Ordinal)];
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string folder in parts.SelectMany(p => new[] { Path.Combine(p, "images"), p }).Append(root).Where(Directory.Exists))
            foreach (string file in Directory.EnumerateFiles(folder, "*.png")) files.TryAdd(Path.GetFileName(file), file);
        return files;
    }

    static HashSet<string> Names(string root, string list)
    {
        string path = Path.Combine(root, list);
        return File.Exists(path) ? TextFile.Read(path).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal) : [];
    }
}
