using System.Globalization;
using System.Text;
using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>What a study found of the methods, for who has too few patients to find out.</summary>
/// <param name="From">Where the numbers are from.</param>
/// <param name="Optimizer">Of source models and adaptations.</param>
/// <param name="Budget">What the adapted models were trained on.</param>
/// <param name="NotFinite">Scores of this optimizer and budget that are no finite number, and in no mean.</param>
public sealed record EarlierStudy(string From, string Metric, OptimizerKind Optimizer, string Budget, IReadOnlyList<EarlierFinding> Findings, int NotFinite = 0);

/// <summary>Means over the pairs of sites and seeds of a study with one optimizer.</summary>
/// <param name="Gain">On the target, over no adaptation; null where that was not evaluated.</param>
/// <param name="SourceChange">Null where the source was not evaluated.</param>
public sealed record EarlierFinding(string Method, int Runs, double Score, double? Gain, double? SourceChange);

/// <summary>Reads results of studies: <c>NAME.results.json</c> of <c>study run</c> and <c>demo</c>, and the table that comes with the program.</summary>
public static class EarlierStudies
{
    const string Shipped = "six-sites.csv";

    sealed record Row(string Method, string Cell, OptimizerKind Optimizer, Budget? Labels, double Score, double? SourceChange);

    /// <summary>The program's own: six pairs of sites rendered from real head anatomies, brain masks (docs/results.md).</summary>
    public static EarlierStudy OfProgram()
    {
        string[] lines = Encoding.UTF8.GetString(EmbeddedFile.Read(Shipped)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        List<string> columns = [.. lines[0].Trim().Split(',')];
        var rows = lines.Skip(1).Select(line => line.Trim().Split(',')).Select(cells =>
        {
            string Text(string name) => cells[columns.IndexOf(name)];
            double Number(string name) => double.Parse(Text(name), CultureInfo.InvariantCulture);
            return new Row(Text("method"), $"{Text("source")} {Text("target")} {Text("seed")}", Enum.Parse<OptimizerKind>(Text("optimizer"), ignoreCase: true),
                Number("patients") > 0 ? new Budget((int)Number("patients"), (int)Number("slices")) : null,
                Number("target_surface_dice"), Number("source_surface_dice_after") - Number("source_surface_dice_before"));
        });
        return Summary("docs/results.md, six pairs of simulated sites, brain masks; other images than yours", "surface_dice", [.. rows]);
    }

    /// <summary>
    /// A summary for each optimizer; for <paramref name="optimizer"/> alone where the study has it. Rows with other normalisation
    /// statistics than the model's own are left out: nobody who asks has chosen them.
    /// </summary>
    /// <exception cref="InputException">The file is not the results of a study, or has none of this metric.</exception>
    public static IReadOnlyList<EarlierStudy> Read(string path, string metric, OptimizerKind? optimizer = null)
    {
        try
        {
            List<Row> rows = [.. JsonSerializer.Deserialize<List<StudyRow>>(File.ReadAllBytes(path), Json.Pretty)!
                .Where(row => row.Metric == metric && row.OnTarget is not null && row.NormStatistics == NormSource.Own).Select(Of)];
            List<Row> asked = [.. rows.Where(row => row.Optimizer == optimizer)];
            List<EarlierStudy> studies = [.. (asked.Count > 0 ? asked : rows).GroupBy(row => row.Optimizer).OrderBy(group => group.Key).Select(group => Summary(path, metric, [.. group]))];
            return studies.Count > 0 ? studies : throw new InputException($"{path}: has no results of {metric} with the models' own normalisation statistics.");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw new InputException($"--studies: {path}: cannot be read ({fault.Message}). Expected the NAME.results.json of a 'study run'.", fault);
        }
    }

    static Row Of(StudyRow row) => new(row.Method, $"{row.Source} {row.Target} {row.Seed}", row.Optimizer, row.Labels ?? BudgetName.Read(row.Budget), row.OnTarget!.Mean,
        row.SourceAfter is { } after && row.SourceBefore is { } before ? after.Mean - before.Mean : null);

    /// <summary>
    /// Of rows of one optimizer: the smallest number of patients, because whoever asks has one, and of that the most of their
    /// slices or images. Bounds have no budget and are compared with.
    /// </summary>
    static EarlierStudy Summary(string from, string metric, List<Row> rows)
    {
        List<Row> bounds = [.. rows.Where(row => row.Method == MethodNames.None)];
        var adapted = rows.Where(row => row.Labels is not null && row.Method is not (MethodNames.None or MethodNames.AllTargetData)).GroupBy(row => row.Labels!).ToList();
        // Without a number of patients, the fewest images; with one, all of these patients is what is asked about.
        var least = adapted.OrderBy(group => group.Key.Patients).ThenByDescending(group => group.Key.Patients == int.MaxValue ? -group.Key.Images : group.Key.Slices ?? group.Key.Images ?? int.MaxValue).FirstOrDefault();
        List<Row> chosen = [.. least?.ToList() ?? [], .. bounds];
        List<Row> finite = [.. chosen.Where(row => double.IsFinite(row.Score) && double.IsFinite(row.SourceChange ?? 0))];
        var none = bounds.Where(finite.Contains).GroupBy(row => row.Cell).ToDictionary(cell => cell.Key, cell => cell.First().Score);
        return new EarlierStudy(from, metric, rows[0].Optimizer, BudgetName.Of(least?.Key),
        [
            .. finite.GroupBy(row => row.Method).OrderByDescending(method => method.Average(row => row.Score)).Select(method => new EarlierFinding(method.Key, method.Count(), method.Average(row => row.Score),
                method.All(row => none.ContainsKey(row.Cell)) ? method.Average(row => row.Score - none[row.Cell]) : null,
                method.All(row => row.SourceChange is not null) ? method.Average(row => row.SourceChange!.Value) : null)),
        ], chosen.Count - finite.Count);
    }
}
