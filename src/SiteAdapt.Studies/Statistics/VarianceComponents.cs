using MathNet.Numerics.Statistics;

namespace SiteAdapt.Studies;

/// <summary>One source of variance.</summary>
/// <param name="DegreesOfFreedom">Of the mean square.</param>
/// <param name="MeanSquare">Of the analysis of variance.</param>
/// <param name="Estimate">Method of moments; may fall below zero, which says that the component is small against the noise.</param>
public sealed record VarianceComponent(int DegreesOfFreedom, double MeanSquare, double Estimate)
{
    /// <summary>The estimate as a standard deviation, zero where it is negative.</summary>
    public double Deviation => Math.Sqrt(Math.Max(0, Estimate));
}

/// <summary>
/// How much runs differ by pair of sites, by seed, and by both together: the two-way random model
/// <c>score = mean + pair + seed + residual</c> with one run per pair and seed, estimated by the analysis of variance (Searle,
/// Casella and McCulloch 1992, chapter 4). The same seed of two pairs shares its number and, with one source, its source model:
/// what training leaves to chance in one pair alone is in the residual.
/// </summary>
/// <param name="Pair">(MS pair - MS residual) / seeds.</param>
/// <param name="Seed">(MS seed - MS residual) / pairs.</param>
/// <param name="Residual">MS residual.</param>
/// <param name="Pairs">Pairs used: those with a value of every seed used.</param>
/// <param name="PairsLeftOut">Pairs that lack a value of a seed.</param>
/// <param name="Seeds">Seeds used: those with any value.</param>
/// <param name="SeedsLeftOut">Seeds without any value.</param>
public sealed record VarianceComponents(
    VarianceComponent Pair, VarianceComponent Seed, VarianceComponent Residual,
    int Pairs, int PairsLeftOut, int Seeds, int SeedsLeftOut)
{
    /// <summary>How far two runs of one pair with different seeds are apart, as a standard deviation.</summary>
    public double RunDeviation => Math.Sqrt(Math.Max(0, Seed.Estimate) + Residual.Estimate);

    /// <summary>The deviation over seeds of the mean over pairs: what the paper's tables give beside the mean.</summary>
    public double MeanDeviationOverSeeds => Math.Sqrt(Seed.MeanSquare / Pairs);

    /// <summary>Null where fewer than two pairs have a value of each of at least two seeds.</summary>
    public static VarianceComponents? Of(ScoreSet scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        List<RunValue> used = [.. scores.Runs.Where(run => run.Value is { } value && double.IsFinite(value))];
        long[] seeds = [.. used.Select(run => run.Seed).Distinct().Order()];
        double[][] rows =
        [
            .. used.GroupBy(run => (run.Source, run.Target)).Where(pair => pair.Count() == seeds.Length)
                .Select(pair => pair.OrderBy(run => run.Seed).Select(run => run.Value!.Value).ToArray()),
        ];
        if (rows.Length < 2 || seeds.Length < 2) return null;
        return Of(rows, scores.Pairs.Count - rows.Length, scores.Runs.Select(run => run.Seed).Distinct().Count() - seeds.Length);
    }

    /// <param name="rows">[pair][seed].</param>
    /// <param name="pairsLeftOut">Told on.</param>
    /// <param name="seedsLeftOut">Told on.</param>
    static VarianceComponents Of(double[][] rows, int pairsLeftOut, int seedsLeftOut)
    {
        int pairs = rows.Length, seeds = rows[0].Length;
        double[] ofPair = [.. rows.Select(ArrayStatistics.Mean)];
        double[] ofSeed = [.. Enumerable.Range(0, seeds).Select(s => rows.Average(row => row[s]))];
        double mean = ArrayStatistics.Mean(ofPair);
        double squares = rows.SelectMany((row, p) => row.Select((value, s) => value - ofPair[p] - ofSeed[s] + mean)).Sum(r => r * r);
        int freedom = (pairs - 1) * (seeds - 1);
        double residual = squares / freedom;
        double pair = seeds * ArrayStatistics.Variance(ofPair);
        double seed = pairs * ArrayStatistics.Variance(ofSeed);
        return new VarianceComponents(
            new VarianceComponent(pairs - 1, pair, (pair - residual) / seeds),
            new VarianceComponent(seeds - 1, seed, (seed - residual) / pairs),
            new VarianceComponent(freedom, residual, residual),
            pairs, pairsLeftOut, seeds, seedsLeftOut);
    }
}
