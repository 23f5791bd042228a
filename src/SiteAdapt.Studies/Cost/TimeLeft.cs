namespace SiteAdapt.Studies;

/// <summary>How long a launcher still has to go, kept up to date with every unit that is done.</summary>
sealed class TimeLeft
{
    readonly WorkRates rates;
    readonly Dictionary<WorkKind, long> left = [];

    public TimeLeft(StudyPlan plan, StudySchedule schedule, StepTimes times)
    {
        rates = new WorkRates(plan, times.Rates);
        foreach (var unit in plan.Units.Where(unit => schedule.Of(unit) != UnitState.Done)) Add(unit, 1);
    }

    public void Done(PlannedUnit unit, UnitDone? done)
    {
        Add(unit, -1);
        rates.Add(WorkKind.Of(unit.Record), done);
    }

    /// <summary>With so many processes; null while the time of some trainings is not known.</summary>
    public TimeSpan? Of(int jobs)
    {
        double seconds = 0;
        foreach (var (kind, parts) in left.Where(entry => entry.Value > 0))
        {
            if (rates.SecondsPerPart(kind) is { } each) seconds += each * parts;
            else if (kind.IsTraining) return null;
        }
        return TimeSpan.FromSeconds(seconds / jobs);
    }

    void Add(PlannedUnit unit, int sign)
    {
        var kind = WorkKind.Of(unit.Record);
        left[kind] = left.GetValueOrDefault(kind) + sign * WorkKind.Parts(unit);
    }
}
