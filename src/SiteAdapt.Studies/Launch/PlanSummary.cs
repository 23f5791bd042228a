namespace SiteAdapt.Studies;

/// <summary>How much of a kind of unit a plan has.</summary>
/// <param name="Shared">Units that more than one other unit or result needs.</param>
public sealed record KindSummary(UnitKind Kind, int Total, int Shared, int Done)
{
    public int ToDo => Total - Done;

    public static IReadOnlyList<KindSummary> Of(StudyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return
        [
            .. Enum.GetValues<UnitKind>().Select(kind =>
            {
                List<PlannedUnit> units = [.. plan.Units.Where(unit => unit.Kind == kind)];
                return new KindSummary(kind, units.Count, units.Count(unit => unit.Uses > 1), units.Count(unit => plan.FolderOf(unit).IsDone));
            }),
        ];
    }
}
