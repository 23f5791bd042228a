namespace SiteAdapt.Imaging.Tests;

public sealed class OrientationTests
{
    static readonly Spacing Anisotropic = new(0.9, 1.1, 3);

    [Theory]
    [InlineData(1, 0, 0, 0, 1, 0, 0, 0, 1, "RAS")]
    [InlineData(-1, 0, 0, 0, -1, 0, 0, 0, -1, "LPI")]
    [InlineData(-1, 0, 0, 0, -1, 0, 0, 0, 1, "LPS")]
    [InlineData(0, 0, -2, 3, 0, 0, 0, -1, 0, "AIL")]
    [InlineData(0.9, 0.1, 0, -0.1, 0.9, 0.2, 0, -0.2, 0.9, "RAS")]
    public void Should_name_where_the_array_axes_point(
        double a, double b, double c, double d, double e, double f, double g, double h, double i, string codes) =>
        Assert.Equal(codes, Orientation.Codes(new Affine(a, b, c, 5, d, e, f, -7, g, h, i, 9)));

    [Fact]
    public void Should_give_each_of_the_48_orders_its_own_code()
    {
        Volume volume = Numbered(new(3, 4, 5), Affine.FromSpacing(Anisotropic));
        var codes = TurnedGrids.All().Select(t => Orientation.Codes(TurnedGrids.Store(volume, t.Axes, t.Flips).Grid.Affine)).ToHashSet();
        Assert.Equal(48, codes.Count);
    }

    public static TheoryData<double, double, double, double> Turns() => new()
    {
        { 0, 0, 1, 0 }, { 0, 0, 1, 17 }, { 1, 0, 0, -25 }, { 1, 2, 3, 33 }, { -1, 1, 0.2, 40 },
        // Ties: two or three assignments are equally near.
        { 0, 0, 1, 45 }, { 1, 0, 0, 45 }, { 0, 1, 0, -45 }, { 0, 0, 1, 135 }, { 1, 1, 1, 60 }, { 1, 1, 1, 180 }, { 1, -1, 1, 120 },
    };

    [Theory]
    [MemberData(nameof(Turns))]
    public void Should_turn_a_scan_the_same_way_in_whichever_of_the_48_orders_it_is_stored(double x, double y, double z, double degrees)
    {
        Volume stored = Numbered(new(3, 4, 5), TurnedGrids.Oblique(x, y, z, degrees, Anisotropic));
        Volume expected = Orientation.ToCanonical(stored).Volume;
        foreach (var (axes, flips) in TurnedGrids.All())
        {
            Volume turned = TurnedGrids.Store(stored, axes, flips);
            var (canonical, map) = Orientation.ToCanonical(turned);
            Assert.Equal(expected.Voxels, canonical.Voxels);
            Assert.True(expected.Grid.Affine.ApproximatelyEquals(canonical.Grid.Affine, 1e-10));
            Assert.Equal(turned.Voxels, map.Restore(canonical).Voxels);
            Assert.Same(turned.Grid, map.Restore(canonical).Grid);
        }
    }

    [Theory]
    [InlineData(0, 0, 1, 17)]
    [InlineData(1, 2, 3, 33)]
    public void Should_make_the_code_RAS_and_keep_every_voxel_at_its_place_in_the_world(double x, double y, double z, double degrees)
    {
        Volume image = Numbered(new(3, 4, 5), TurnedGrids.Oblique(x, y, z, degrees, Anisotropic));
        var places = Places(image);
        foreach (var (axes, flips) in TurnedGrids.All())
        {
            Volume canonical = Orientation.ToCanonical(TurnedGrids.Store(image, axes, flips)).Volume;
            Assert.Equal("RAS", Orientation.Codes(canonical.Grid.Affine));
            foreach (var (value, place) in Places(canonical))
            {
                var expected = places[value];
                Assert.Equal(expected.X, place.X, 1e-9);
                Assert.Equal(expected.Y, place.Y, 1e-9);
                Assert.Equal(expected.Z, place.Z, 1e-9);
            }
        }
    }

    [Fact]
    public void Should_turn_masks_and_sizes_beyond_one_tile()
    {
        Volume image = Numbered(new(70, 33, 45), Affine.FromSpacing(Anisotropic));
        foreach (var (axes, flips) in TurnedGrids.All())
        {
            Volume stored = TurnedGrids.Store(image, axes, flips);
            var mask = new Mask(stored.Grid, [.. stored.Voxels.Select(v => (byte)((int)v % 7 % 2))]);
            Assert.Equal(image.Voxels, Orientation.ToCanonical(stored).Volume.Voxels);
            var (canonical, map) = Orientation.ToCanonical(mask);
            for (int v = 0; v < canonical.Voxels.Length; v++) Assert.Equal(v % 7 % 2, canonical.Voxels[v]);
            Assert.Equal(mask.Voxels, map.Restore(canonical).Voxels);
        }
    }

    [Fact]
    public void Should_hand_back_a_canonical_volume_as_it_is()
    {
        Volume image = Numbered(new(3, 4, 5), Affine.FromSpacing(Anisotropic));
        var (canonical, map) = Orientation.ToCanonical(image);
        Assert.Same(image, canonical);
        Assert.True(map.IsIdentity);
    }

    [Fact]
    public void Should_use_no_axis_twice_whatever_the_affine()
    {
        ulong state = 99;
        for (int trial = 0; trial < 2000; trial++)
        {
            var a = new double[12];
            for (int k = 0; k < 12; k++)
            {
                state = state * 6364136223846793005 + 1442695040888963407;
                a[k] = (state >> 11) / (double)(1UL << 53) * 2 - 1;
            }
            var affine = new Affine(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11]);
            if (!Orientation.IsUsable(affine)) continue;
            AxisMap map = Orientation.MapToCanonical(new Grid(new(2, 3, 4), affine));
            Assert.Equal(3, new HashSet<int> { map.AxisX, map.AxisY, map.AxisZ }.Count);
        }
    }

    [Fact]
    public void Should_refuse_an_affine_without_directions()
    {
        Assert.Throws<ArgumentException>(() => Orientation.Codes(Affine.FromSpacing(new(1, 0, 1))));
        Assert.Throws<ArgumentException>(() => Orientation.Codes(Affine.FromSpacing(new(1, double.NaN, 1))));
    }

    static Volume Numbered(Size3 size, Affine affine) => new(new Grid(size, affine), [.. Enumerable.Range(0, (int)size.Count).Select(v => (float)v)]);

    static Dictionary<float, (double X, double Y, double Z)> Places(Volume volume)
    {
        var places = new Dictionary<float, (double, double, double)>();
        Size3 size = volume.Grid.Size;
        for (int v = 0; v < volume.Voxels.Length; v++)
            places[volume.Voxels[v]] = volume.Grid.Affine.Apply(v % size.X, v / size.X % size.Y, v / size.X / size.Y);
        return places;
    }
}
