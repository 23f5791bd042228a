namespace SiteAdapt.Imaging.Tests;

public sealed class GridComparisonTests
{
    static readonly Grid Image = Grid.FromSpacing(new(100, 100, 20), new(1, 1, 4));

    [Fact]
    public void Should_accept_the_rounding_of_a_file()
    {
        Affine rounded = Image.Affine with { M00 = 1.00003, M13 = 1e-4 };
        GridComparison comparison = GridComparison.Compare(Image, Image with { Affine = rounded });
        Assert.True(comparison.Same, comparison.Difference);
        Assert.Equal("", comparison.Difference);
    }

    [Fact]
    public void Should_say_how_sizes_differ()
    {
        GridComparison comparison = GridComparison.Compare(Image, Image with { Size = new(100, 100, 21) });
        Assert.False(comparison.Same);
        Assert.Equal("the image has 100x100x20 voxels and the label 100x100x21", comparison.Difference);
    }

    [Fact]
    public void Should_say_how_places_differ()
    {
        Grid flipped = Image with { Affine = Image.Affine with { M00 = -1, M03 = 99 } };
        GridComparison comparison = GridComparison.Compare(Image, flipped, firstName: "reference", secondName: "prediction");
        Assert.False(comparison.Same);
        Assert.Equal(99, comparison.CornerDisplacementMm, 1e-9);
        Assert.Contains("99 mm apart (allowed: 0.01 mm): reference RAS, spacing 1x1x4 mm", comparison.Difference, StringComparison.Ordinal);
        Assert.Contains("prediction LAS, spacing 1x1x4 mm, origin (99, 0, 0)", comparison.Difference, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_take_the_tolerance_that_is_asked_for()
    {
        Grid shifted = Image with { Affine = Image.Affine with { M23 = 0.5 } };
        Assert.True(GridComparison.Compare(Image, shifted, toleranceMm: 0.5).Same);
        Assert.False(GridComparison.Compare(Image, shifted, toleranceMm: 0.49).Same);
        Assert.False(GridComparison.Compare(Image, Image with { Affine = Image.Affine with { M23 = double.NaN } }).Same);
    }
}
