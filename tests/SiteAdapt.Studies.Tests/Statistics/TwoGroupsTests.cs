using FsCheck;
using FsCheck.Xunit;
using SiteAdapt.Data;

namespace SiteAdapt.Studies.Tests;

public class TwoGroupsTests
{
    static string[] Names(string prefix, int count) => [.. Enumerable.Range(0, count).Select(i => $"{prefix}{i}")];

    /// <summary>Against all sums of three of seven, by bit patterns.</summary>
    [Property(MaxTest = 30)]
    public void Should_equal_a_plain_enumeration(int seed)
    {
        var random = new RandomStream(seed, "values");
        double[] values = [.. Enumerable.Range(0, 7).Select(_ => Math.Round(random.NextNormal(), 1))]; // rounded, so that there are ties
        double Difference(int set) => Math.Abs(Enumerable.Range(0, 7).Where(i => (set >> i & 1) == 1).Average(i => values[i]) - Enumerable.Range(0, 7).Where(i => (set >> i & 1) == 0).Average(i => values[i]));
        int[] sets = [.. Enumerable.Range(0, 128).Where(set => System.Numerics.BitOperations.PopCount((uint)set) == 3)];
        double expected = sets.Count(set => Difference(set) >= Difference(0b111) - 1e-9) / 35.0;
        var groups = TwoGroups.Of(Names("a", 3), Names("b", 4));
        Assert.True(groups.IsExact);
        Assert.Equal(35, (int)groups.Ways);
        Assert.Equal(expected, groups.Test([ShiftComparison.Difference(values)], 0).P[0], 1e-12);
    }

    /// <summary>Subjects in both groups change sides together: a sign flip of their difference, 2^3 ways, beside the two that are in one.</summary>
    [Fact]
    public void Should_swap_subjects_that_are_in_both_groups()
    {
        var groups = TwoGroups.Of(["x", "y", "z", "p"], ["z", "x", "q", "y"]);
        Assert.Equal((3, 16), (groups.Pairs, (int)groups.Ways));
        double[] values = [1, 5, 9, 3, 9.5, 1.4, 3.2, 5.6]; // second minus first: x .4, y .6, z .5, p and q .2
        double[] differences = [0.4, 0.6, 0.5, 0.2];
        int larger = Enumerable.Range(0, 16).Count(set => Math.Abs(differences.Select((d, i) => (set >> i & 1) == 1 ? -d : d).Sum()) >= 1.7 - 1e-9);
        Assert.Equal(2, larger);
        Assert.Equal(2 / 16.0, groups.Test([ShiftComparison.Difference(values)], 0).P[0], 1e-12);
        Assert.Equal(2 / 16.0, groups.SmallestP, 1e-12);
    }

    [Theory]
    [InlineData(3, 3, 2 / 20.0)]
    [InlineData(1, 4, 1 / 5.0)]
    [InlineData(6, 6, 2 / 924.0)]
    [InlineData(40, 40, 1.0 / 5000)]
    public void Should_know_the_smallest_p_that_any_data_can_have(int first, int second, double expected)
    {
        var groups = TwoGroups.Of(Names("a", first), Names("b", second));
        Assert.Equal(expected, groups.SmallestP, 1e-12);
        double[] apart = [.. Enumerable.Range(0, first + second).Select(i => i < first ? i * 1e-3 : 100 + i * 1e-3)];
        Assert.Equal(expected, groups.Test([ShiftComparison.Difference(apart)], 1).P[0], 1e-12);
    }

    /// <summary>Drawn ways come close to all of them: 12,870 ways, and as many subjects twice over are drawn.</summary>
    [Fact]
    public void Should_draw_what_it_cannot_go_through()
    {
        var random = new RandomStream(3, "values");
        double[] values = [.. Enumerable.Range(0, 20).Select(i => random.NextNormal() + (i < 10 ? 0 : 0.6))];
        var groups = TwoGroups.Of(Names("a", 10), Names("b", 10));
        Assert.False(groups.IsExact);
        double exact = ExactByCounting(values, 10);
        Assert.Equal(exact, groups.Test([ShiftComparison.Difference(values)], 5).P[0], 4 * Math.Sqrt(exact * (1 - exact) / TwoGroups.Draws));
        Assert.Equal(groups.Test([ShiftComparison.Difference(values)], 5).P, groups.Test([ShiftComparison.Difference(values)], 5).P);
    }

