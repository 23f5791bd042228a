using FsCheck.Xunit;

namespace SiteAdapt.Imaging.Tests;

public class DistanceTransformTests
{
    [Property(MaxTest = 200)]
    public void Should_equal_the_nearest_of_all_voxels(int seed)
    {
        var random = new RandomCase(seed);
        Mask mask = random.Mask(random.Size(8));
        Spacing spacing = random.Spacing();
        List<ReferenceSurface.Point> all = Where(mask, _ => true), set = Where(mask, voxel => voxel == 1);
        Goldens.AssertClose(ReferenceSurface.Distances(all, set, spacing), DistanceTransform.Compute(mask, spacing), 1e-14, "distance");
    }

    [Fact]
    public void Should_reach_from_a_corner_to_the_far_end_of_a_long_grid()
    {
        var size = new Size3(300, 40, 3);
        var voxels = new byte[size.Count];
        voxels[0] = 1;
        double[] distances = DistanceTransform.Compute(
            new Mask(Grid.FromSpacing(size, Spacing.Isotropic(1)), voxels), new Spacing(0.95, 1.33, 0.7));
        double x = 299 * 0.95, y = 39 * 1.33, z = 2 * 0.7;
        Assert.Equal(Math.Sqrt(x * x + y * y + z * z), distances[^1]);
    }

    [Theory]
    [InlineData(1, 0.95, 0.95)]
    [InlineData(0.1, 0.7, 1.1)]
    [InlineData(3, 1.0 / 3, 0.3)]
    public void Should_be_exactly_one_spacing_to_a_neighbour(double x, double y, double z)
    {
        var size = new Size3(3, 3, 3);
        var voxels = new byte[27];
        voxels[13] = 1;
        double[] distances = DistanceTransform.Compute(new Mask(Grid.FromSpacing(size, Spacing.Isotropic(1)), voxels), new Spacing(x, y, z));
        Assert.Equal([x, x, y, y, z, z],
            [distances[12], distances[14], distances[10], distances[16], distances[4], distances[22]]);
    }

    [Fact]
    public void Should_refuse_a_spacing_of_zero() => Assert.Throws<InputException>(() =>
        DistanceTransform.Compute(new RandomCase(1).Mask(new Size3(2, 2, 2)), new Spacing(1, 0, 1)));

    static List<ReferenceSurface.Point> Where(Mask mask, Func<byte, bool> choose)
    {
        Size3 size = mask.Grid.Size;
        return [.. Enumerable.Range(0, mask.Voxels.Length).Where(i => choose(mask.Voxels[i]))
            .Select(i => new ReferenceSurface.Point(i % size.X, i / size.X % size.Y, i / size.X / size.Y, 1))];
    }
}
