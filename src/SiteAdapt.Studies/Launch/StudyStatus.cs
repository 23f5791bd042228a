namespace SiteAdapt.Studies;

/// <summary>What a study's folders say: how far each unit is, who works, what failed and why.</summary>
public sealed record StudyStatus(IReadOnlyDictionary<UnitKind, IReadOnlyDictionary<UnitState, int>> Counts, IReadOnlyList<RunningUnit> Running, IReadOnlyList<FailedUnit> Failed)
{
    public int this[UnitState state] => Counts.Values.Sum(kind => kind.GetValueOrDefault(state));

    public static StudyStatus Of(StudyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var (running, failed) = (new List<RunningUnit>(), new List<FailedUnit>());
        var schedule = new StudySchedule(plan, unit => plan.FolderOf(unit).IsDone);
        foreach (var unit in plan.Units)
        {
            var folder = plan.FolderOf(unit);
            if (schedule.Of(unit) == UnitState.Done || !Directory.Exists(folder.Path)) continue;
            if (folder.IsBusy)
            {
                schedule.Start(unit);
                running.Add(new RunningUnit(unit, folder.Progress));
            }
            else if (folder.Failure is { } failure)
            {
                schedule.Fail(unit);
                failed.Add(new FailedUnit(unit, failure));
            }
        }
        return new StudyStatus(
            plan.Units.GroupBy(unit => unit.Kind).ToDictionary(kind => kind.Key,
                IReadOnlyDictionary<UnitState, int> (kind) => kind.GroupBy(schedule.Of).ToDictionary(state => state.Key, state => state.Count())),
            running, failed);
    }
}

public sealed record FailedUnit(PlannedUnit Unit, UnitFailure Failure);
