namespace SiteAdapt.Studies;

/// <summary>A unit that runs or could run, and what cannot start before it is done.</summary>
/// <param name="Waiting">How many units of each kind wait for it, directly or through others.</param>
public sealed record AwaitedUnit(PlannedUnit Unit, UnitState State, IReadOnlyDictionary<UnitKind, int> Waiting)
{
    /// <summary>Those with the most units behind them first.</summary>
    public static IReadOnlyList<AwaitedUnit> Of(StudyPlan plan, StudySchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(schedule);
        Dictionary<PlannedUnit, HashSet<PlannedUnit>> causes = [];
        Dictionary<PlannedUnit, Dictionary<UnitKind, int>> awaited = [];
        foreach (var unit in plan.Units.Where(unit => schedule.Of(unit) == UnitState.Waiting)) // inputs come before
        {
            var mine = causes[unit] = [.. unit.Inputs.Where(input => schedule.Of(input) != UnitState.Done).SelectMany(IEnumerable<PlannedUnit> (input) => causes.GetValueOrDefault(input) ?? [input])];
            foreach (var cause in mine)
            {
                if (!awaited.TryGetValue(cause, out var kinds)) awaited[cause] = kinds = [];
                kinds[unit.Kind] = kinds.GetValueOrDefault(unit.Kind) + 1;
            }
        }
        return [.. awaited.Select(pair => new AwaitedUnit(pair.Key, schedule.Of(pair.Key), pair.Value)).OrderByDescending(unit => unit.Waiting.Values.Sum())];
    }
}
