using SiteAdapt.Imaging;

namespace SiteAdapt.Studies;

/// <summary>Reads what the units of an advice found.</summary>
public static class AdviceScores
{
    /// <exception cref="InputException">Held-out patients cannot be scored.</exception>
    public static IReadOnlyList<CandidateScores> Candidates(AdvicePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        List<string> methods = [.. plan.Cells.Select(cell => cell.Method).Distinct()];
        var found = methods.Select(method =>
        {
            int most = plan.Cells.Where(cell => cell.Method == method).Max(cell => cell.Patients);
            return (Method: method, Target: Target(plan, method, most), Source: SourceChange(plan, method, most));
        }).ToList();
        // A patient without a value for one method would make the others' means those of other patients.
        var common = found.Select(entry => entry.Target.Keys).Aggregate(IEnumerable<string> (a, b) => a.Intersect(b)).ToHashSet(StringComparer.Ordinal);
        if (common.Count == 0) throw new InputException($"{plan.Study.Study.Results}: no held-out part of the target could be scored; of classification, a fold needs images with and without a finding. Annotate more patients.");
        return [.. found.Select(entry => new CandidateScores(entry.Method, entry.Target.Where(value => common.Contains(value.Key)).ToDictionary(), entry.Source))];
    }

    public static LearningCurve Curve(AdvicePlan plan, string method)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new LearningCurve(plan.Cells.Where(cell => cell.Method == method).Select(cell => cell.Patients).Distinct()
            .ToDictionary(size => size, IReadOnlyDictionary<string, double> (size) => Target(plan, method, size)));
    }

    static Dictionary<string, double> Target(AdvicePlan plan, string method, int patients) =>
        plan.Cells.Where(cell => cell.Method == method && cell.Patients == patients)
            .SelectMany(cell => Values(Read(plan, cell.OnTarget), cell.Fold)).Where(value => double.IsFinite(value.Value)).ToDictionary();

    /// <summary>After minus before, averaged over the folds' models.</summary>
    static Dictionary<string, double> SourceChange(AdvicePlan plan, string method, int patients)
    {
        var before = plan.Cells.Where(cell => cell.Method == MethodNames.None).ToDictionary(cell => cell.Fold);
        return plan.Cells.Where(cell => cell.Method == method && cell.Patients == patients)
            .SelectMany(cell => cell.OnSource.Zip(before[cell.Fold].OnSource))
            .SelectMany(pair => Values(Read(plan, pair.First), null).Join(Values(Read(plan, pair.Second), null), after => after.Key, then => then.Key, (after, then) => (after.Key, Change: after.Value - then.Value)))
            .Where(change => double.IsFinite(change.Change)).GroupBy(change => change.Key)
            .ToDictionary(group => group.Key, group => group.Average(change => change.Change));
    }

    /// <summary>By patient; an AUC is one of a fold, or of a site.</summary>
    static IEnumerable<KeyValuePair<string, double>> Values(ScoresFile file, int? fold) => file.Findings is { } findings
        ? [new(fold is { } number ? $"fold {number + 1}" : file.Site, findings.MeanAuc ?? double.NaN)]
        : file.Cases.GroupBy(item => item.Subject).Select(subject => new KeyValuePair<string, double>(subject.Key, MetricMean.Of([.. subject], file.Metric)!.Mean));

    static ScoresFile Read(AdvicePlan plan, PlannedUnit unit) => ScoresFile.Read(plan.Study.FolderOf(unit).Scores);
}
