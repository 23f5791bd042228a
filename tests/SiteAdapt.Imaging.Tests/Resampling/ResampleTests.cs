using FsCheck.Xunit;

namespace SiteAdapt.Imaging.Tests;

public class ResampleTests
{
    static readonly Interpolation[] All = [Interpolation.Nearest, Interpolation.Linear, Interpolation.Cubic];

    [Property(MaxTest = 100)]
    public void Should_equal_the_plain_implementation(int seed)
    {
        var random = new RandomCase(seed);
        Size3 from = random.Size(9), to = random.Size(12);
        double[] voxels = random.Values(from);
        foreach (Interpolation interpolation in All)
            Goldens.AssertClose(ReferenceZoom.Zoom(voxels, from, to, interpolation),
                Resample.Zoom(voxels, from, to, interpolation), 1e-11, $"{interpolation} {from} to {to}");
    }

    [Theory]
    [InlineData(90, 61, 3, 83, 80, 4)]
    [InlineData(67, 130, 5, 70, 129, 3)]
    [InlineData(3, 4, 150, 5, 3, 158)]
    [InlineData(70, 3, 90, 70, 3, 80)]
    [InlineData(130, 66, 2, 130, 60, 2)]
    public void Should_equal_the_plain_implementation_across_blocks_of_lines(int x, int y, int z, int outX, int outY, int outZ)
    {
        Size3 from = new(x, y, z), to = new(outX, outY, outZ);
        double[] voxels = new RandomCase(x).Values(from);
        foreach (Interpolation interpolation in All)
            Goldens.AssertClose(ReferenceZoom.Zoom(voxels, from, to, interpolation),
                Resample.Zoom(voxels, from, to, interpolation), 1e-11, $"{interpolation} {from} to {to}");
    }

    [Property(MaxTest = 50)]
    public void Should_agree_in_single_precision_up_to_its_rounding(int seed)
    {
        var random = new RandomCase(seed);
        Size3 from = random.Size(9), to = random.Size(12);
        double[] voxels = [.. random.Values(from).Select(v => (double)(float)v)];
        float[] single = Resample.Zoom([.. voxels.Select(v => (float)v)], from, to, Interpolation.Cubic);
        double[] expected = Resample.Zoom(voxels, from, to, Interpolation.Cubic);
        for (int i = 0; i < expected.Length; i++) Assert.InRange(single[i] - expected[i], -2e-4, 2e-4);
    }

    [Property(MaxTest = 30)]
    public void Should_give_the_same_bits_on_any_number_of_threads(int seed)
    {
        var random = new RandomCase(seed);
        Size3 from = new(20 + random.Below(60), 20 + random.Below(60), 5), to = new(33, 47, 3 + random.Below(6));
        float[] voxels = [.. random.Values(from).Select(v => (float)v)];
        foreach (Interpolation interpolation in All)
            Assert.Equal(Resample.Zoom(voxels, from, to, interpolation, 1), Resample.Zoom(voxels, from, to, interpolation, 4));
    }

    [Property(MaxTest = 50)]
    public void Should_keep_the_mask_whichever_way_it_is_stored(int seed)
    {
        var random = new RandomCase(seed);
        Mask mask = random.Mask(random.Size(8));
        // Not to a single plane: that is the first one, which a flip exchanges for the last
        Size3 to = random.Size(12);
        for (int axis = 0; axis < 3; axis++) to = to.With(axis, Math.Max(to[axis], 2));
        int[] permutation = Turning.Permutations[random.Below(6)];
        int flips = random.Below(8);
        Mask expected = Turning.Turn(Resample.Zoom(mask, to), permutation, flips);
        Mask actual = Resample.Zoom(Turning.Turn(mask, permutation, flips), Turning.Turn(to, permutation));
        Assert.Equal(expected.Voxels, actual.Voxels);
    }

