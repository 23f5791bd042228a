namespace SiteAdapt.Studies.Tests;

public sealed class MeanIntervalTests
{
    /// <summary>t of 97.5 % from printed tables: 12.706 (1 degree of freedom), 4.303 (2), 2.776 (4).</summary>
    [Theory]
    [InlineData(new[] { 0.0, 1.0 }, 12.706204736)]
    [InlineData(new[] { 0.1, 0.4, 0.7 }, 4.302652730)]
    [InlineData(new[] { 1.0, 2.0, 3.0, 4.0, 5.0 }, 2.776445105)]
    public void Should_be_students_interval(double[] values, double t)
    {
        var interval = MeanInterval.Of(values)!;
        double mean = values.Sum() / values.Length;
        double error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length);
        Assert.Equal(mean, interval.Mean, 12);
        Assert.Equal(mean - t * error, interval.Low!.Value, 6);
        Assert.Equal(mean + t * error, interval.High!.Value, 6);
    }

    [Fact]
    public void Should_say_nothing_of_the_spread_of_one_value()
    {
        Assert.Equal((0.4, null, null, 1), (MeanInterval.Of([0.4])!.Mean, MeanInterval.Of([0.4])!.Low, MeanInterval.Of([0.4])!.High, MeanInterval.Of([0.4])!.Values));
        Assert.Null(MeanInterval.Of([]));
    }

    [Fact]
    public void Should_stay_within_what_a_score_can_be() => Assert.Equal((0.0, 1.0), (MeanInterval.Of([0.2, 0.9])!.Within(0, 1).Low, MeanInterval.Of([0.2, 0.9])!.Within(0, 1).High));
}
