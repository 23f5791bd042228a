using FsCheck;
using FsCheck.Xunit;
using SiteAdapt.Data;

namespace SiteAdapt.Studies.Tests;

public class EnergyDistanceTests
{
    /// <summary>The definition, pair by pair.</summary>
    [Property(MaxTest = 30)]
    public void Should_equal_the_definition(int seed)
    {
        var random = new RandomStream(seed, "points");
        double[][] points = [.. Enumerable.Range(0, 9).Select(_ => (double[])[random.NextNormal(), random.NextNormal(), random.NextNormal()])];
        bool[] first = [.. Enumerable.Range(0, 9).Select(i => i % 3 == 0)];
        double Mean(Func<int, bool> a, Func<int, bool> b) => (from i in Enumerable.Range(0, 9) from j in Enumerable.Range(0, 9) where a(i) && b(j)
                                                              select Math.Sqrt(Enumerable.Range(0, 3).Sum(d => Math.Pow(points[i][d] - points[j][d], 2)))).Average();
        double between = Mean(i => first[i], i => !first[i]);
        double expected = (2 * between - Mean(i => first[i], i => first[i]) - Mean(i => !first[i], i => !first[i])) / (2 * between);
        Assert.Equal(expected, EnergyDistance.OfPoints(points).Of(first), 1e-12);
    }

    [Fact]
    public void Should_be_zero_for_equal_groups_and_one_for_two_points()
    {
        bool[] first = [true, true, false, false];
        Assert.Equal(0, EnergyDistance.OfPoints([[1], [4], [1], [4]]).Of(first), 1e-12);
        Assert.Equal(1, EnergyDistance.OfPoints([[1], [1], [4], [4]]).Of(first), 1e-12);
        Assert.Equal(0, EnergyDistance.OfPoints([[2], [2], [2], [2]]).Of(first));
    }

    /// <summary>All in one bin, three bins on: the Wasserstein distance is three bins' widths, whatever lies between.</summary>
    [Fact]
    public void Should_measure_how_far_histograms_must_be_moved()
    {
        double[][] histograms = [[1, 0, 0, 0], [0, 0, 0, 1], [0, 0.5, 0, 0.5]];
        // Distances: 0-1: 3, 0-2: 2, 1-2: 1 bins of 0.5. First group: 0; second: 1 and 2.
        double between = 0.5 * (3 + 2) / 2, within = 0.5 * (2 * 1) / 4;
        Assert.Equal((2 * between - within) / (2 * between), EnergyDistance.OfHistograms(histograms, 0.5).Of([true, false, false]), 1e-12);
    }
}
