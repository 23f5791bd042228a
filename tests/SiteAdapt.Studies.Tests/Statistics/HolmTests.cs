using FsCheck;
using FsCheck.Xunit;
using static SiteAdapt.Studies.Tests.StatisticsGoldens;

namespace SiteAdapt.Studies.Tests;

public sealed class HolmTests
{
    [Fact]
    public void Should_agree_with_the_closed_test_of_bonferroni()
    {
        foreach (var golden in Of("holm"))
        {
            var adjusted = Holm.Adjust([.. golden.GetProperty("p").Numbers().Select(p => (double?)p)]);
            foreach (var (expected, actual) in golden.GetProperty("adjusted").Numbers().Zip(adjusted)) AssertClose(expected, actual);
        }
    }

    [Fact]
    public void Should_leave_out_what_was_not_tested() =>
        Assert.Equal([0.02, null, 0.04], Holm.Adjust([0.01, null, 0.04]));

    [Fact]
    public void Should_refuse_what_is_no_p_value() =>
        Assert.Throws<ArgumentException>(() => Holm.Adjust([0.5, double.NaN]));

    [Property(MaxTest = 200)]
    public void Should_keep_the_order_and_never_go_below_p_or_above_bonferroni(byte[] bytes)
    {
        double?[] p = [.. bytes.Select(value => (double?)(value / 255.0))];
        var adjusted = Holm.Adjust(p);
        for (int i = 0; i < p.Length; i++)
        {
            Assert.InRange(adjusted[i]!.Value, p[i]!.Value, Math.Min(1, p.Length * p[i]!.Value));
            for (int j = 0; j < p.Length; j++)
                if (p[i] <= p[j]) Assert.True(adjusted[i] <= adjusted[j]);
        }
    }
}
