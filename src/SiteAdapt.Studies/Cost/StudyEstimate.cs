namespace SiteAdapt.Studies;

/// <summary>How long what is left of a study takes one process, as far as it is known, and the disk that it fills.</summary>
/// <param name="Seconds">Of the units of <paramref name="Known"/>.</param>
/// <param name="Known">Units to do whose time is known.</param>
/// <param name="Unknown">Units to do of which nothing is known yet, by what they do.</param>
/// <param name="Bytes">Of the runs to do; null where no run of this network was ever seen here.</param>
public sealed record StudyEstimate(double Seconds, int Known, IReadOnlyDictionary<string, int> Unknown, long? Bytes)
{
    public static StudyEstimate Of(StudyPlan plan, StepTimes times)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(times);
        var rates = new WorkRates(plan, times.Rates);
        var schedule = new StudySchedule(plan, unit => plan.FolderOf(unit).IsDone);
        var (seconds, known, unknown, trainings) = (0.0, 0, new SortedDictionary<string, int>(StringComparer.Ordinal), 0);
        foreach (var unit in plan.Units.Where(unit => schedule.Of(unit) != UnitState.Done))
        {
            var kind = WorkKind.Of(unit.Record);
            if (kind.IsTraining) trainings++;
            if (rates.SecondsPerPart(kind) is { } each)
            {
                seconds += each * WorkKind.Parts(unit);
                known++;
            }
            else unknown[kind.What] = unknown.GetValueOrDefault(kind.What) + 1;
        }
        return new StudyEstimate(seconds, known, unknown, times.BytesPerRun is { } bytes ? bytes * trainings : null);
    }
}
