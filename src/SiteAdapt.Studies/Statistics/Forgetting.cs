namespace SiteAdapt.Studies;

/// <summary>A source patient before and after adapting, means over the runs that have both.</summary>
public sealed record PatientChange(string Site, string Subject, double? Before, double? After, ValueCounts Values)
{
    /// <summary>After minus before; below zero something was forgotten (of a metric where higher is better).</summary>
    public double? Change => After - Before;
}

/// <summary>What adapting did to the source, patient by patient.</summary>
/// <param name="Before">Mean of the source models over the same runs and patients.</param>
/// <param name="After">Mean of the adapted models.</param>
/// <param name="Changes">After minus before for each run and patient.</param>
/// <param name="OverPatients">Interval of the mean change for other patients of the source sites.</param>
/// <param name="Patients">By site and subject; empty for a metric of a whole test set.</param>
public sealed record Forgetting(
    double? Before, double? After, ScoreSet Changes, Interval? OverPatients, IReadOnlyList<PatientChange> Patients)
{
    public double? MeanChange => Changes.Summary.Mean;

    /// <param name="after">Adapted models on source patients, one value per pair, seed and patient (or per run).</param>
    /// <param name="sourceModels">
    /// Source models on the same patients: one value per source, seed and patient, with the source as target too. It is held
    /// against every target of that source and seed.
    /// </param>
    /// <param name="options">Of the bootstrap.</param>
    public static Forgetting Of(ScoreSet after, ScoreSet sourceModels, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(sourceModels);
        var both = CommonScores.Of([OnKeysOf(after, sourceModels), after]);
        var changes = both[1].Minus(both[0]);
        return new Forgetting(
            both[0].Summary.Mean, both[1].Summary.Mean, changes, PatientBootstrap.Mean(changes, options),
            [.. both[0].Cases.Zip(both[1].Cases).GroupBy(pair => (pair.First.Site, pair.First.Subject))
                .OrderBy(patient => patient.Key.Site, StringComparer.Ordinal).ThenBy(patient => patient.Key.Subject, StringComparer.Ordinal)
                .Select(patient => new PatientChange(patient.Key.Site, patient.Key.Subject,
                    FiniteMean.Of([.. patient.Select(pair => pair.First.Value)]),
                    FiniteMean.Of([.. patient.Select(pair => pair.Second.Value)]),
                    ValueCounts.Of(patient.Select(pair => pair.First.Value))))]);
    }

    /// <summary>The source model's score for each key of <paramref name="after"/>.</summary>
    static ScoreSet OnKeysOf(ScoreSet after, ScoreSet sourceModels)
    {
        if (after.Cases.Count == 0)
        {
            var runs = sourceModels.Runs.ToDictionary(run => (run.Source, run.Seed), run => run.Value);
            return ScoreSet.OfRuns(after.Runs.Select(run => run with { Value = runs.GetValueOrDefault((run.Source, run.Seed)) }));
        }
        var cases = sourceModels.Cases.ToDictionary(value => (value.Source, value.Seed, value.Site, value.Subject), value => value.Value);
        return ScoreSet.OfCases(after.Cases.Select(value =>
            value with { Value = cases.GetValueOrDefault((value.Source, value.Seed, value.Site, value.Subject)) }));
    }
}
