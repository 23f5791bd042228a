namespace SiteAdapt.Studies;

/// <summary>
/// Which unit may start when: a unit is ready when all its inputs are done, and blocked when one of them failed. Knows nothing
/// of processes. Every change costs as much as the unit has dependants, however large the study is.
/// </summary>
public sealed class StudySchedule
{
    readonly Dictionary<PlannedUnit, UnitState> states = [];
    readonly Dictionary<PlannedUnit, int> missing = [];
    readonly Dictionary<PlannedUnit, List<PlannedUnit>> dependants = [];
    readonly SortedSet<PlannedUnit> ready;
    readonly int[] counts = new int[Enum.GetValues<UnitState>().Length];

    public StudySchedule(StudyPlan plan, Func<PlannedUnit, bool> isDone)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(isDone);
        Dictionary<PlannedUnit, int> place = [];
        foreach (var unit in plan.Units) place[unit] = place.Count;
        ready = new SortedSet<PlannedUnit>(Comparer<PlannedUnit>.Create((a, b) => place[a].CompareTo(place[b])));
        foreach (var unit in plan.Units)
        {
            (states[unit], missing[unit], dependants[unit]) = (UnitState.Waiting, unit.Inputs.Count, []);
            counts[(int)UnitState.Waiting]++;
            foreach (var input in unit.Inputs) dependants[input].Add(unit);
        }
        foreach (var unit in plan.Units.Where(unit => missing[unit] == 0)) Set(unit, UnitState.Ready);
        foreach (var unit in Satisfied(plan, isDone)) Done(unit);
    }

    /// <summary>
    /// Done units, and those that only done units need: whoever has the scores may delete the models, and nothing is computed
    /// again for them.
    /// </summary>
    List<PlannedUnit> Satisfied(StudyPlan plan, Func<PlannedUnit, bool> isDone)
    {
        HashSet<PlannedUnit> needed = [];
        foreach (var unit in plan.Units.Reverse())
            if ((unit.Kind == UnitKind.Evaluate || dependants[unit].Any(needed.Contains)) && !isDone(unit)) needed.Add(unit);
        return [.. plan.Units.Where(unit => !needed.Contains(unit))];
    }

    public int this[UnitState state] => counts[(int)state];

    public UnitState Of(PlannedUnit unit) => states[unit];

    /// <summary>Units that could start, in the order of the stages.</summary>
    public IReadOnlyCollection<PlannedUnit> Ready => ready;

    public IEnumerable<PlannedUnit> In(UnitState state) => states.Where(pair => pair.Value == state).Select(pair => pair.Key);

    /// <summary>Units that wait for this one and for nothing else.</summary>
    public IEnumerable<PlannedUnit> OnlyWaitingFor(PlannedUnit unit) => dependants[unit].Where(dependant => states[dependant] == UnitState.Waiting && missing[dependant] == 1);

    public void Start(PlannedUnit unit) => Set(unit, UnitState.Running);

    public void Done(PlannedUnit unit)
    {
        if (states[unit] == UnitState.Done) return;
        Set(unit, UnitState.Done);
        foreach (var dependant in dependants[unit])
            if (--missing[dependant] == 0 && states[dependant] is UnitState.Waiting or UnitState.Blocked) Set(dependant, UnitState.Ready);
    }

    /// <summary>It stopped before its end and may start again.</summary>
    public void Again(PlannedUnit unit) => Set(unit, missing[unit] == 0 ? UnitState.Ready : UnitState.Waiting);

    public void Fail(PlannedUnit unit)
    {
        Set(unit, UnitState.Failed);
        Block(unit);
    }

    void Block(PlannedUnit unit)
    {
        foreach (var dependant in dependants[unit])
        {
            if (states[dependant] is UnitState.Done or UnitState.Failed or UnitState.Blocked) continue;
            Set(dependant, UnitState.Blocked);
            Block(dependant);
        }
    }

    void Set(PlannedUnit unit, UnitState state)
    {
        counts[(int)states[unit]]--;
        counts[(int)state]++;
        states[unit] = state;
        if (state == UnitState.Ready) ready.Add(unit);
        else ready.Remove(unit);
    }
}