    [Fact]
    public void Should_leave_its_input_alone()
    {
        var random = new RandomCase(5);
        Size3 size = new(9, 8, 7);
        float[] voxels = [.. random.Values(size).Select(v => (float)v)], copy = (float[])voxels.Clone();
        foreach (Size3 to in new Size3[] { new(9, 8, 9), new(9, 8, 5), new(10, 8, 9), new(3, 3, 3), size })
        {
            float[] zoomed = Resample.Zoom(voxels, size, to, Interpolation.Cubic);
            Assert.Equal(copy, voxels);
            Assert.NotSame(voxels, zoomed);
        }
    }

    [Fact]
    public void Should_keep_the_first_and_last_voxel_centre_in_the_world()
    {
        var affine = new Affine(0.9, 0.1, -0.2, 10, -0.1, 1.2, 0.05, -20, 0.3, 0.1, 2.5, 30);
        var grid = new Grid(new Size3(171, 20, 31), affine);
        Grid zoomed = Resample.EffectiveGrid(grid, new Size3(180, 19, 62));
        AssertSamePlace(affine.Apply(0, 0, 0), zoomed.Affine.Apply(0, 0, 0));
        AssertSamePlace(affine.Apply(170, 19, 30), zoomed.Affine.Apply(179, 18, 61));
        Assert.Equal(grid.Spacing.X * 170 / 179, zoomed.Spacing.X, 12);

        static void AssertSamePlace((double X, double Y, double Z) expected, (double X, double Y, double Z) actual)
        {
            Assert.Equal(expected.X, actual.X, 10);
            Assert.Equal(expected.Y, actual.Y, 10);
            Assert.Equal(expected.Z, actual.Z, 10);
        }
    }

    [Fact]
    public void Should_keep_the_extent_of_an_axis_of_one_voxel()
    {
        Grid zoomed = Resample.EffectiveGrid(Grid.FromSpacing(new Size3(1, 6, 4), new Spacing(3, 2, 1)), new Size3(3, 1, 4));
        Assert.Equal(new Spacing(1, 12, 1), zoomed.Spacing);
    }

    [Fact]
    public void Should_resample_a_volume_to_a_spacing()
    {
        var grid = Grid.FromSpacing(new Size3(20, 10, 8), new Spacing(1, 2, 0.95));
        var volume = new Volume(grid, Enumerable.Repeat(7f, 1600).ToArray());
        Volume resampled = Resample.ToSpacing(volume, new Spacing(0.95, 1, 0.95));
        Assert.Equal(new Size3(21, 20, 8), resampled.Grid.Size);
        Assert.Equal(19.0 / 20, resampled.Grid.Spacing.X, 12);
        Assert.All(resampled.Voxels, value => Assert.Equal(7f, value, 5));
        var mask = new Mask(grid, Enumerable.Repeat((byte)1, 1600).ToArray());
        Assert.Equal(21 * 20 * 8, Resample.MaskToSpacing(mask, new Spacing(0.95, 1, 0.95)).Count);
    }

    [Fact]
    public void Should_never_give_an_axis_without_voxels() =>
        Assert.Equal(new Size3(1, 2, 2), Resample.OutputSize(new Size3(1, 5, 3), new Spacing(0.1, 1, 1), new Spacing(1, 2, 2)));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Should_refuse_a_spacing_that_is_none(double bad)
    {
        var size = new Size3(4, 4, 4);
        var to = Assert.Throws<InputException>(() => Resample.OutputSize(size, Spacing.Isotropic(1), new Spacing(1, bad, 1)));
        Assert.Contains("along axis 1", to.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => Resample.OutputSize(size, new Spacing(1, 1, bad), Spacing.Isotropic(1)));
    }

    [Fact]
    public void Should_refuse_a_result_that_fits_no_array()
    {
        var size = new Size3(256, 256, 256);
        Assert.Throws<InputException>(() => Resample.OutputSize(size, Spacing.Isotropic(1), Spacing.Isotropic(1e-3)));
        Assert.Throws<InputException>(() => Resample.OutputSize(size, Spacing.Isotropic(1), Spacing.Isotropic(1e-300)));
    }
}
