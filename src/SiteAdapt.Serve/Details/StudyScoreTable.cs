using SiteAdapt.Imaging;
using SiteAdapt.Studies;

namespace SiteAdapt.Serve;

/// <summary>All scores of a study: an entry for each evaluation that is done, in the order of its tables.</summary>
/// <param name="Metrics">That the cases have, the one that the study is judged by first.</param>
sealed record ScoreTable(IReadOnlyList<MetricColumn> Metrics, IReadOnlyList<ScoredModel> Models, int Missing);

sealed record MetricColumn(string Key, string Name, bool IsFraction, bool HigherIsBetter)
{
    public static MetricColumn Of(MetricText metric) => new(metric.Key, metric.Name, metric.IsFraction, metric.HigherIsBetter);
}

/// <summary>One model on one site.</summary>
/// <param name="Place">"target", or "source": what is left of what it knew.</param>
/// <param name="Unit">Names the evaluation.</param>
/// <param name="Auc">Classification: mean over the findings.</param>
sealed record ScoredModel(
    string Unit, string Method, string Color, string Source, string Target, string Budget, string Optimizer, long Seed, string NormStatistics, string Place, string Site,
    double? Auc, IReadOnlyList<CaseScores> Cases);

/// <summary>A case: means over its structures, in the order of the metrics; null where there is no finite value.</summary>
sealed record CaseScores(string Case, string Subject, IReadOnlyList<double?> Values)
{
    public static IReadOnlyList<CaseScores> Of(ScoresFile file, IReadOnlyList<MetricText> metrics) =>
        [.. file.Cases.GroupBy(item => (item.Case, item.Subject)).Select(item => new CaseScores(item.Key.Case, item.Key.Subject, [.. metrics.Select(metric => Finite(PatientValues.Mean(item, metric.Key)))]))];

    static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>Reads the scores of a study; a file once, for a unit that is done does not change.</summary>
sealed class StudyScoreTable(ServedFolder folder, StudyPlans plans)
{
    readonly FileCache<ScoresFile?> files = new(Read);

    public ScoreTable Of(string? path)
    {
        var plan = plans.Of(path);
        var (headline, looks) = (MetricText.HeadlineOf(plan.Study), MethodLooks.Of(plan.Study));
        List<(PlannedResult Result, PlannedUnit Unit, string Place)> wanted =
        [
            .. plan.Results.SelectMany(result => result.Target.Select(unit => (result, unit, "target")).Concat(result.SourceAfter.Select(unit => (result, unit, "source")))),
        ];
        var there = wanted.Select(item => (item.Result, item.Unit, item.Place, File: FileOf(plan, item.Unit))).Where(item => item.File is not null).ToList();
        List<MetricText> metrics =
        [
            headline,
            .. there.SelectMany(item => item.File!.Cases).SelectMany(item => item.Values.Keys).Distinct(StringComparer.Ordinal)
                .Where(key => key != headline.Key).Order(StringComparer.Ordinal).Select(key => MetricText.Of(key, plan.Study)),
        ];
        return new ScoreTable([.. metrics.Select(MetricColumn.Of)],
            [.. there.Select(item => Model(item.Result, item.Unit, item.Place, item.File!, metrics, looks))], wanted.Count - there.Count);
    }

    ScoresFile? FileOf(StudyPlan plan, PlannedUnit unit)
    {
        var at = plan.FolderOf(unit);
        return at.IsDone && folder.Inside(at.Scores) is { } file ? files.Of(file) : null;
    }

    static ScoredModel Model(PlannedResult result, PlannedUnit unit, string place, ScoresFile file, List<MetricText> metrics, MethodLooks looks) => new(
        unit.Reference.Hash[..UnitReference.NameLength], result.Method.Label, looks.Color(result.Method.Label), result.Pair.SourceName, result.Pair.Target, BudgetName.Of(result.Budget),
        result.Optimizer.ToString().ToLowerInvariant(), result.Seed, result.NormStatistics.ToString().ToLowerInvariant(), place, file.Site, file.Findings?.MeanAuc,
        CaseScores.Of(file, metrics));

    static ScoresFile? Read(string file)
    {
        try
        {
            return ScoresFile.Read(file);
        }
        catch (InputException)
        {
            return null; // counted as missing
        }
    }
}
