using System.Globalization;
using System.Text.Json;

namespace SiteAdapt.Imaging.Tests;

public class ResampleGoldenTests
{
    static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllText(Goldens.PathOf("resample_intensity_goldens.json"))).RootElement;

    static double[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetDouble())];

    /// <summary>A C-order shape is the reverse of an x-fastest one.</summary>
    static Size3 Shape(JsonElement element)
    {
        double[] shape = Numbers(element);
        return new Size3((int)shape[2], (int)shape[1], (int)shape[0]);
    }

    [Theory]
    [InlineData("zoom1d_20_to_21_order3")]
    [InlineData("zoom1d_6_by_1.33_order3")]
    [InlineData("zoom1d_step_by_1.5_order3")]
    public void Should_zoom_a_line_along_any_axis_as_scipy_does(string name)
    {
        JsonElement golden = Golden.GetProperty(name);
        double[] input = Numbers(golden.GetProperty("in")), expected = Numbers(golden.GetProperty("out"));
        for (int axis = 0; axis < 3; axis++)
        {
            Size3 from = new Size3(1, 1, 1).With(axis, input.Length), to = from.With(axis, expected.Length);
            Assert.Equal(to, Resample.OutputSize(from, Spacing.Isotropic(golden.GetProperty("zoom").GetDouble()), new Spacing(
                axis == 0 ? 1 : 1.33, axis == 1 ? 1 : 1.33, axis == 2 ? 1 : 1.33)));
            Goldens.AssertClose(expected, Resample.Zoom(input, from, to, Interpolation.Cubic), 1e-12, $"{name} along {axis}");
        }
    }

    [Fact]
    public void Should_zoom_a_volume_as_scipy_does()
    {
        JsonElement golden = Golden.GetProperty("zoom3d_order3");
        Size3 from = Shape(golden.GetProperty("in_shape")), to = Shape(golden.GetProperty("out_shape"));
        double[] input = Numbers(golden.GetProperty("in")), expected = Numbers(golden.GetProperty("out"));
        Goldens.AssertClose(expected, Resample.Zoom(input, from, to, Interpolation.Cubic), 1e-12, "double");
        float[] single = Resample.Zoom([.. input.Select(v => (float)v)], from, to, Interpolation.Cubic);
        Goldens.AssertClose(expected, [.. single.Select(v => (double)v)], 3e-7, "float");
    }

    [Fact]
    public void Should_zoom_a_mask_as_scipy_does()
    {
        JsonElement golden = Golden.GetProperty("mask3d_order3_thr0.5");
        Size3 from = Shape(golden.GetProperty("in_shape")), to = Shape(golden.GetProperty("out_shape"));
        var mask = new Mask(Grid.FromSpacing(from, Spacing.Isotropic(1)), [.. Numbers(golden.GetProperty("in")).Select(v => (byte)v)]);
        byte[] expected = [.. Numbers(golden.GetProperty("out_ge_half")).Select(v => (byte)v)], actual = Resample.Zoom(mask, to).Voxels;
        double[] raw = Resample.Zoom(Numbers(golden.GetProperty("in")), from, to, Interpolation.Cubic);
        Goldens.AssertClose(golden.GetProperty("raw_min").GetDouble(), raw.Min(), 1e-12, "minimum");
        Goldens.AssertClose(golden.GetProperty("raw_max").GetDouble(), raw.Max(), 1e-12, "maximum");

        // Seven values are one half in exact arithmetic. They count as in the mask; SciPy's rounding has one of them outside
        bool[] half = [.. raw.Select(value => Math.Abs(value - 0.5) < 1e-12)];
        Assert.Equal(7, half.Count(tie => tie));
        for (int i = 0; i < expected.Length; i++) Assert.Equal(half[i] ? 1 : expected[i], actual[i]);
        Assert.Single(Enumerable.Range(0, expected.Length), i => expected[i] != actual[i]);
    }

    [Fact]
    public void Should_round_the_output_length_as_numpy_does()
    {
        int checks = 0;
        foreach (JsonProperty length in Golden.GetProperty("zoom_out_len").EnumerateObject())
        {
            int n = int.Parse(length.Name, CultureInfo.InvariantCulture);
            foreach (JsonProperty scale in length.Value.EnumerateObject())
            {
                var from = new Spacing(double.Parse(scale.Name, CultureInfo.InvariantCulture), 1, 1);
                Assert.Equal(scale.Value.GetInt32(), Resample.OutputSize(new Size3(n, 3, 3), from, Spacing.Isotropic(1)).X);
                checks++;
            }
        }
        Assert.Equal(44, checks);
    }
}
