using FsCheck;
using FsCheck.Xunit;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class ImageScannerTests
{
    static readonly ImageProtocol[] Sites = [.. Enumerable.Range(0, 9).Select(i => ImageProtocols.Of(i, seed: 3))];

    /// <summary>A dark box with a bright ball (label 1) and, within it, a brighter one (label 2); an affine that turns and shifts.</summary>
    static LabelledScan Ball(Size3 size, Spacing spacing)
    {
        float[] image = new float[size.Count], label = new float[size.Count];
        var random = new RandomStream(5, "ball");
        for (int k = 0, v = 0; k < size.Z; k++)
            for (int j = 0; j < size.Y; j++)
                for (int i = 0; i < size.X; i++, v++)
                {
                    double x = (i - 0.55 * size.X) / (0.3 * size.X), y = (j - 0.45 * size.Y) / (0.3 * size.Y), z = (k - 0.5 * size.Z) / (0.35 * size.Z);
                    double radius = Math.Sqrt(x * x + y * y + z * z);
                    label[v] = radius < 0.5 ? 2 : radius < 1 ? 1 : 0;
                    image[v] = 40 + 60 * label[v] + (float)random.NextUniform(-5, 5);
                }
        var grid = new Grid(size, new Affine(0, -spacing.Y, 0, 50, spacing.X, 0, 0, -20, 0, 0, spacing.Z, 7));
        return new LabelledScan(new Volume(grid, image), new Volume(grid, label));
    }

    static LabelledScan Scan(LabelledScan given, ImageProtocol site, int seed = 1) => ImageScanner.Scan(given, site, new RandomStream(seed, "scan"));

    [Property]
    public void Should_keep_the_order_of_grey_levels(double a, double b, byte exponent, byte bend)
    {
        if (!double.IsFinite(a) || !double.IsFinite(b)) return;
        (double power, double curve) = (0.25 + exponent / 68.0, ImageProtocol.LargestBend * (bend / 127.5 - 1));
        float low = (float)(Math.Min(Math.Abs(a), Math.Abs(b)) % 2), high = (float)(Math.Max(Math.Abs(a), Math.Abs(b)) % 2);
        if (low > high) (low, high) = (high, low);
        Assert.True(ImageProtocol.Contrast(low, power, curve) <= ImageProtocol.Contrast(high, power, curve) + 1e-6f);
        Assert.Equal((0f, 1f), (ImageProtocol.Contrast(0, power, curve), ImageProtocol.Contrast(1, power, curve)));
    }

    [Fact]
    public void Should_leave_grid_and_label_alone_where_a_site_does_not_coarsen()
    {
        LabelledScan given = Ball(new Size3(24, 20, 16), new Spacing(1, 1, 3)), made = Scan(given, ImageProtocols.Of(1, seed: 1, shift: 0));
        Assert.Equal(given.Image.Grid, made.Image.Grid);
        Assert.Equal(given.Label!.Voxels, made.Label!.Voxels);
        Assert.True(Correlation(given.Image.Voxels, made.Image.Voxels) > 0.9);
    }

    [Fact]
    public void Should_take_image_and_label_to_one_coarser_grid_on_which_they_agree_in_place()
    {
        LabelledScan given = Ball(new Size3(48, 40, 30), new Spacing(0.5, 0.5, 3));
        foreach (ImageProtocol site in Sites)
        {
            LabelledScan made = Scan(given, site);
            Grid grid = made.Image.Grid;
            Assert.Equal(grid, made.Label!.Grid);
            Assert.Equal(((int)Math.Round(48 / site.InPlane), (int)Math.Round(30 / site.SliceDistance)), (grid.Size.X, grid.Size.Z));
            Assert.Equal([0f, 1f, 2f], made.Label.Voxels.Distinct().Order());
            // Where the organ is, in millimetres, and how much of it there is
            (double[] before, double volume) = Centre(given.Label!);
            (double[] after, double coarse) = Centre(made.Label);
            for (int axis = 0; axis < 3; axis++) Assert.Equal(before[axis], after[axis], 0.4);
            Assert.Equal(1, coarse / volume, 0.12);
            // Contrast curves rise, so brighter tissue stays brighter inside its label, but for noise and field
            double[] means = [.. Enumerable.Range(0, 3).Select(value => made.Image.Voxels.Zip(made.Label.Voxels).Where(p => p.Second == value).Average(p => p.First))];
            Assert.Equal(means.Order(), means);
        }
    }

    [Fact]
    public void Should_take_labels_as_they_are_where_the_samples_fall_on_voxels()
    {
        var random = new RandomStream(1, "labels");
        float[] labels = [.. Enumerable.Range(0, 9 * 5 * 3).Select(_ => (float)random.NextInt(4))];
        float[] zoomed = LabelZoom.Apply(labels, new Size3(9, 5, 3), new Size3(5, 3, 3));
        for (int k = 0; k < 3; k++)
            for (int j = 0; j < 3; j++)
                for (int i = 0; i < 5; i++) Assert.Equal(labels[2 * i + 9 * (2 * j + 5 * k)], zoomed[i + 5 * (j + 3 * k)]);
    }

    [Fact]
    public void Should_cut_two_labels_where_they_meet_without_a_gap()
    {
        float[] line = [0, 0, 3, 3, 7, 7, 7, 0, 0, 0];
        float[] zoomed = LabelZoom.Apply(line, new Size3(10, 1, 1), new Size3(37, 1, 1));
        Assert.Equal([0f, 3f, 7f, 0f], zoomed.Where((value, i) => i == 0 || value != zoomed[i - 1]));
        Assert.Equal(2.0 / 3, zoomed.Count(value => value == 3) / (double)zoomed.Count(value => value == 7), 0.1);
    }

    [Theory]
    [InlineData(1, 1, 4, 2)]
    [InlineData(3, 1, 1, 0)]
    [InlineData(1, 1, 1, 2)]
    public void Should_find_the_axis_of_the_slices(double x, double y, double z, int axis) =>
        Assert.Equal(axis, ImageScanner.SliceAxis(Grid.FromSpacing(new Size3(9, 9, 9), new Spacing(x, y, z))));

    [Fact]
    public void Should_not_fail_on_a_constant_or_thin_scan_or_one_without_label()
    {
        var grid = Grid.FromSpacing(new Size3(9, 7, 2), new Spacing(1, 1, 5));
        LabelledScan made = Scan(new LabelledScan(new Volume(grid, [.. Enumerable.Repeat(5f, 126)]), null), Sites[3]);
        Assert.Null(made.Label);
        Assert.Equal(2, made.Image.Grid.Size.Z);
        Assert.All(made.Image.Voxels, value => Assert.True(float.IsFinite(value)));
    }

    static (double[] Centre, double Volume) Centre(Volume label)
    {
        var (sum, count) = (new double[3], 0);
        for (int v = 0; v < label.Voxels.Length; v++)
        {
            if (label.Voxels[v] == 0) continue;
            Size3 n = label.Grid.Size;
            (double x, double y, double z) = label.Grid.Affine.Apply(v % n.X, v / n.X % n.Y, v / n.X / n.Y);
            (sum[0], sum[1], sum[2], count) = (sum[0] + x, sum[1] + y, sum[2] + z, count + 1);
        }
        Spacing s = label.Grid.Spacing;
        return (Array.ConvertAll(sum, value => value / count), count * s.X * s.Y * s.Z);
    }

    static double Correlation(float[] a, float[] b)
    {
        (double meanA, double meanB) = (a.Average(), b.Average());
        double both = a.Zip(b).Sum(p => (p.First - meanA) * (p.Second - meanB));
        return both / Math.Sqrt(a.Sum(v => (v - meanA) * (v - meanA)) * b.Sum(v => (v - meanB) * (v - meanB)));
    }
}
