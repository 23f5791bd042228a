using SiteAdapt.Imaging;

namespace SiteAdapt.Studies;

/// <summary>Reads what the units of an advice found.</summary>
public static class AdviceScores
{
    /// <param name="leftOut">What could not be scored and is in no number, in words.</param>
    /// <exception cref="InputException">Held-out patients cannot be scored.</exception>
    public static IReadOnlyList<CandidateScores> Candidates(AdvicePlan plan, out IReadOnlyList<string> leftOut)
    {
        ArgumentNullException.ThrowIfNull(plan);
        List<string> methods = [.. plan.Cells.Select(cell => cell.Method).Distinct()];
        var found = methods.Select(method =>
        {
            int most = plan.Cells.Where(cell => cell.Method == method).Max(cell => cell.Patients);
            return (Method: method, Target: Target(plan, method, most), Source: SourceChange(plan, method, most));
        }).ToList();
        var target = CommonValues.Of([.. found.Select(entry => (entry.Method, entry.Target))]);
        if (target.Keys.Count == 0) throw new InputException($"{plan.Study.Study.Results}: no held-out part of the target could be scored; of classification, a fold needs images with and without a finding. Annotate more patients.");
        var source = CommonValues.Of([.. found.Select(entry => (entry.Method, entry.Source))]);
        leftOut = [.. new[] { target.LeftOut("the target"), source.LeftOut("the source") }.OfType<string>()];
        return [.. found.Select(entry => new CandidateScores(entry.Method, target.Cut(entry.Target), source.Cut(entry.Source)))];
    }

    public static LearningCurve Curve(AdvicePlan plan, string method)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new LearningCurve(plan.Cells.Where(cell => cell.Method == method).Select(cell => cell.Patients).Distinct()
            .ToDictionary(size => size, IReadOnlyDictionary<string, double> (size) => Target(plan, method, size).Where(value => double.IsFinite(value.Value)).ToDictionary()));
    }

    /// <summary>NaN where there is no score.</summary>
    static Dictionary<string, double> Target(AdvicePlan plan, string method, int patients) =>
        plan.Cells.Where(cell => cell.Method == method && cell.Patients == patients)
            .SelectMany(cell => Values(Read(plan, cell.OnTarget), cell.Fold)).ToDictionary();

    /// <summary>After minus before, averaged over the folds' models; NaN where one of them has no score.</summary>
    static Dictionary<string, double> SourceChange(AdvicePlan plan, string method, int patients)
    {
        var before = plan.Cells.Where(cell => cell.Method == MethodNames.None).ToDictionary(cell => cell.Fold);
        return plan.Cells.Where(cell => cell.Method == method && cell.Patients == patients)
            .SelectMany(cell => cell.OnSource.Zip(before[cell.Fold].OnSource))
            .SelectMany(pair => Values(Read(plan, pair.First), null).Join(Values(Read(plan, pair.Second), null), after => after.Key, then => then.Key, (after, then) => (after.Key, Change: after.Value - then.Value)))
            .GroupBy(change => change.Key)
            .ToDictionary(group => group.Key, group => group.Average(change => change.Change));
    }

    /// <summary>By patient; an AUC is one of a fold, or of a site.</summary>
    static IEnumerable<KeyValuePair<string, double>> Values(ScoresFile file, int? fold) => file.Findings is { } findings
        ? [new(fold is { } number ? $"fold {number + 1}" : file.Site, findings.MeanAuc ?? double.NaN)]
        : PatientValues.Of(file, file.Metric).Select(patient => KeyValuePair.Create(patient.Subject, patient.Value));

    static ScoresFile Read(AdvicePlan plan, PlannedUnit unit) => ScoresFile.Read(plan.Study.FolderOf(unit).Scores);
}
