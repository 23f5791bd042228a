namespace SiteAdapt.Studies;

/// <summary>What a study's folders and its cluster's queue say: how far each unit is, who works, what failed and why, what waits for what.</summary>
public sealed record StudyStatus(IReadOnlyDictionary<UnitKind, IReadOnlyDictionary<UnitState, int>> Counts, IReadOnlyList<RunningUnit> Running, IReadOnlyList<FailedUnit> Failed)
{
    /// <summary>Units that others wait for, those with the most first.</summary>
    public IReadOnlyList<AwaitedUnit> Awaited { get; private init; } = [];

    /// <summary>Units that could start, were given to Slurm and are no longer in its queue.</summary>
    public IReadOnlyList<PlannedUnit> Lost { get; private init; } = [];

    /// <summary>Units that are left and in no queue.</summary>
    public int NotQueued { get; private init; }

    public int this[UnitState state] => Counts.Values.Sum(kind => kind.GetValueOrDefault(state));

    /// <param name="jobs">The study's jobs; null: it runs on this machine.</param>
    public static StudyStatus Of(StudyPlan plan, StudyJobs? jobs = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        jobs ??= StudyJobs.None;
        var (running, failed) = (new List<RunningUnit>(), new List<FailedUnit>());
        var schedule = new StudySchedule(plan, unit => plan.FolderOf(unit).IsDone);
        var onNodes = jobs.Elements.Where(element => element.Job.State == "RUNNING").Select(element => element.Units.FirstOrDefault(unit => schedule.Of(unit) != UnitState.Done)).OfType<PlannedUnit>().ToHashSet();
        foreach (var unit in plan.Units)
        {
            var folder = plan.FolderOf(unit);
            if (schedule.Of(unit) == UnitState.Done || !Directory.Exists(folder.Path)) continue;
            if (folder.Failure is { } failure && !folder.IsBusy)
            {
                schedule.Fail(unit);
                failed.Add(new FailedUnit(unit, failure));
            }
            else if (onNodes.Contains(unit) || folder.IsBusy)
            {
                schedule.Start(unit);
                running.Add(new RunningUnit(unit, folder.Progress));
            }
        }
        List<PlannedUnit> idle = [.. plan.Units.Where(unit => schedule.Of(unit) is UnitState.Ready or UnitState.Waiting && jobs.Of(unit) is null)];
        return new StudyStatus(
            plan.Units.GroupBy(unit => unit.Kind).ToDictionary(kind => kind.Key,
                IReadOnlyDictionary<UnitState, int> (kind) => kind.GroupBy(schedule.Of).ToDictionary(state => state.Key, state => state.Count())),
            running, failed)
        {
            Awaited = AwaitedUnit.Of(plan, schedule),
            Lost = [.. idle.Where(unit => schedule.Of(unit) == UnitState.Ready && jobs.LastOf(unit) is not null)],
            NotQueued = idle.Count,
        };
    }
}

public sealed record FailedUnit(PlannedUnit Unit, UnitFailure Failure);
