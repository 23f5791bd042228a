namespace SiteAdapt.Studies;

/// <summary>From what is left of a study to job arrays. Knows nothing of processes and files.</summary>
public static class SlurmStages
{
    /// <param name="schedule">The study as its folders are; it is played through to its end.</param>
    /// <param name="jobOf">The job that a unit is queued in already; null: it is in none.</param>
    public static IReadOnlyList<SlurmArray> Of(StudySchedule schedule, Func<PlannedUnit, string?> jobOf, SlurmSettings settings, SlurmCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(jobOf);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(cluster);
        List<SlurmArray> arrays = [];
        var left = schedule.In(UnitState.Ready).Concat(schedule.In(UnitState.Waiting)).ToHashSet();
        Dictionary<PlannedUnit, string> arrayOf = [];
        foreach (var stage in Batches(schedule, jobOf).GroupBy(Needs).OrderBy(stage => stage.Key.Kind))
        {
            string? before = null; // the chunk before, which this one follows where the number at once is limited
            foreach (var elements in Packed(stage, settings.UnitsPerJob).Chunk(cluster.MaxArraySize))
            {
                string kind = stage.Key.Kind.ToString().ToLowerInvariant();
                string key = $"{kind}-{arrays.Count(array => array.Kind == stage.Key.Kind) + 1}";
                foreach (var unit in elements.SelectMany(units => units)) arrayOf[unit] = key;
                List<PlannedUnit> inputs = [.. elements.SelectMany(units => units).SelectMany(unit => unit.Inputs).Where(left.Contains).Distinct()];
                IEnumerable<string> follows = settings.MaxParallel is null || before is null ? [] : [before];
                arrays.Add(new SlurmArray(key, stage.Key.Kind, stage.Key.Threads, stage.Key.OnGpu, elements,
                    [.. inputs.Select(input => arrayOf.GetValueOrDefault(input)).OfType<string>().Where(array => array != key).Concat(follows).Distinct()],
                    [.. inputs.Select(jobOf).OfType<string>().Distinct()]));
                before = key;
            }
        }
        return arrays;
    }

    /// <summary>What one element does, inputs first: a model with its own evaluations, or some evaluations of models that are there.</summary>
    static IEnumerable<IReadOnlyList<PlannedUnit>> Batches(StudySchedule schedule, Func<PlannedUnit, string?> jobOf)
    {
        while (schedule.Ready.FirstOrDefault() is { } first)
        {
            // A site's cases may take minutes; evaluations take seconds.
            var batch = jobOf(first) is not null ? [first] : UnitBatches.Next(schedule, jobs: first.Kind == UnitKind.Prepare ? schedule.Ready.Count : 1);
            List<PlannedUnit> mine = [.. batch.Where(unit => jobOf(unit) is null)];
            foreach (var unit in batch) schedule.Done(unit);
            if (mine.Count > 0) yield return mine;
        }
    }

    /// <summary>Evaluations of a model follow it into its element, so that a stage is that of the first unit.</summary>
    static (UnitKind Kind, int Threads, bool OnGpu) Needs(IReadOnlyList<PlannedUnit> units) =>
        (units[0].Kind, units.Max(unit => Threads(unit.Record)), units.Any(unit => IsOnGpu(unit.Record)));

    static IEnumerable<IReadOnlyList<PlannedUnit>> Packed(IEnumerable<IReadOnlyList<PlannedUnit>> batches, int each) =>
        each == 1 ? batches : batches.Chunk(each).Select(IReadOnlyList<PlannedUnit> (several) => [.. several.SelectMany(units => units)]);

    static int Threads(UnitRecord record) => record switch
    {
        PretrainUnit unit => unit.Training.Threads,
        AdaptUnit unit => unit.Training.Threads,
        EvaluateUnit unit => unit.Threads,
        _ => 1,
    };

    static bool IsOnGpu(UnitRecord record) => record switch
    {
        PretrainUnit unit => unit.Training.Device != "cpu",
        AdaptUnit unit => unit.Training.Device != "cpu",
        EvaluateUnit unit => unit.Device != "cpu",
        _ => false,
    };
}
