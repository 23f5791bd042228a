using static SiteAdapt.Studies.Tests.StatisticsGoldens;

namespace SiteAdapt.Studies.Tests;

public sealed class SiteBootstrapTests
{
    [Fact]
    public void Should_draw_the_oracles_intervals_crossed_sparse_and_one_to_one()
    {
        foreach (var golden in Of("sites"))
        {
            var pairs = golden.GetProperty("pairs").EnumerateArray()
                .Select(pair => new PairValue(pair[0].GetString()!, pair[1].GetString()!, pair[2].GetDouble()));
            var result = SiteBootstrap.Mean(pairs, golden.Options())!;
            AssertInterval(golden, result.Interval);
            AssertClose(golden.Number("p"), result.PValue);
        }
    }

    [Fact]
    public void Should_pass_over_pairs_without_a_value()
    {
        PairValue[] pairs = [new("A", "B", 0.1), new("B", "A", 0.2), new("C", "A", 0.4)];
        Assert.Equal(SiteBootstrap.Mean(pairs), SiteBootstrap.Mean([.. pairs, new("A", "C", null), new("B", "C", double.NaN)]));
    }

    [Fact]
    public void Should_have_no_interval_without_sites_to_draw()
    {
        Assert.Null(SiteBootstrap.Mean([]));
        Assert.Null(SiteBootstrap.Mean([new("A", "B", 0.1)]));
    }

    [Fact]
    public void Should_be_sure_of_a_difference_that_all_pairs_have()
    {
        var result = SiteBootstrap.Mean(MadeUpScores.Pairs("ABCDEF", (_, _) => 0.25).Pairs)!;
        Assert.Equal(0.25, result.Interval.Low, 12);
        Assert.Equal(0.25, result.Interval.High, 12);
        Assert.Equal(2.0 / 2001, result.PValue, 12);
    }
}
