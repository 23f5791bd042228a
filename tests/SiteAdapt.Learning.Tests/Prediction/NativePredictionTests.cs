using SiteAdapt.Data;
using SiteAdapt.Imaging;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public sealed class NativePredictionTests
{
    static readonly TaskSettings Task = TinySites.Task with { Spacing = new Spacing(1.1, 0.9, 1.3) };

    static readonly int[][] Orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    [Fact]
    public void Should_give_the_same_mask_in_the_world_however_the_scan_is_stored()
    {
        using var network = BalancedNetwork.Create(Task);
        var prediction = new NativePrediction(network, Task, CPU);
        var image = Oblique();
        var mask = prediction.Masks(image, "scan")[0];
        Assert.InRange(mask.Count, 0.02 * mask.Voxels.Length, 0.98 * mask.Voxels.Length);
        foreach (int[] order in Orders)
            for (int flips = 0; flips < 8; flips++)
            {
                var (stored, back) = Store(image, order, flips);
                var turned = prediction.Masks(stored, "scan")[0];
                Assert.Equal(stored.Grid, turned.Grid);
                Assert.True(Enumerable.Range(0, back.Length).All(v => turned.Voxels[v] == mask.Voxels[back[v]]), $"order {string.Join("", order)}, flips {flips}");
            }
    }

    [Fact]
    public void Should_bring_probabilities_back_to_the_grid_of_the_file()
    {
        using var network = BalancedNetwork.Create(Task);
        var image = Oblique();
        var probabilities = new NativePrediction(network, Task, CPU).Probabilities(image, "scan")[0];
        Assert.Same(image.Grid, probabilities.Grid);
        Assert.All(probabilities.Voxels, value => Assert.InRange(value, 0, 1));

        // Without resampling they are the slice predictor's own numbers.
        var plain = Task with { Spacing = null };
        var prepared = CasePreparation.Prepare(image, plain, "scan");
        float[] expected = prepared.Geometry.FromSlices(new SlicePredictor(network, plain, CPU).Predict(prepared)[0]);
        Assert.Equal(expected, new NativePrediction(network, plain, CPU).Probabilities(image, "scan")[0].Voxels);
    }

    [Fact]
    public void Should_name_the_image_that_cannot_be_used()
    {
        using var network = BalancedNetwork.Create(Task);
        var image = Oblique();
        image.Voxels[5] = float.NaN;
        var fault = Assert.Throws<InputException>(() => new NativePrediction(network, Task, CPU).Masks(image, "/scans/x.nii"));
        Assert.Contains("/scans/x.nii", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>A scan in canonical order, turned by 20 degrees about the z axis.</summary>
    static Volume Oblique()
    {
        double c = Math.Cos(Math.PI / 9), s = Math.Sin(Math.PI / 9);
        var affine = new Affine(c, -1.2 * s, 0, -10, s, 1.2 * c, 0, -12, 0, 0, 1.5, -8);
        return new Volume(new Grid(TinySites.Size, affine), TinySites.Scan(1, 2).Image.Voxels);
    }

    /// <summary>The same scan with its axes in another order and backwards where flipped, and for each of its voxels the old one.</summary>
    static (Volume, int[] Old) Store(Volume image, int[] order, int flips)
    {
        Size3 old = image.Grid.Size, size = new(old[order[0]], old[order[1]], old[order[2]]);
        int[] from = new int[size.Count];
        for (int v = 0; v < from.Length; v++)
        {
            int[] at = Place(v % size.X, v / size.X % size.Y, v / size.X / size.Y);
            from[v] = at[0] + old.X * (at[1] + old.Y * at[2]);
        }
        var origin = World(0, 0, 0);
        var affine = Affine.FromColumns(Step(1, 0, 0), Step(0, 1, 0), Step(0, 0, 1), origin);
        return (new Volume(new Grid(size, affine), [.. from.Select(v => image.Voxels[v])]), from);

        int[] Place(int i, int j, int k)
        {
            int[] index = [i, j, k], place = new int[3];
            for (int axis = 0; axis < 3; axis++) place[order[axis]] = (flips >> axis & 1) == 0 ? index[axis] : size[axis] - 1 - index[axis];
            return place;
        }

        (double X, double Y, double Z) World(int i, int j, int k)
        {
            int[] place = Place(i, j, k);
            return image.Grid.Affine.Apply(place[0], place[1], place[2]);
        }

        (double, double, double) Step(int i, int j, int k)
        {
            var next = World(i, j, k);
            return (next.X - origin.X, next.Y - origin.Y, next.Z - origin.Z);
        }
    }
}
