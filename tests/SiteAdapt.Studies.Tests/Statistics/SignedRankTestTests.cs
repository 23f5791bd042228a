using FsCheck;
using FsCheck.Xunit;
using static SiteAdapt.Studies.Tests.StatisticsGoldens;

namespace SiteAdapt.Studies.Tests;

public sealed class SignedRankTestTests
{
    [Fact]
    public void Should_agree_with_scipy_and_with_all_sign_patterns()
    {
        var goldens = Of("wilcoxon").ToList();
        Assert.True(goldens.Count > 20);
        foreach (var golden in goldens)
        {
            double[] differences = golden.GetProperty("differences").Numbers();
            var zeros = golden.GetProperty("zeros").GetString() == "pratt" ? ZeroDifferences.Pratt : ZeroDifferences.Wilcoxon;
            var result = SignedRankTest.Of(differences, zeros);
            AssertRelativelyClose(golden.Number("p"), result.PValue);
            AssertClose(golden.Number("above"), result.RanksAbove);
            AssertClose(golden.Number("below"), result.RanksBelow);
            AssertClose(golden.Number("rank_biserial"), result.RankBiserial);
            Assert.Equal(!golden.GetProperty("how").GetString()!.Contains("approx"), result.IsExact);
        }
    }

    [Fact]
    public void Should_give_the_published_p_of_hollander_and_wolfe()
    {
        // Depression scale before and after tranquilizer (Hollander and Wolfe 1973, p. 29): T+ = 40, one-sided p 0.0195 (5 of 256 each side).
        double[] before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30];
        double[] after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
        var result = SignedRankTest.Of([.. before.Zip(after, (b, a) => b - a)]);

        Assert.Equal(40, result.RanksAbove);
        Assert.Equal(2 * 5.0 / 256, result.PValue, 14);
    }

    [Fact]
    public void Should_give_the_published_p_of_darwins_plants()
    {
        // Heights of cross- and self-fertilised plants in eighths of an inch (Darwin 1876; Fisher 1935): rank sums 96 and 24, p 0.041.
        double[] differences = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75];
        var result = SignedRankTest.Of(differences);

        Assert.Equal((96.0, 24.0), (result.RanksAbove, result.RanksBelow));
        Assert.Equal(1352.0 / 32768, result.PValue, 14);
    }

    [Fact]
    public void Should_find_nothing_where_nothing_differs()
    {
        Assert.Equal(1, SignedRankTest.Of([]).PValue);
        var result = SignedRankTest.Of([0, 0, 0], ZeroDifferences.Pratt);
        Assert.Equal((1.0, 3, null), (result.PValue, result.Zeros, result.RankBiserial));
    }

    [Fact]
    public void Should_refuse_what_is_not_finite() =>
        Assert.Throws<ArgumentException>(() => SignedRankTest.Of([0.1, double.NaN]));

    [Fact]
    public void Should_hardly_jump_where_the_approximation_takes_over()
    {
        double[] differences = [.. Enumerable.Range(1, 50).Select(i => i % 3 == 0 ? -i : (double)i)];
        double exact = SignedRankTest.Of(differences).PValue;
        double approximate = SignedRankTest.Of([.. differences, 51, -52]).PValue;
        Assert.InRange(approximate, exact / 2, exact * 2);
    }

    [Property(MaxTest = 200)]
    public void Should_not_depend_on_sign_order_or_scale(short[] whole, bool pratt)
    {
        double[] differences = [.. whole.Select(value => value % 7 / 4.0)];
        var zeros = pratt ? ZeroDifferences.Pratt : ZeroDifferences.Wilcoxon;
        var result = SignedRankTest.Of(differences, zeros);
        var negated = SignedRankTest.Of([.. differences.Select(value => -value)], zeros);
        var reversed = SignedRankTest.Of([.. differences.Reverse()], zeros);
        var scaled = SignedRankTest.Of([.. differences.Select(value => 8 * value)], zeros);

        Assert.InRange(result.PValue, double.Epsilon, 1);
        Assert.Equal(result.PValue, negated.PValue);
        Assert.Equal(result.RankBiserial, -negated.RankBiserial);
        Assert.Equal(result, reversed);
        Assert.Equal(result, scaled);
    }
}
