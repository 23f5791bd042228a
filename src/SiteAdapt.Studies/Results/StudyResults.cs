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
        "method", "source", "target", "budget", "optimizer", "seed", "norm_statistics", "metric", "target_mean", "target_values", "target_missing",
        "source_before", "source_after", "source_values", "source_missing",
    ];

    /// <summary>Rows of all cells whose evaluations are done, in the order of the plan. The same scores give the same rows.</summary>
    public static IReadOnlyList<StudyRow> Collect(StudyScores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return [.. scores.Plan.Results.SelectMany(result => Rows(scores, result))];
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

    static IEnumerable<StudyRow> Rows(StudyScores scores, PlannedResult result)
    {
        if (scores.FilesOf(result.Target) is not { } target || scores.FilesOf(result.SourceBefore) is not { } before || scores.FilesOf(result.SourceAfter) is not { } after) yield break;
        foreach (string metric in target.Concat(after).SelectMany(MetricMean.MetricsOf).Distinct().Order(StringComparer.Ordinal))
        {
            var (onTarget, sourceBefore, sourceAfter) = (MetricMean.Of(target, metric), MetricMean.Of(before, metric), MetricMean.Of(after, metric));
            yield return new StudyRow(result.Method.Label, result.Pair.SourceName, result.Pair.Target, BudgetName.Of(result.Budget),
                result.Optimizer, result.Seed, result.NormStatistics, metric, onTarget, sourceBefore, sourceAfter, result.Budget);
        }
    }

    static void WriteFields(CsvWriter csv, StudyRow row)
    {
        foreach (string text in new[] { row.Method, row.Source, row.Target, row.Budget, row.Optimizer.ToString().ToLowerInvariant() }) csv.WriteField(text);
        csv.WriteField(row.Seed);
        csv.WriteField(row.NormStatistics.ToString().ToLowerInvariant());
        csv.WriteField(row.Metric);
        csv.WriteField(row.OnTarget?.Mean);
        csv.WriteField(row.OnTarget?.Values);
        csv.WriteField(row.OnTarget?.Missing);
        csv.WriteField(row.SourceBefore?.Mean);
        csv.WriteField(row.SourceAfter?.Mean);
        csv.WriteField(row.SourceAfter?.Values);
        csv.WriteField(row.SourceAfter?.Missing);
        csv.EndRecord();
    }
}

/// <summary>One metric of one cell: the target's mean, and the source's before and after adapting.</summary>
/// <param name="Budget">In words.</param>
/// <param name="OnTarget">Null where the study does not evaluate the target; so for the sources.</param>
/// <param name="Labels">The budget as numbers; null where the method has none.</param>
public sealed record StudyRow(
    string Method, string Source, string Target, string Budget, OptimizerKind Optimizer, long Seed, NormSource NormStatistics, string Metric,
    MetricMean? OnTarget, MetricMean? SourceBefore, MetricMean? SourceAfter, Budget? Labels = null);
