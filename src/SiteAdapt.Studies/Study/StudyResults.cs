using System.Globalization;
using System.Text.Json;
using CsvHelper;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The results of a study so far, one row a cell and metric, from the scores of its evaluate units.</summary>
public static class StudyResults
{
    static readonly string[] Columns =
    [
        "method", "source", "target", "budget", "optimizer", "seed", "norm_statistics", "metric", "target_mean", "target_cases", "target_missing",
        "source_before", "source_after", "source_cases", "source_missing",
    ];

    /// <summary>Rows of all cells whose evaluations are done, in the order of the plan. The same scores give the same rows.</summary>
    public static IReadOnlyList<StudyRow> Collect(StudyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var read = new Dictionary<UnitReference, ScoresFile>();
        return [.. plan.Results.SelectMany(result => Rows(plan, result, read))];
    }

    /// <summary>Writes <c>NAME.results.csv</c> and <c>NAME.results.json</c> into the study's results.</summary>
    public static void Write(StudyPlan plan, IReadOnlyList<StudyRow> rows)
    {
        ArgumentNullException.ThrowIfNull(plan);
        string path = Path.Combine(plan.Study.Results, $"{plan.Study.Name}.results");
        AtomicFile.WriteText(path + ".json", JsonSerializer.Serialize(rows, Json.Pretty) + "\n");
        AtomicFile.Write(path + ".csv", stream =>
        {
            using var csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n", FormatProvider = CultureInfo.InvariantCulture }, leaveOpen: true);
            csv.WriteHeader(Columns);
            foreach (var row in rows) WriteFields(csv, row);
        });
    }

    static IEnumerable<StudyRow> Rows(StudyPlan plan, PlannedResult result, Dictionary<UnitReference, ScoresFile> read)
    {
        if (Scores(plan, result.Target, read) is not { } target || Scores(plan, result.SourceBefore, read) is not { } before
            || Scores(plan, result.SourceAfter, read) is not { } after) yield break;
        foreach (string metric in target.Concat(after).SelectMany(MetricMean.MetricsOf).Distinct().Order(StringComparer.Ordinal))
        {
            var (onTarget, sourceBefore, sourceAfter) = (MetricMean.Of(target, metric), MetricMean.Of(before, metric), MetricMean.Of(after, metric));
            yield return new StudyRow(result.Method.Label, result.Pair.SourceName, result.Pair.Target, BudgetName.Of(result.Budget),
                result.Optimizer, result.Seed, result.NormStatistics, metric, onTarget, sourceBefore, sourceAfter);
        }
    }

    /// <summary>The scores of some evaluations; null while one of them is not done.</summary>
    static List<ScoresFile>? Scores(StudyPlan plan, IReadOnlyList<PlannedUnit> units, Dictionary<UnitReference, ScoresFile> read)
    {
        var files = new List<ScoresFile>();
        foreach (var unit in units)
        {
            if (!read.TryGetValue(unit.Reference, out var file))
            {
                var folder = plan.FolderOf(unit);
                if (!folder.IsDone) return null;
                read[unit.Reference] = file = ScoresFile.Read(folder.Scores);
            }
            files.Add(file);
        }
        return files;
    }

    static void WriteFields(CsvWriter csv, StudyRow row)
    {
        foreach (string text in new[] { row.Method, row.Source, row.Target, row.Budget, row.Optimizer.ToString().ToLowerInvariant() }) csv.WriteField(text);
        csv.WriteField(row.Seed);
        csv.WriteField(row.NormStatistics.ToString().ToLowerInvariant());
        csv.WriteField(row.Metric);
        csv.WriteField(row.OnTarget?.Mean);
        csv.WriteField(row.OnTarget?.Cases);
        csv.WriteField(row.OnTarget?.Missing);
        csv.WriteField(row.SourceBefore?.Mean);
        csv.WriteField(row.SourceAfter?.Mean);
        csv.WriteField(row.SourceAfter?.Cases);
        csv.WriteField(row.SourceAfter?.Missing);
        csv.EndRecord();
    }
}

/// <summary>One metric of one cell: the target's mean, and the source's before and after adapting.</summary>
/// <param name="OnTarget">Null where the study does not evaluate the target; so for the sources.</param>
public sealed record StudyRow(
    string Method, string Source, string Target, string Budget, OptimizerKind Optimizer, long Seed, NormSource NormStatistics, string Metric,
    MetricMean? OnTarget, MetricMean? SourceBefore, MetricMean? SourceAfter);

/// <summary>A mean over cases and structures.</summary>
/// <param name="Cases">Values that the mean is over; of an AUC, findings.</param>
/// <param name="Missing">Values that do not exist, such as a distance to an empty mask; never part of the mean.</param>
public sealed record MetricMean(double Mean, int Cases, int Missing)
{
    const string Auc = "auc";

    public static IEnumerable<string> MetricsOf(ScoresFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Findings is null ? file.Cases.SelectMany(item => item.Values.Keys).Distinct() : [Auc];
    }

    /// <summary>Over all cases of some evaluations; null of none. An AUC is a value of a site, and its mean one over sites.</summary>
    public static MetricMean? Of(IReadOnlyList<ScoresFile> files, string metric)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (metric != Auc) return Of([.. files.SelectMany(file => file.Cases)], metric);
        List<ScoredFindings> sites = [.. files.Select(file => file.Findings).OfType<ScoredFindings>()];
        if (sites.Count == 0) return null;
        List<double> means = [.. sites.Select(site => site.MeanAuc).OfType<double>()];
        return new MetricMean(means.Count == 0 ? double.NaN : means.Average(), sites.Sum(site => site.Aucs.Count(auc => auc is not null)), sites.Sum(site => site.Aucs.Count(auc => auc is null)));
    }

    /// <summary>Null of no cases. Overlap of two empty masks counts as perfect, as in <see cref="Evaluation.Means"/>.</summary>
    public static MetricMean? Of(IReadOnlyList<ScoredCase> cases, string metric)
    {
        ArgumentNullException.ThrowIfNull(cases);
        if (cases.Count == 0) return null;
        List<double> values = [.. cases.Select(item => ValueOf(item, metric)).Where(value => !double.IsNaN(value))];
        return new MetricMean(values.Count == 0 ? double.NaN : values.Average(), values.Count, cases.Count - values.Count);
    }

    internal static double ValueOf(ScoredCase item, string metric)
    {
        double value = item.Values.GetValueOrDefault(metric, double.NaN);
        return metric is "dice" or "surface_dice" && item.Values.GetValueOrDefault("dice", 0) is double.NaN ? 1 : value;
    }
}
