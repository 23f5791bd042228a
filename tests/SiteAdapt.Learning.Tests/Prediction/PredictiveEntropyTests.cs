using FsCheck.Xunit;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning.Tests;

public sealed class PredictiveEntropyTests
{
    /// <summary>Where the logarithms are whole numbers; the last from H(1/10) in tables.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0.5, 1)]
    [InlineData(0.25, 0.811278124459)] // 2 - 3/4 log2 3
    [InlineData(0.125, 0.543564443199)] // 3 - 7/8 log2 7
    [InlineData(0.1, 0.468995593589)]
    public void Should_be_the_binary_entropy(double probability, double bits) => Assert.Equal(bits, PredictiveEntropy.Of((float)probability), 7);

    [Property]
    public void Should_not_know_which_of_the_two_is_meant(byte share)
    {
        float p = share / 256f; // exact, and so is 1 - p
        Assert.Equal(PredictiveEntropy.Of(1 - p), PredictiveEntropy.Of(p), 12);
        Assert.InRange(PredictiveEntropy.Of(p), 0, 1);
    }

    static double OfMask(float[] probabilities, byte[] voxels) =>
        PredictiveEntropy.OfMask(probabilities, new Mask(Grid.FromSpacing(new Size3(voxels.Length, 1, 1), Spacing.Isotropic(1)), voxels));

    [Fact]
    public void Should_average_over_the_mask_alone()
    {
        Assert.Equal((1 + 0.811278124459) / 2, OfMask([0.5f, 0.75f, 0.5f, 1], [1, 1, 0, 0]), 7);
        Assert.Equal(0, OfMask([0.5f, 0.5f, 1], [0, 0, 1]));
    }

    [Fact]
    public void Should_take_an_empty_mask_for_most_uncertain() => Assert.Equal(1, OfMask([0, 0.001f], [0, 0]));

    [Fact]
    public void Should_average_over_findings() => Assert.Equal((1 + 0 + 0.543564443199) / 3, PredictiveEntropy.OfFindings([0.5f, 0, 0.875f]), 7);
}
