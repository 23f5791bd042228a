using FsCheck.Xunit;

namespace SiteAdapt.Imaging.Tests;

public class DirectedDistancesTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 1)]
    [InlineData(40, 1)]
    [InlineData(41, 3)]
    [InlineData(70, 3)]
    [InlineData(95, 7)]
    [InlineData(100, 7)]
    public void Should_take_the_first_distance_that_reaches_the_share_of_the_area(double percent, double expected)
    {
        var distances = new DirectedDistances([7, 1, 3, 1], [3, 1, 3, 3]);
        Assert.Equal(expected, distances.Quantile(percent));
        Assert.Equal(10, distances.TotalArea);
        Assert.Equal(3.4, distances.Mean, 12);
    }

    [Fact]
    public void Should_be_infinite_without_a_surface()
    {
        var empty = new DirectedDistances([], []);
        Assert.Equal(double.PositiveInfinity, empty.Quantile(95));
        Assert.Equal(double.PositiveInfinity, empty.Quantile(100));
        Assert.Equal(double.NaN, empty.Mean);
    }

    [Property(MaxTest = 50)]
    public void Should_sum_all_numbers_in_whatever_order(int seed)
    {
        double[] values = new RandomCase(seed).Values(new Size3(1 + new RandomCase(seed).Below(700), 1, 1));
        Assert.InRange(DirectedDistances.PairwiseSum(values) - (double)values.Sum(v => (decimal)v), -1e-9, 1e-9);
    }

    /// <summary>1 + 1/2 + 1/3 + ... by numpy.sum of NumPy 1.24.2; added up one after the other the last digits are others.</summary>
    [Theory]
    [InlineData(24, 3.775958177753507)]
    [InlineData(29, 3.961653797587058)]
    [InlineData(136, 5.493542515771517)]
    [InlineData(300, 6.282663880299504)]
    [InlineData(1000, 7.485470860550345)]
    public void Should_sum_in_the_order_of_NumPy(int count, double expected) =>
        Assert.Equal(expected, DirectedDistances.PairwiseSum([.. Enumerable.Range(1, count).Select(i => 1.0 / i)]));
}
