using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>All scores of a study that are there, read once; what the study asks for and has not is a missing value.</summary>
public sealed class StudyScores
{
    readonly Dictionary<UnitReference, ScoresFile> files = [];

    StudyScores(StudyPlan plan) => Plan = plan;

    public StudyPlan Plan { get; }

    /// <summary>Metrics of the scores, the one that the study is judged by first.</summary>
    public IReadOnlyList<MetricText> Metrics { get; private set; } = [];

    /// <summary>Reads the scores of all evaluations that are done.</summary>
    /// <exception cref="Imaging.InputException">A file cannot be read.</exception>
    public static StudyScores Read(StudyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var scores = new StudyScores(plan);
        foreach (var unit in plan.Units.Where(unit => unit.Kind == UnitKind.Evaluate))
        {
            var folder = plan.FolderOf(unit);
            if (folder.IsDone) scores.files[unit.Reference] = ScoresFile.Read(folder.Scores);
        }
        var headline = MetricText.HeadlineOf(plan.Study);
        scores.Metrics =
        [
            headline,
            .. scores.files.Values.SelectMany(MetricMean.MetricsOf).Distinct().Where(metric => metric != headline.Key)
                .Select(metric => MetricText.Of(metric, plan.Study)).OrderByDescending(metric => metric.IsFraction).ThenBy(metric => metric.Key, StringComparer.Ordinal),
        ];
        return scores;
    }

    /// <summary>The cells of the study's tables, in the order of the plan.</summary>
    public IReadOnlyList<CellScores> Of(MetricText metric) =>
    [
        .. Plan.Results.GroupBy(result => (result.Method.Label, result.Budget, result.Optimizer, result.NormStatistics)).Select(group =>
        {
            var first = group.First();
            return new CellScores(first.Method, first.Budget, first.Optimizer, first.NormStatistics, metric,
                Plan.Study.Evaluation.Target ? Set(metric.Key, group, result => result.Target, result => result.Pair.Target) : null,
                Plan.Study.Evaluation.Source ? Set(metric.Key, group, result => result.SourceAfter, result => result.Pair.Target) : null,
                Plan.Study.Evaluation.Source ? Set(metric.Key, group.DistinctBy(result => (result.Pair.SourceName, result.Seed)), result => result.SourceBefore, result => result.Pair.SourceName) : null);
        }),
    ];

    /// <summary>The scores of some evaluations; null while one of them is not done.</summary>
    public IReadOnlyList<ScoresFile>? FilesOf(IReadOnlyList<PlannedUnit> evaluations)
    {
        ArgumentNullException.ThrowIfNull(evaluations);
        List<ScoresFile> there = [.. evaluations.Select(unit => files.GetValueOrDefault(unit.Reference)).OfType<ScoresFile>()];
        return there.Count < evaluations.Count ? null : there;
    }

    ScoreSet Set(string metric, IEnumerable<PlannedResult> results, Func<PlannedResult, IReadOnlyList<PlannedUnit>> evaluations, Func<PlannedResult, string> target)
    {
        if (metric == MetricText.Auc)
            return ScoreSet.OfRuns(results.Select(result => new RunValue(result.Pair.SourceName, target(result), result.Seed, Auc(evaluations(result)))));
        return ScoreSet.OfCases(results.SelectMany(result => evaluations(result).SelectMany(unit =>
            Patients(unit, metric).Select(patient => new CaseValue(result.Pair.SourceName, target(result), result.Seed, SiteOf(unit), patient.Subject, patient.Value)))));
    }

    /// <summary>A value for every test patient that has a label, whether it is there or not.</summary>
    IEnumerable<(string Subject, double? Value)> Patients(PlannedUnit unit, string metric)
    {
        var values = files.TryGetValue(unit.Reference, out var file) ? PatientValues.Of(file, metric).ToDictionary(patient => patient.Subject, patient => patient.Value) : [];
        return Plan.Data.Cases(SiteOf(unit), Subset.Test).Where(item => item.IsLabelled).Select(item => item.Subject).Union(values.Keys)
            .Select(subject => (subject, values.TryGetValue(subject, out double value) ? value : (double?)null));
    }

    /// <summary>The mean over the sites; missing while one of them is not scored.</summary>
    double? Auc(IReadOnlyList<PlannedUnit> units) => FilesOf(units) is { } sites ? MetricMean.Of(sites, MetricText.Auc)?.Mean : null;

    static string SiteOf(PlannedUnit unit) => ((EvaluateUnit)unit.Record).Site;
}
