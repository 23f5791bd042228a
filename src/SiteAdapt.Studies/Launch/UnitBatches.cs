namespace SiteAdapt.Studies;

/// <summary>
/// What one process does. Starting a process and the tensor library takes about a second, so that a trained model is scored by
/// the process that trained it, and short units that are ready share one.
/// </summary>
public static class UnitBatches
{
    /// <summary>Most short units of one process: its end is when their results are seen.</summary>
    const int Most = 16;

    /// <summary>The next units for one process of <paramref name="jobs"/>, inputs first; empty where nothing is ready.</summary>
    public static IReadOnlyList<PlannedUnit> Next(StudySchedule schedule, int jobs)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (schedule.Ready.FirstOrDefault() is not { } first) return [];
        if (first.Kind is UnitKind.Pretrain or UnitKind.Adapt)
            return [first, .. schedule.OnlyWaitingFor(first).Where(unit => unit.Kind == UnitKind.Evaluate)];
        List<PlannedUnit> alike = [.. schedule.Ready.Where(unit => unit.Kind == first.Kind)];
        return alike[..Math.Clamp((alike.Count + jobs - 1) / jobs, 1, Math.Min(Most, alike.Count))];
    }
}
