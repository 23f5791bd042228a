namespace SiteAdapt.Imaging.Tests;

public class NoiseEstimateTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(25)]
    public void Should_recover_the_noise_of_a_body_with_edges_slope_and_curvature(double sigma)
    {
        foreach (int seed in Enumerable.Range(0, 5))
            Assert.Equal(sigma, NoiseEstimate.Of(new Phantom(seed).Noisy(Phantom.Make(Phantom.Body), sigma), Phantom.Everywhere, 2), 0.06 * sigma);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Should_see_no_noise_in_a_plane_whichever_way_slices_lie(int axis) =>
        Assert.Equal(0, NoiseEstimate.Of(Phantom.Make((x, y, z) => 3 * x - 2 * y + z), Phantom.Everywhere, axis), 1e-4);

    [Fact]
    public void Should_look_at_the_region_alone()
    {
        var half = Phantom.Make((x, _, _) => x < 24 ? 1 : 0);
        var quiet = new Phantom(1).Noisy(Phantom.Make(Phantom.Body), 2);
        var loud = new Phantom(2).Noisy(quiet, 30);
        var mixed = new Volume(Phantom.Grid, [.. quiet.Voxels.Zip(loud.Voxels, half.Voxels).Select(v => v.Third == 1 ? v.First : v.Second)]);
        Assert.Equal(2, NoiseEstimate.Of(mixed, Array.ConvertAll(half.Voxels, value => (byte)value), 2), 0.15);
        Assert.Equal(double.NaN, NoiseEstimate.Of(mixed, new byte[half.Voxels.Length], 2));
    }

    [Fact]
    public void Should_not_take_a_collimated_border_for_a_quiet_image()
    {
        var noisy = new Phantom(1).Noisy(Phantom.Make(Phantom.Body), 5);
        var border = Phantom.Make((x, y, _) => x < 24 || y < 10 ? 0 : 1);
        var collimated = new Volume(Phantom.Grid, [.. noisy.Voxels.Zip(border.Voxels, (value, open) => open * value)]);
        Assert.Equal(5, NoiseEstimate.Of(collimated, Phantom.Everywhere, 2), 0.5);
        Assert.Equal(double.NaN, NoiseEstimate.Of(Phantom.Make((_, _, _) => 4), Phantom.Everywhere, 2));
    }
}
