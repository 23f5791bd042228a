namespace SiteAdapt.Studies;

/// <summary>How much of a kind of unit a plan has.</summary>
/// <param name="Shared">Units that more than one other unit or result needs.</param>
/// <param name="Done">Units whose results are there.</param>
/// <param name="ToDo">Units that <c>study run</c> would do; not those that only finished units need.</param>
public sealed record KindSummary(UnitKind Kind, int Total, int Shared, int Done, int ToDo)
{
    public static IReadOnlyList<KindSummary> Of(StudyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var done = plan.Units.Where(unit => plan.FolderOf(unit).IsDone).ToHashSet();
        var schedule = new StudySchedule(plan, done.Contains);
        return
        [
            .. Enum.GetValues<UnitKind>().Select(kind =>
            {
                List<PlannedUnit> units = [.. plan.Units.Where(unit => unit.Kind == kind)];
                return new KindSummary(kind, units.Count, units.Count(unit => unit.Uses > 1), units.Count(done.Contains), units.Count(unit => schedule.Of(unit) != UnitState.Done));
            }),
        ];
    }
}
