using MathNet.Numerics.Statistics;

namespace SiteAdapt.Studies;

/// <summary>The share of one pair's gap that is closed.</summary>
/// <param name="Source">Source site.</param>
/// <param name="Target">Target site.</param>
/// <param name="Gap">All target data minus no adaptation; null where one is missing.</param>
/// <param name="Share">Null where the gap is missing or too small to divide by.</param>
public sealed record PairGap(string Source, string Target, double? Gap, double? Share);

/// <summary>
/// How much of the way from no adaptation to all target data a method goes: (method - none) / (all - none). 0 is no gain, 1 as
/// good as all data; it may be below 0 or above 1. Taken on the runs and patients that all three have.
/// </summary>
/// <param name="OfMeans">From the three means over everything; null where the gap is too small or a mean is missing.</param>
/// <param name="OverPatients">Interval of <paramref name="OfMeans"/> for other patients of these sites.</param>
/// <param name="Pairs">Each pair's share, from means over seeds.</param>
/// <param name="MedianOfPairs">Over the pairs that have a share; a mean would follow the smallest gap.</param>
/// <param name="Cases">Patients' values that all three have.</param>
/// <param name="Runs">Runs that all three have.</param>
public sealed record GapClosed(
    double? OfMeans, Interval? OverPatients, IReadOnlyList<PairGap> Pairs, double? MedianOfPairs, ValueCounts Cases, ValueCounts Runs)
{
    /// <summary>One point: a smaller gap is within what runs differ by, and dividing by it says nothing.</summary>
    public const double SmallestGap = 0.01;

    /// <summary>Pairs without a share.</summary>
    public int UndefinedPairs => Pairs.Count(pair => pair.Share is null);

    /// <param name="method">The method's scores.</param>
    /// <param name="none">Scores without adaptation.</param>
    /// <param name="all">Scores with all target data.</param>
    /// <param name="higherIsBetter">False for distances.</param>
    /// <param name="smallestGap">In the metric's unit; smaller gaps have no share.</param>
    /// <param name="options">Of the bootstrap.</param>
    public static GapClosed Of(ScoreSet method, ScoreSet none, ScoreSet all,
        bool higherIsBetter = true, double smallestGap = SmallestGap, BootstrapOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(smallestGap);
        var sets = CommonScores.Of([method, none, all]);
        double sign = higherIsBetter ? 1 : -1;
        double Share(double score, double low, double high) =>
            sign * (high - low) >= smallestGap ? (score - low) / (high - low) : double.NaN;

        List<PairGap> pairs =
        [
            .. sets[0].Pairs.Select((pair, i) => new PairGap(pair.Source, pair.Target,
                Finite(sets[2].Pairs[i].Value - sets[1].Pairs[i].Value),
                Finite(Share(pair.Value ?? double.NaN, sets[1].Pairs[i].Value ?? double.NaN, sets[2].Pairs[i].Value ?? double.NaN)))),
        ];
        double[] shares = FiniteMean.Finite(pairs.Select(pair => pair.Share));
        double[] means = [.. sets.Select(set => set.Summary.Mean ?? double.NaN)];
        double? ofMeans = Finite(Share(means[0], means[1], means[2]));
        return new GapClosed(
            ofMeans,
            ofMeans is null ? null : PatientBootstrap.Of(sets, drawn => Share(drawn[0], drawn[1], drawn[2]), options),
            pairs,
            shares.Length > 0 ? shares.Median() : null,
            sets[0].Summary.Cases,
            sets[0].Summary.Runs);
    }

    static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
