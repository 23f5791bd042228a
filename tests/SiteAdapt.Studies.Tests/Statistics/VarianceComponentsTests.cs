namespace SiteAdapt.Studies.Tests;

public sealed class VarianceComponentsTests
{
    // Six subjects rated by four judges (Shrout and Fleiss 1979, Psychological Bulletin 86:420-428, tables 2 and 3).
    static readonly double[][] Ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]];

    static ScoreSet Scores(double?[][] rows) => ScoreSet.OfRuns(
        rows.SelectMany((row, pair) => row.Select((value, seed) => new RunValue("S", $"T{pair}", seed, value))));

    static double?[][] Table() => [.. Ratings.Select(row => row.Select(value => (double?)value).ToArray())];

    [Fact]
    public void Should_give_the_mean_squares_that_shrout_and_fleiss_publish()
    {
        var components = VarianceComponents.Of(Scores(Table()))!;
        Assert.Equal(11.24, components.Pair.MeanSquare, 2);
        Assert.Equal(32.49, components.Seed.MeanSquare, 2);
        Assert.Equal(1.02, components.Residual.MeanSquare, 2);
        Assert.Equal((5, 3, 15), (components.Pair.DegreesOfFreedom, components.Seed.DegreesOfFreedom, components.Residual.DegreesOfFreedom));

        // Their ICC(2,1), the share of the subjects in the variance of a single rating, is 0.29.
        double total = components.Pair.Estimate + components.Seed.Estimate + components.Residual.Estimate;
        Assert.Equal(0.29, components.Pair.Estimate / total, 2);
    }

    [Fact]
    public void Should_agree_with_the_deviation_over_seeds_of_a_table()
    {
        var scores = Scores(Table());
        Assert.Equal(scores.Summary.OverSeeds!.Deviation!.Value, VarianceComponents.Of(scores)!.MeanDeviationOverSeeds, 12);
    }

    [Fact]
    public void Should_tell_a_negative_estimate_and_take_its_deviation_as_zero()
    {
        var components = VarianceComponents.Of(Scores([[1, 2], [2, 1]]))!;
        Assert.Equal((-0.5, 0.0), (components.Pair.Estimate, components.Pair.Deviation));
        Assert.Equal(1, components.Residual.Estimate, 12);
        Assert.Equal(1, components.RunDeviation, 12);
    }

    [Fact]
    public void Should_leave_out_and_count_pairs_with_holes_and_seeds_without_values()
    {
        var rows = Table();
        rows[1][2] = null;
        rows[4][0] = double.NaN;
        foreach (var row in rows) row[3] = null;
        var components = VarianceComponents.Of(Scores(rows))!;
        Assert.Equal((4, 2, 3, 1), (components.Pairs, components.PairsLeftOut, components.Seeds, components.SeedsLeftOut));
    }

    [Fact]
    public void Should_have_no_components_without_two_pairs_and_two_seeds()
    {
        Assert.Null(VarianceComponents.Of(Scores([[1, 2, 3]])));
        Assert.Null(VarianceComponents.Of(Scores([[1], [2]])));
        Assert.Null(VarianceComponents.Of(Scores([[1, 2], [2, null]])));
    }
}
