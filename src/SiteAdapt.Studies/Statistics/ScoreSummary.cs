namespace SiteAdapt.Studies;

/// <summary>The mean over pairs of one seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Mean">Mean over the pairs that have a value; null or NaN without one.</param>
/// <param name="Pairs">How many pairs it stands on.</param>
public sealed record SeedMean(long Seed, double? Mean, ValueCounts Pairs);

/// <summary>
/// A cell of the paper's tables: mean over a run's patients, mean over the pairs of a seed, then mean and sample standard
/// deviation (n - 1) over seeds.
/// </summary>
/// <param name="OverSeeds">Mean and deviation over seeds; null where no seed has a value.</param>
/// <param name="Seeds">The seeds' means, by seed.</param>
/// <param name="Cases">How many patients' values it stands on; all zero where runs have one value only.</param>
/// <param name="Runs">How many runs it stands on.</param>
public sealed record ScoreSummary(Spread? OverSeeds, IReadOnlyList<SeedMean> Seeds, ValueCounts Cases, ValueCounts Runs)
{
    public double? Mean => OverSeeds?.Mean;

    internal static ScoreSummary Of(ScoreSet scores)
    {
        List<SeedMean> seeds = [.. scores.Runs.GroupBy(run => run.Seed).OrderBy(group => group.Key).Select(group =>
            new SeedMean(group.Key, FiniteMean.Of([.. group.Select(run => run.Value)]), ValueCounts.Of(group.Select(run => run.Value))))];
        double[] means = FiniteMean.Finite(seeds.Select(seed => seed.Mean));
        return new ScoreSummary(
            means.Length > 0 ? Spread.Of(means) : null,
            seeds,
            ValueCounts.Of(scores.Cases.Select(value => value.Value)),
            ValueCounts.Of(scores.Runs.Select(run => run.Value)));
    }
}
