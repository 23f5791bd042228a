namespace SiteAdapt.Imaging.Tests;

public class SharpnessTests
{
    /// <summary>Central differences of a sine of 2 pi / 12 per voxel in one axis: sin(k h) / h, at any brightness and contrast.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(900, 70)]
    public void Should_be_the_frequency_of_a_sine(double level, double amplitude)
    {
        const double K = 2 * Math.PI / 12;
        byte[] periods = [.. Phantom.Make((x, _, _) => x is >= 0 and <= 37 ? 1 : 0).Voxels.Select(value => (byte)value)]; // 1 to 36 have both neighbours
        Assert.Equal(Math.Sin(K), Sharpness.Of(Phantom.Make((x, _, _) => level + amplitude * Math.Sin(K * x)), periods, 0), 1e-4);
        var along = Phantom.Make((_, _, z) => level + amplitude * Math.Sin(2 * Math.PI / 9 * z)); // slices are 3 mm apart, 18 of them have neighbours
        Assert.Equal(Math.Sin(2 * Math.PI / 9) / 3, Sharpness.Of(along, Phantom.Everywhere, 0), 1e-4);
    }

    [Fact]
    public void Should_take_the_share_of_white_noise_off()
    {
        var clean = Phantom.Make(Phantom.Body);
        double without = Sharpness.Of(clean, Phantom.Everywhere, 0);
        Assert.Equal(without, Sharpness.Of(new Phantom(6).Noisy(clean, 40), Phantom.Everywhere, 40), 0.03 * without);
        Assert.True(Sharpness.Of(new Phantom(6).Noisy(clean, 40), Phantom.Everywhere, 0) > 1.05 * without);
    }

    [Fact]
    public void Should_fall_with_blur_and_not_be_defined_without_detail()
    {
        var clean = Phantom.Make(Phantom.Body);
        var blurred = Phantom.Make((x, y, z) => (Phantom.Body(x - 1, y, z) + 2 * Phantom.Body(x, y, z) + Phantom.Body(x + 1, y, z)) / 4);
        Assert.True(Sharpness.Of(blurred, Phantom.Everywhere, 0) < 0.95 * Sharpness.Of(clean, Phantom.Everywhere, 0));
        Assert.Equal(double.NaN, Sharpness.Of(Phantom.Make((_, _, _) => 3), Phantom.Everywhere, 0));
    }
}
