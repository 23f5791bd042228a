using System.Globalization;
using System.Text;
using System.Text.Json;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>What a study found of the methods, for who has too few patients to find out.</summary>
/// <param name="From">Where the numbers are from.</param>
/// <param name="Budget">What the adapted models were trained on.</param>
public sealed record EarlierStudy(string From, string Metric, string Budget, IReadOnlyList<EarlierFinding> Findings);

/// <summary>Means over the pairs of sites and seeds of a study.</summary>
/// <param name="Gain">On the target, over no adaptation; null where that was not evaluated.</param>
/// <param name="SourceChange">Null where the source was not evaluated.</param>
public sealed record EarlierFinding(string Method, int Runs, double Score, double? Gain, double? SourceChange);

/// <summary>Reads results of studies: <c>NAME.results.json</c> of <c>study run</c> and <c>demo</c>, and the table that comes with the program.</summary>
public static class EarlierStudies
{
    const string Shipped = "six-sites.csv";

    sealed record Row(string Method, string Cell, string Budget, int Patients, double Score, double? SourceChange);

    /// <summary>The program's own: six pairs of sites rendered from real head anatomies, brain masks (docs/results.md).</summary>
    public static EarlierStudy OfProgram()
    {
        string[] lines = Encoding.UTF8.GetString(EmbeddedFile.Read(Shipped)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        List<string> columns = [.. lines[0].Trim().Split(',')];
        return Summary("docs/results.md, six pairs of simulated sites, brain masks; other images than yours", "surface_dice", [.. lines.Skip(1).Select(line => line.Trim().Split(',')).Select(cells =>
        {
            string Text(string name) => cells[columns.IndexOf(name)];
            double Number(string name) => double.Parse(Text(name), CultureInfo.InvariantCulture);
            return new Row(Text("method"), $"{Text("source")} {Text("target")} {Text("seed")} {Text("optimizer")}", $"{Text("patients")} patients, {Text("slices")} slices", (int)Number("patients"),
                Number("target_surface_dice"), Number("source_surface_dice_after") - Number("source_surface_dice_before"));
        })]);
    }

    /// <exception cref="InputException">The file is not the results of a study, or has none of this metric.</exception>
    public static EarlierStudy Read(string path, string metric)
    {
        try
        {
            List<Row> rows = [.. JsonSerializer.Deserialize<List<StudyRow>>(File.ReadAllBytes(path), Json.Pretty)!.Where(row => row.Metric == metric && row.OnTarget is not null).Select(Of)];
            return rows.Count > 0 ? Summary(path, metric, rows) : throw new InputException($"{path}: has no results of {metric}.");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw new InputException($"--studies: {path}: cannot be read ({fault.Message}). Expected the NAME.results.json of a 'study run'.", fault);
        }
    }

    static Row Of(StudyRow row) => new(row.Method, $"{row.Source} {row.Target} {row.Seed} {row.Optimizer} {row.NormStatistics}", row.Budget,
        int.TryParse(row.Budget.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int patients) ? patients : 0, row.OnTarget!.Mean,
        row.SourceAfter is { } after && row.SourceBefore is { } before ? after.Mean - before.Mean : null);

    /// <summary>The smallest budget: whoever asks has one patient. Bounds have none and are compared with.</summary>
    static EarlierStudy Summary(string from, string metric, List<Row> rows)
    {
        var none = rows.Where(row => row.Method == MethodNames.None).GroupBy(row => row.Cell).ToDictionary(cell => cell.Key, cell => cell.First().Score);
        List<Row> adapted = [.. rows.Where(row => row.Method is not (MethodNames.None or MethodNames.AllTargetData) && row.Patients > 0 && double.IsFinite(row.Score))];
        int least = adapted.Count == 0 ? 0 : adapted.Min(row => row.Patients);
        List<Row> chosen = [.. adapted.Where(row => row.Patients == least), .. rows.Where(row => row.Method == MethodNames.None && double.IsFinite(row.Score))];
        return new EarlierStudy(from, metric, least == 1 ? "1 patient" : $"{least} patients",
        [
            .. chosen.GroupBy(row => row.Method).OrderByDescending(method => method.Average(row => row.Score)).Select(method => new EarlierFinding(method.Key, method.Count(), method.Average(row => row.Score),
                method.All(row => none.ContainsKey(row.Cell)) ? method.Average(row => row.Score - none[row.Cell]) : null,
                method.All(row => row.SourceChange is not null) ? method.Average(row => row.SourceChange!.Value) : null)),
        ]);
    }
}
