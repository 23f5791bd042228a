namespace SiteAdapt.Studies;

/// <summary>Seconds a step or a case takes: what units of the study took, else what was measured on this machine.</summary>
public sealed class WorkRates
{
    /// <summary>Finished units of a kind that are looked at when a study is opened.</summary>
    const int Sample = 12;

    readonly Dictionary<WorkKind, (double Seconds, long Parts)> seen = [];
    readonly IReadOnlyDictionary<WorkKind, double> measured;

    public WorkRates(StudyPlan plan, IReadOnlyDictionary<WorkKind, double> measured)
    {
        ArgumentNullException.ThrowIfNull(plan);
        this.measured = measured;
        foreach (var group in plan.Units.GroupBy(unit => WorkKind.Of(unit.Record)))
            foreach (var done in group.Select(unit => plan.FolderOf(unit)).Where(folder => folder.IsDone).Take(Sample).Select(folder => folder.Done))
                Add(group.Key, done);
    }

    public void Add(WorkKind kind, UnitDone? done)
    {
        if (done is not { Parts: > 0 }) return;
        var (seconds, parts) = seen.GetValueOrDefault(kind);
        seen[kind] = (seconds + done.Seconds, parts + done.Parts);
    }

    /// <summary>Null where nothing is known.</summary>
    public double? SecondsPerPart(WorkKind kind) =>
        seen.TryGetValue(kind, out var times) ? times.Seconds / times.Parts : measured.TryGetValue(kind, out double seconds) ? seconds : null;
}
