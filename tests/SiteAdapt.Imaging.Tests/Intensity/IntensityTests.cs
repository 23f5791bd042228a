using System.Text.Json;
using FsCheck.Xunit;

namespace SiteAdapt.Imaging.Tests;

public class IntensityTests
{
    static Volume Line(params float[] voxels) =>
        new(Grid.FromSpacing(new Size3(voxels.Length, 1, 1), Spacing.Isotropic(1)), voxels);

    [Fact]
    public void Should_clip_and_scale_as_the_paper_did()
    {
        JsonElement golden = JsonDocument.Parse(File.ReadAllText(Goldens.PathOf("resample_intensity_goldens.json")))
            .RootElement.GetProperty("scale_mri");
        double[] input = [.. golden.GetProperty("in").EnumerateArray().Select(e => e.GetDouble())];
        double[] expected = [.. golden.GetProperty("out").EnumerateArray().Select(e => e.GetDouble())];
        float[] voxels = [.. input.Select(v => (float)v)];

        IntensityWindow window = Intensity.PercentileWindow(voxels, 1, 99);
        Assert.Equal(golden.GetProperty("p1").GetDouble(), window.Low, 10);
        Assert.Equal(golden.GetProperty("p99").GetDouble(), window.High, 10);
        Goldens.AssertClose(expected, [.. input.Select(window.Scale)], 1e-9, "window");
        Goldens.AssertClose(expected, [.. Intensity.ClipAndScale(Line(voxels)).Voxels.Select(v => (double)v)], 6e-8, "volume");
    }

    [Property(MaxTest = 200)]
    public void Should_find_percentiles_as_sorting_does(int seed)
    {
        var random = new RandomCase(seed);
        // Half of the values from few, so that ranks fall among ties, at both signs and both zeros
        float[] few = [0f, -0f, 1, -1, 1e-30f, float.Epsilon, -3.5f, float.MaxValue, float.MinValue];
        float[] voxels = [.. random.Values(new Size3(1 + random.Below(40), 3, 1))
            .Select(v => random.Below(2) == 0 ? few[random.Below(few.Length)] : (float)v)];
        double[] sorted = [.. voxels.Order().Select(v => (double)v)];
        double low = random.Below(101) * 0.5, high = low + random.Below(100) * 0.5;
        IntensityWindow window = Intensity.PercentileWindow(voxels, low, high);
        Assert.Equal(Plain(sorted, low), window.Low);
        Assert.Equal(Plain(sorted, high), window.High);

        static double Plain(double[] sorted, double percent)
        {
            double position = percent / 100 * (sorted.Length - 1);
            int rank = (int)Math.Floor(position);
            double fraction = position - rank, a = sorted[rank], b = sorted[Math.Min(rank + 1, sorted.Length - 1)];
            return fraction < 0.5 ? a + (b - a) * fraction : b - (b - a) * (1 - fraction);
        }
    }

    [Fact]
    public void Should_use_all_of_zero_to_one_and_nothing_else()
    {
        float[] scaled = Intensity.ClipAndScale(Line([.. Enumerable.Range(0, 100_001).Select(i => i * 0.37f - 100)])).Voxels;
        Assert.Equal(0f, scaled.Min());
        Assert.Equal(1f, scaled.Max());
        Assert.Equal(1001, scaled.Count(v => v == 0));
        Assert.Equal(1001, scaled.Count(v => v == 1));
    }

    [Fact]
    public void Should_make_zeros_of_a_constant_volume()
    {
        Volume constant = Line(Enumerable.Repeat(0.1f, 1000).ToArray());
        Assert.All(Intensity.ClipAndScale(constant).Voxels, v => Assert.Equal(0f, v));
        Assert.All(Intensity.ZScore(constant).Voxels, v => Assert.Equal(0f, v));
    }

    [Fact]
    public void Should_standardise_with_the_population_deviation()
    {
        float[] scores = Intensity.ZScore(Line(2, 4, 4, 4, 5, 5, 7, 9)).Voxels;
        Assert.Equal([-1.5f, -0.5f, -0.5f, -0.5f, 0f, 0f, 1f, 2f], scores);
    }

    [Fact]
    public void Should_give_the_same_bits_on_any_number_of_threads()
    {
        float[] voxels = [.. new RandomCase(8).Values(new Size3(100, 100, 21)).Select(v => (float)v)];
        Assert.Equal(Intensity.ZScore(Line(voxels), 1).Voxels, Intensity.ZScore(Line(voxels), 3).Voxels);
        Assert.Equal(Intensity.ClipAndScale(Line(voxels), 1).Voxels, Intensity.ClipAndScale(Line(voxels), 3).Voxels);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Should_refuse_voxels_that_are_no_numbers(float bad)
    {
        Volume volume = Line(1, 2, bad, 3, bad);
        Assert.Contains("2 of the 5 voxels", Assert.Throws<InputException>(() => Intensity.ClipAndScale(volume)).Message,
            StringComparison.Ordinal);
        Assert.Contains("2 of the 5 voxels", Assert.Throws<InputException>(() => Intensity.ZScore(volume)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Should_leave_its_input_alone()
    {
        Volume volume = Line(1, 2, 3, 4);
        Intensity.ClipAndScale(volume);
        Intensity.ZScore(volume);
        Assert.Equal([1f, 2f, 3f, 4f], volume.Voxels);
    }
}
