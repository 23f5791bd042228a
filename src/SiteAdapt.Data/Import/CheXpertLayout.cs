using System.Globalization;
using System.Text.RegularExpressions;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// CheXpert: <c>train.csv</c> and <c>valid.csv</c> with a path, sex, age, view and 14 observations each (1, 0, -1 for uncertain,
/// blank). Blank is "not mentioned" and counts as absent, as its authors say (stanfordmlgroup/chexpert-labeler#9); -1 is kept.
/// </summary>
public static partial class CheXpertLayout
{
    const string PathColumn = "Path", Sex = "Sex", Age = "Age", Frontal = "Frontal/Lateral", View = "AP/PA";
    static readonly string[] Lists = ["train.csv", "valid.csv"];

    /// <summary>As the tables write them, and as they are called here: <c>Effusion</c> is the name that other data sets use.</summary>
    static readonly (string Column, string Finding)[] Observations =
    [
        .. new[]
        {
            "No Finding", "Enlarged Cardiomediastinum", "Cardiomegaly", "Lung Opacity", "Lung Lesion", "Edema", "Consolidation", "Pneumonia", "Atelectasis",
            "Pneumothorax", "Pleural Effusion", "Pleural Other", "Fracture", "Support Devices",
        }.Select(column => (column, column == "Pleural Effusion" ? "Effusion" : column)),
    ];

    static readonly string[] Required = [PathColumn, Sex, Age, Frontal, View, .. Observations.Select(o => o.Column)];

    // CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg
    [GeneratedRegex(@"^(?<root>[^/\\]+)/(?<rest>[^/\\]+/(?<patient>patient\d+)/(?<study>study\d+)/view\d+_(frontal|lateral)\.(jpg|jpeg|png))$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ImagePath();

    /// <summary>Reads the tables in a folder, or in the folder <c>CheXpert...</c> in it.</summary>
    /// <exception cref="InputException">No table, a malformed row, or missing images.</exception>
    public static ImportResult Import(string folder, RadiographOptions? options = null)
    {
        string home = Home(folder);
        var rows = new RadiographRows("chexpert", options ?? new RadiographOptions());
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (string list in Lists.Select(name => Path.Combine(home, name)).Where(File.Exists))
        {
            LabelTable table = LabelTable.Read(list, Required);
            foreach (CsvTable.Row row in table.Rows)
                if (table.IsComplete(row, table.Columns.Length)) AddRow(table, row, home, ids, rows);
            table.Faults.ThrowIfAny();
        }
        return rows.ToResult(folder, [.. Observations.Select(o => o.Finding)], ["'Pleural Effusion' is called 'Effusion', as in other data sets"]);
    }

    static string Home(string folder)
    {
        string root = Path.GetFullPath(folder);
        if (!Directory.Exists(root)) throw new InputException($"{folder}: there is no such folder");
        string[] candidates = [root, .. Directory.GetDirectories(root, "CheXpert*").Order(StringComparer.Ordinal)];
        return candidates.FirstOrDefault(c => Lists.Any(list => File.Exists(Path.Combine(c, list)))) ??
            throw new InputException($"{folder}: found neither train.csv nor valid.csv in it or in a folder CheXpert... in it");
    }

    static void AddRow(LabelTable table, CsvTable.Row row, string home, HashSet<string> ids, RadiographRows rows)
    {
        Match match = ImagePath().Match(table.Cell(row, PathColumn));
        if (!match.Success) table.Fault(row, PathColumn, "a path such as CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg");
        string id = $"{match.Groups["patient"]}_{match.Groups["study"]}_{Path.GetFileNameWithoutExtension(match.Value)}";
        if (match.Success && !ids.Add(id)) table.Faults.Add($"line {row.Line}: column '{PathColumn}': '{match.Value}' stands there a second time");
        bool lateral = table.Cell(row, Frontal) == "Lateral";
        if (!lateral && table.Cell(row, Frontal) != "Frontal") table.Fault(row, Frontal, "Frontal or Lateral");
        double? age = table.Cell(row, Age).Length == 0 ? null : rows.Age(Number(table, row, Age));
        int?[] labels = [.. Observations.Select(o => Label(table, row, o.Column))];
        if (table.Faults.Any) return;
        string sex = table.Cell(row, Sex), view = table.Cell(row, View);
        rows.Add(new Case
        {
            Id = id,
            Subject = match.Groups["patient"].Value,
            Site = "",
            Image = Locate(home, match),
            Age = age,
            Sex = sex is "Male" or "Female" ? sex[..1] : null,
            Findings = rows.Findings(string.Join(',', labels), () => Observations.Zip(labels, (o, label) => KeyValuePair.Create(o.Finding, label))),
            Extra = Case.NoExtra.Add("view", lateral ? "lateral" : view.Length == 0 ? "frontal" : view).Add("study", match.Groups["study"].Value),
        }, view, lateral);
    }

    /// <summary>Paths begin with the release's folder: the tables lie in it, or beside it.</summary>
    static string Locate(string home, Match match)
    {
        bool beside = Path.GetFileName(home) != match.Groups["root"].Value && Directory.Exists(Path.Combine(home, match.Groups["root"].Value));
        return beside ? Path.Combine(home, match.Value) : Path.Combine(home, match.Groups["rest"].Value);
    }

    static int? Label(LabelTable table, CsvTable.Row row, string column)
    {
        if (table.Cell(row, column).Length == 0) return 0;
        double value = Number(table, row, column, -1);
        if (value is 1 or 0 or -1) return (int)value;
        if (double.IsFinite(value)) table.Fault(row, column, "1, 0, -1 or blank");
        return null;
    }

    static double Number(LabelTable table, CsvTable.Row row, string column, double least = 0)
    {
        if (double.TryParse(table.Cell(row, column), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least) return value;
        table.Fault(row, column, least < 0 ? "1, 0, -1 or blank" : "a number of 0 or more");
        return double.NaN;
    }
}