    /// <summary>The same where 16 subjects are in both groups, and one in each: 65,536 sign flips and 2 ways, against all of them.</summary>
    [Fact]
    public void Should_draw_sign_flips_of_subjects_that_are_in_both_groups()
    {
        var random = new RandomStream(4, "values");
        double[] differences = [.. Enumerable.Range(0, 17).Select(_ => random.NextNormal() + 0.35)];
        var groups = TwoGroups.Of([.. Names("x", 16), "a"], [.. Names("x", 16), "b"]);
        Assert.False(groups.IsExact);
        double observed = Math.Abs(differences.Sum());
        double exact = Enumerable.Range(0, 1 << 17).Count(set => Math.Abs(differences.Select((d, i) => (set >> i & 1) == 1 ? -d : d).Sum()) >= observed - 1e-9) / (double)(1 << 17);
        double p = groups.Test([ShiftComparison.Difference([.. new double[17], .. differences])], 6).P[0];
        Assert.Equal(exact, p, 4 * Math.Sqrt(exact * (1 - exact) / TwoGroups.Draws));
        Assert.InRange(exact, 0.01, 0.3);
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(9, 14)] // more ways than are gone through
    public void Should_leave_the_sizes_of_the_groups_as_they_are(int first, int second)
    {
        var sizes = new HashSet<int>();
        double Size(bool[] dealt)
        {
            sizes.Add(dealt.Count(one => one));
            return 0;
        }
        TwoGroups.Of(Names("a", first), Names("b", second)).Test([Size], 1);
        Assert.Equal([first], sizes);
    }

    /// <summary>No change: of 400 data sets, about 5 % have p at most 5 %, for the difference of means, for the energy distance, and for both together.</summary>
    [Fact]
    public void Should_raise_a_false_alarm_in_one_of_twenty()
    {
        var groups = TwoGroups.Of(Names("a", 5), Names("b", 6));
        int[] alarms = new int[3];
        const int Sets = 400;
        for (int set = 0; set < Sets; set++)
        {
            var random = new RandomStream(set, "nothing planted");
            double[][] points = [.. Enumerable.Range(0, 11).Select(_ => (double[])[random.NextNormal(), Math.Exp(random.NextNormal())])];
            var p = groups.Test([ShiftComparison.Difference([.. points.Select(point => point[1])]), EnergyDistance.OfPoints(points).Of], 0);
            foreach (var (i, value) in p.P.Append(p.Overall).Index()) alarms[i] += value <= 0.05 ? 1 : 0;
        }
        // Binomial of 400 and 5 %: 20 with deviation 4.4
        Assert.All(alarms, count => Assert.InRange(count, 7, 34));
    }

    /// <summary>Against counting from the definition: the share of ways whose smallest p-value is as small as the observed one, ties by deviations.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Should_take_all_statistics_together_as_one_question(int seed)
    {
        var random = new RandomStream(seed, "together");
        double[][] values = [.. Enumerable.Range(0, 3).Select(_ => (double[])[.. Enumerable.Range(0, 8).Select(i => Math.Round(random.NextNormal(), 1) + (i < 4 ? 0.8 : 0))])];
        int[] sets = [.. Enumerable.Range(0, 256).Where(set => System.Numerics.BitOperations.PopCount((uint)set) == 4)];
        double Difference(double[] of, int set) => Math.Abs(Enumerable.Range(0, 8).Where(i => (set >> i & 1) == 1).Average(i => of[i]) - Enumerable.Range(0, 8).Where(i => (set >> i & 1) == 0).Average(i => of[i]));
        double P(double[] of, int set) => sets.Count(other => Difference(of, other) >= Difference(of, set) - 1e-9) / 70.0;
        double Up(double[] of, int set)
        {
            double mean = sets.Average(other => Difference(of, other));
            return (Difference(of, set) - mean) / Math.Sqrt(sets.Average(other => Math.Pow(Difference(of, other) - mean, 2)));
        }
        var (smallest, highest) = (values.Min(of => P(of, 0b1111)), values.Max(of => Up(of, 0b1111)));
        double expected = sets.Count(set => values.Min(of => P(of, set)) < smallest - 1e-9 || (Math.Abs(values.Min(of => P(of, set)) - smallest) < 1e-9 && values.Max(of => Up(of, set)) >= highest - 1e-9)) / 70.0;
        var groups = TwoGroups.Of(Names("a", 4), Names("b", 4));
        var together = groups.Test([.. values.Select(ShiftComparison.Difference)], 0);
        Assert.Equal(expected, together.Overall, 1e-12);
        Assert.InRange(together.Overall, groups.SmallestP, Math.Min(1, 3 * together.P.Min()) + 1e-9);
        // Three times the same says no more than once, and costs nothing
        var same = groups.Test([.. Enumerable.Repeat(ShiftComparison.Difference(values[0]), 3)], 0);
        Assert.Equal(same.P[0], same.Overall, 1e-12);
    }

    [Fact]
    public void Should_refuse_groups_that_are_none()
    {
        Assert.Throws<ArgumentException>(() => TwoGroups.Of([], ["a"]));
        Assert.Throws<ArgumentException>(() => TwoGroups.Of(["a", "a"], ["b"]));
    }

    static double ExactByCounting(double[] values, int first)
    {
        double total = values.Sum(), observed = Math.Abs(2 * values[..first].Sum() - total);
        int n = values.Length, reached = 0, all = 0;
        for (int set = 0; set < 1 << n; set++)
        {
            if (System.Numerics.BitOperations.PopCount((uint)set) != first) continue;
            double sum = 0;
            for (int i = 0; i < n; i++) if ((set >> i & 1) == 1) sum += values[i];
            all++;
            if (Math.Abs(2 * sum - total) >= observed - 1e-9) reached++;
        }
        return reached / (double)all;
    }
}
