namespace SiteAdapt.Studies;

/// <summary>A method's mark in a column.</summary>
public enum ColumnMark
{
    /// <summary>The best mean over the runs that all methods have.</summary>
    Best,

    /// <summary>The test finds no difference from the best. That is no proof that there is none.</summary>
    NotSignificantlyWorse,

    SignificantlyWorse,

    /// <summary>Not the best, and there are too few pairs for the test to find anything.</summary>
    TooFewPairs,

    /// <summary>Not the best, and neither test is to be trusted for these pairs of sites; or the methods have no run in common.</summary>
    Untested,

    /// <summary>The method has no values.</summary>
    NoValues,
}

/// <summary>One method of a column.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Mark">Its mark.</param>
/// <param name="AgainstBest">Method minus best; null for the best and for a method without values.</param>
public sealed record MarkedMethod(string Method, ColumnMark Mark, PairedComparison? AgainstBest);

/// <summary>
/// The best method of a table's column and those that are not significantly worse: every other method against the best, by a
/// paired two-sided test over pairs of sites, corrected by Holm over the methods.
/// </summary>
/// <param name="Test">The test that the marks follow; null where there is nothing to compare or none is to be trusted.</param>
/// <param name="Methods">In the order given.</param>
/// <param name="Runs">Runs that all methods with values have, of those that any has.</param>
public sealed record BestMarks(PairedTest? Test, IReadOnlyList<MarkedMethod> Methods, ValueCounts Runs)
{
    public const double Alpha = 0.05;

    /// <param name="column">The methods that compete: leave out the two bounds.</param>
    /// <param name="higherIsBetter">False for distances.</param>
    /// <param name="test">The test; without one that which <see cref="TestTrust"/> names, if it names one.</param>
    /// <param name="options">Of the bootstrap.</param>
    public static BestMarks Of(
        IReadOnlyList<NamedScores> column, bool higherIsBetter = true, PairedTest? test = null, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(column);
        List<NamedScores> competing = [.. column.Where(entry => entry.Scores.Summary.Runs.Used > 0)];
        var common = competing.Count == 0 ? [] : CommonScores.Of([.. competing.Select(entry => entry.Scores)]);
        double[] means = [.. common.Select(set => (set.Summary.Mean ?? double.NaN) * (higherIsBetter ? 1 : -1))];
        var runs = common.Count == 0 ? new ValueCounts(0, 0, 0, 0) : common[0].Summary.Runs;
        if (runs.Used == 0)
            return new BestMarks(null, [.. column.Select(entry => new MarkedMethod(entry.Method, competing.Contains(entry) ? ColumnMark.Untested : ColumnMark.NoValues, null))], runs);

        int best = Array.IndexOf(means, means.Max());
        List<NamedScores> cut = [.. competing.Select((entry, i) => entry with { Scores = common[i] })];
        var comparisons = PairedComparison.Against(cut[best], cut.Where((_, i) => i != best), options);
        var chosen = test ?? TestTrust.Of(common[best].Pairs).Test;
        var byMethod = comparisons.ToDictionary(one => one.First);
        return new BestMarks(chosen, [.. column.Select(entry => entry.Method == cut[best].Method
            ? new MarkedMethod(entry.Method, ColumnMark.Best, null)
            : byMethod.TryGetValue(entry.Method, out var one)
                ? new MarkedMethod(entry.Method, Mark(one, chosen, comparisons.Count), one)
                : new MarkedMethod(entry.Method, ColumnMark.NoValues, null))], runs);
    }

    static ColumnMark Mark(PairedComparison one, PairedTest? test, int family)
    {
        // The smallest p that the test can give, with Holm's factor for the smallest of the family.
        // Of few pairs all draws can lie on one side, and say nothing.
        int pairs = one.SignedRank.Differences;
        if (test is null) return pairs < TestTrust.FewestPairs ? ColumnMark.TooFewPairs : ColumnMark.Untested;
        double smallest = test == PairedTest.SignedRank
            ? Math.Pow(2, 1 - (pairs - one.SignedRank.Zeros)) // pairs without a difference have no rank
            : one.OverSites is { } sites && pairs >= TestTrust.FewestPairs ? 2.0 / (1 + sites.Interval.Resamples) : 1;
        if (family * smallest > Alpha) return ColumnMark.TooFewPairs;
        double? p = test == PairedTest.SignedRank ? one.SignedRankAdjusted : one.SitesAdjusted;
        // Ranks may lean to one side and the mean to the other: then the test does not speak for the best.
        bool leansToBest = test == PairedTest.Sites || one.RankBiserial * one.MeanDifference > 0;
        return p <= Alpha && leansToBest ? ColumnMark.SignificantlyWorse : ColumnMark.NotSignificantlyWorse;
    }
}
