namespace SiteAdapt.Studies.Tests;

public sealed class KendallTrendTests
{
    static readonly double[][] Series =
    [
        [5, 4, 3, 2, 1], [1, 2, 3, 4, 5], [5, 4, 3, 1, 2], [3, 1, 4, 1.5, 9], [0.9, 0.8, 0.85, 0.7, 0.6, 0.65, 0.5], [2, 1], [7],
    ];

    /// <summary>All orders of the values, each counted.</summary>
    [Fact]
    public void Should_give_the_chance_that_counting_all_orders_gives()
    {
        foreach (double[] values in Series)
        {
            var scores = Orders(values).Select(Score).ToList();
            int seen = Score(values);
            Assert.Equal(scores.Count(score => score <= seen) / (double)scores.Count, KendallTrend.FallProbability(values), 12);
            Assert.Equal(scores.Count(score => score >= seen) / (double)scores.Count, KendallTrend.RiseProbability(values), 12);
        }
    }

    [Fact]
    public void Should_agree_with_the_normal_approximation_for_long_series()
    {
        double[] values = [.. Enumerable.Range(0, 60).Select(i => Math.Sin(i * 12.9898) - (.01 * i))];
        const int n = 60;
        double deviation = Math.Sqrt(n * (n - 1) * (2 * n + 5) / 18.0), score = (Score(values) + 1) / deviation; // with continuity
        Assert.Equal(MathNet.Numerics.Distributions.Normal.CDF(0, 1, score), KendallTrend.FallProbability(values), 2e-3);
    }

    [Fact]
    public void Should_find_nothing_where_all_values_are_equal()
    {
        Assert.True(KendallTrend.FallProbability([1, 1, 1, 1, 1]) >= .5);
        Assert.True(KendallTrend.RiseProbability([1, 1, 1, 1, 1]) >= .5);
        Assert.Equal(0, KendallTrend.Slope([1, 1, 1, 1, 1]));
    }

    [Fact]
    public void Should_give_the_slope_of_a_line_in_spite_of_an_outlier()
    {
        Assert.Equal(-.5, KendallTrend.Slope([10, 9.5, 9, 8.5, 8]), 12);
        Assert.Equal(-.5, KendallTrend.Slope([10, 9.5, 99, 8.5, 8, 7.5, 7]), 12);
        Assert.Equal(1.7083333333333333, KendallTrend.Slope([1, 5, 2, 7.5]), 12); // scipy.stats.theilslopes
        Assert.Equal(.4, KendallTrend.Slope([3, 1, 4, 1.5, 9, 2.6, 5.3]), 12);
    }

    static int Score(IReadOnlyList<double> values)
    {
        int score = 0;
        for (int i = 0; i < values.Count; i++)
            for (int j = i + 1; j < values.Count; j++) score += Math.Sign(values[j] - values[i]);
        return score;
    }

    static IEnumerable<double[]> Orders(double[] values) => values.Length <= 1
        ? [values]
        : values.SelectMany((first, i) => Orders([.. values.Where((_, k) => k != i)]).Select(rest => (double[])[first, .. rest]));
}
