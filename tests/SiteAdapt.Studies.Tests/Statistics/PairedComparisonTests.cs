namespace SiteAdapt.Studies.Tests;

public sealed class PairedComparisonTests
{
    static readonly BootstrapOptions Few = new() { Resamples = 200 };

    static NamedScores Pairs(string method, Func<char, char, double?> score) => new(method, MadeUpScores.Pairs("ABC", score));

    [Fact]
    public void Should_take_differences_that_only_rounding_parts_for_equal()
    {
        // 0.84 - 0.81 and 0.03 - 0 differ in the last bit, 0.1 + 0.2 and 0.3 too.
        var first = Pairs("first", (a, _) => a == 'A' ? 0.84 : a == 'B' ? 0.03 : 0.1 + 0.2);
        var second = Pairs("second", (a, _) => a == 'A' ? 0.81 : a == 'B' ? 0.0 : 0.3);
        var comparison = Assert.Single(PairedComparison.Against(second, [first], Few));

        Assert.Equal(2, comparison.SignedRank.Zeros);
        Assert.Equal(2 * Math.Pow(0.5, 4), comparison.SignedRank.PValue, 12);
    }

    [Fact]
    public void Should_correct_over_the_family_and_leave_out_what_could_not_be_compared()
    {
        NamedScores baseline = Pairs("base", (a, b) => 0.5 + 0.001 * a + 0.01 * b);
        NamedScores better = Pairs("better", (a, b) => 0.6 + 0.001 * a + 0.012 * b), other = Pairs("other", (a, b) => 0.6 - 0.01 * (a - b) * a);
        NamedScores empty = Pairs("empty", (_, _) => null);
        var family = PairedComparison.Against(baseline, [better, other, empty], Few);

        Assert.Equal(["better", "other", "empty"], family.Select(one => one.First));
        Assert.Equal(2 * family[0].SignedRank.PValue, family[0].SignedRankAdjusted);
        Assert.Equal(1, family[0].RankBiserial);
        Assert.Null(family[2].SignedRankAdjusted);
        Assert.Null(family[2].MeanDifference);
        Assert.Null(family[2].OverSites);
        Assert.Equal(6, family[2].Differences.Summary.Runs.Missing);
    }

    [Fact]
    public void Should_change_only_the_sign_when_turned_round()
    {
        var (a, b) = (new NamedScores("a", MadeUpScores.Noisy("ABCD", 4, 2, 0.8, "a")), new NamedScores("b", MadeUpScores.Noisy("ABCD", 4, 2, 0.79, "b")));
        var (one, other) = (PairedComparison.Against(b, [a], Few)[0], PairedComparison.Against(a, [b], Few)[0]);

        Assert.Equal(one.MeanDifference!.Value, -other.MeanDifference!.Value, 12);
        Assert.Equal(one.OverPatients!.Low, -other.OverPatients!.High, 12);
        Assert.Equal(one.OverSites!.Interval.High, -other.OverSites!.Interval.Low, 12);
        Assert.Equal(one.OverSites.PValue, other.OverSites.PValue);
        Assert.Equal(one.SignedRank.PValue, other.SignedRank.PValue);
        Assert.Equal(one.CohenDz!.Value, -other.CohenDz!.Value, 10);
    }

    [Fact]
    public void Should_have_no_standardised_difference_where_differences_do_not_vary()
    {
        var comparison = PairedComparison.Against(Pairs("base", (_, _) => 0.5), [Pairs("same", (_, _) => 0.6)], Few)[0];
        Assert.Null(comparison.CohenDz);
        Assert.Equal(0.1, comparison.MeanDifference!.Value, 12);
    }
}
