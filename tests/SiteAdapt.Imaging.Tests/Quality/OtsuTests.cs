using FsCheck;
using FsCheck.Xunit;

namespace SiteAdapt.Imaging.Tests;

public class OtsuTests
{
    /// <summary>Of values that are the bins' numbers: no other cut has less variance within the classes.</summary>
    [Property(MaxTest = 20)]
    public void Should_leave_the_least_variance_within_three_classes(PositiveInt seed)
    {
        var random = new Random(seed.Get);
        float[] values = [0, 128, .. Enumerable.Range(0, 60).Select(_ => (float)random.Next(128))];
        double[] thresholds = Otsu.Thresholds(values, 3, 0, 100);
        double Within(double a, double b) => new[] { values.Where(v => v < a), values.Where(v => v >= a && v < b), values.Where(v => v >= b) }
            .Sum(part => part.Any() ? part.Sum(v => Math.Pow(Math.Min(127, v) - part.Average(w => Math.Min(127, w)), 2)) : 0); // 128 falls into the last bin
        double found = Within(thresholds[0], thresholds[1]);
        for (int a = 1; a < 127; a++)
            for (int b = a + 1; b < 128; b++) Assert.True(found <= Within(a, b) + 1e-6, $"{a} and {b} are better than {thresholds[0]} and {thresholds[1]}");
    }

    [Fact]
    public void Should_part_two_heaps_and_refuse_one_value()
    {
        float[] heaps = [.. Enumerable.Range(0, 100).Select(i => (float)(i % 10)), .. Enumerable.Range(0, 40).Select(i => 80f + i % 10)];
        Assert.InRange(Otsu.Thresholds(heaps, 2)[0], 9, 80);
        Assert.Equal([double.NaN, double.NaN], Otsu.Thresholds([3, 3, 3], 3));
        Assert.Equal([double.NaN], Otsu.Thresholds([], 2));
    }
}
