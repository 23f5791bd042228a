using FsCheck.Xunit;

namespace SiteAdapt.Imaging.Tests;

public class SurfaceDistancesTests
{
    static (Mask Reference, Mask Prediction, Spacing Spacing, RandomCase Random) Draw(int seed, int most = 7)
    {
        var random = new RandomCase(seed);
        Size3 size = random.Size(most);
        return (random.Mask(size), random.Mask(size), random.Spacing(), random);
    }

    [Property(MaxTest = 200)]
    public void Should_equal_all_pairs_of_surface_points(int seed)
    {
        (Mask reference, Mask prediction, Spacing spacing, _) = Draw(seed);
        var actual = SurfaceDistances.Compute(reference, prediction, spacing);
        List<ReferenceSurface.Point> a = ReferenceSurface.Points(reference, spacing), b = ReferenceSurface.Points(prediction, spacing);
        Check(ReferenceSurface.Distances(a, b, spacing), a, actual.ReferenceToPrediction);
        Check(ReferenceSurface.Distances(b, a, spacing), b, actual.PredictionToReference);

        // Cutting to the box of both masks keeps the array order of the points
        static void Check(double[] distances, List<ReferenceSurface.Point> points, DirectedDistances actual)
        {
            Goldens.AssertClose(distances, actual.Distances, 1e-14, "distance");
            Goldens.AssertClose([.. points.Select(p => p.Area)], actual.Areas, 1e-14, "area");
        }
    }

    [Property(MaxTest = 50)]
    public void Should_equal_all_pairs_where_nothing_is_near(int seed)
    {
        var random = new RandomCase(seed);
        var size = new Size3(40, 9, 30);
        Mask reference = Corner(x: 0, z: 0), prediction = Corner(x: 34, z: 24);
        Spacing spacing = random.Spacing();
        double[] actual = SurfaceDistances.Compute(reference, prediction, spacing).ReferenceToPrediction.Distances;
        Goldens.AssertClose(ReferenceSurface.Distances(ReferenceSurface.Points(reference, spacing), ReferenceSurface.Points(prediction, spacing), spacing), actual, 1e-14, "distance");

        Mask Corner(int x, int z)
        {
            var voxels = new byte[size.Count];
            for (int i = 0; i < 20; i++)
                voxels[x + random.Below(6) + size.X * (random.Below(size.Y) + size.Y * (z + random.Below(6)))] = 1;
            return new Mask(Grid.FromSpacing(size, Spacing.Isotropic(1)), voxels);
        }
    }

    [Property(MaxTest = 200)]
    public void Should_equal_all_pairs_of_border_voxels(int seed)
    {
        (Mask reference, Mask prediction, Spacing spacing, _) = Draw(seed);
        List<ReferenceSurface.Point> a = ReferenceSurface.Border(reference), b = ReferenceSurface.Border(prediction);
        var scores = VoxelSurfaceScores.Compute(reference, prediction, spacing);
        bool empty = a.Count == 0 || b.Count == 0;
        double Mean(List<ReferenceSurface.Point> from, List<ReferenceSurface.Point> to) =>
            empty ? double.NaN : ReferenceSurface.Distances(from, to, spacing).Average();
        Goldens.AssertClose(Mean(b, a), scores.MedPyAsd, 1e-12, "prediction to reference");
        Goldens.AssertClose(Mean(a, b), scores.MedPyAsdReversed, 1e-12, "reference to prediction");
        Goldens.AssertClose((Mean(a, b) + Mean(b, a)) / 2, scores.DeepPipeAssd, 1e-12, "mean of both");
    }

    [Property(MaxTest = 100)]
    public void Should_not_depend_on_how_the_masks_are_stored(int seed)
    {
        (Mask reference, Mask prediction, Spacing spacing, RandomCase random) = Draw(seed);
        int[] permutation = Turning.Permutations[random.Below(6)];
        int flips = random.Below(8);
        AssertSame(SegmentationScores.Compute(reference, prediction, spacing), SegmentationScores.Compute(
            Turning.Turn(reference, permutation, flips), Turning.Turn(prediction, permutation, flips), Turning.Turn(spacing, permutation)));
    }

    [Property(MaxTest = 100)]
    public void Should_mirror_when_reference_and_prediction_are_swapped(int seed)
    {
        (Mask reference, Mask prediction, Spacing spacing, _) = Draw(seed);
        SegmentationScores scores = SegmentationScores.Compute(reference, prediction, spacing);
        SegmentationScores swapped = SegmentationScores.Compute(prediction, reference, spacing);
        AssertSame(scores, swapped with
        {
            AsdReferenceToPrediction = swapped.AsdPredictionToReference,
            AsdPredictionToReference = swapped.AsdReferenceToPrediction,
        });
    }

    [Property(MaxTest = 50)]
    public void Should_not_depend_on_empty_space_around_the_masks(int seed)
    {
        (Mask reference, Mask prediction, Spacing spacing, RandomCase random) = Draw(seed);
        var (x, y, z) = (random.Below(4), random.Below(4), random.Below(4));
        AssertSame(SegmentationScores.Compute(reference, prediction, spacing), SegmentationScores.Compute(Pad(reference), Pad(prediction), spacing));

        Mask Pad(Mask mask)
        {
            Size3 size = mask.Grid.Size, padded = new(size.X + x + 1, size.Y + y + 1, size.Z + z + 1);
            var voxels = new byte[padded.Count];
            for (int i = 0; i < mask.Voxels.Length; i++)
                voxels[i % size.X + x + padded.X * (i / size.X % size.Y + y + padded.Y * (i / size.X / size.Y + z))] = mask.Voxels[i];
            return new Mask(Grid.FromSpacing(padded, Spacing.Isotropic(1)), voxels);
        }
    }

    [Property(MaxTest = 100)]
    public void Should_find_nothing_between_a_mask_and_itself(int seed)
    {
        (Mask mask, _, Spacing spacing, _) = Draw(seed);
        SegmentationScores scores = SegmentationScores.Compute(mask, mask, spacing, 0);
        bool empty = mask.Count == 0;
        Assert.Equal(empty ? double.NaN : 1, scores.SurfaceDice);
        Assert.Equal(empty ? double.NaN : 1, scores.Dice);
        Assert.Equal(empty ? double.PositiveInfinity : 0, scores.Hausdorff100);
    }

    [Property(MaxTest = 30)]
    public void Should_give_the_same_bits_on_any_number_of_threads(int seed)
    {
        (Mask reference, Mask prediction, Spacing spacing, _) = Draw(seed, 30);
        Assert.Equal(SegmentationScores.Compute(reference, prediction, spacing, 1, 1), SegmentationScores.Compute(reference, prediction, spacing, 1, 4));
        Assert.Equal(VoxelSurfaceScores.Compute(reference, prediction, spacing, 1), VoxelSurfaceScores.Compute(reference, prediction, spacing, 4));
    }

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(1, 0.95)]
    [InlineData(2, 0.95)]
    public void Should_count_a_surface_exactly_one_tolerance_away_as_inside(int axis, double spacing)
    {
        // One voxel thick in the middle, and the same one voxel further along the axis
        var size = new Size3(9, 9, 9);
        Mask Slab(int at) => new(Grid.FromSpacing(size, Spacing.Isotropic(1)), [.. Enumerable.Range(0, 729).Select(i =>
            (axis == 0 ? i % 9 : axis == 1 ? i / 9 % 9 : i / 81) >= at ? (byte)1 : (byte)0)]);
        var surfaces = SurfaceDistances.Compute(Slab(4), Slab(5), new Spacing(1, 0.95, 0.95));
        Assert.Equal(1, surfaces.SurfaceDice(1));
        Assert.Equal(1, surfaces.SurfaceDice(spacing));
        Assert.True(surfaces.SurfaceDice(Math.BitDecrement(spacing)) < 1);
    }

    [Fact]
    public void Should_refuse_shapes_that_differ()
    {
        Mask small = new RandomCase(1).Mask(new Size3(3, 4, 5)), large = new RandomCase(1).Mask(new Size3(3, 4, 6));
        string message = Assert.Throws<InputException>(() => SurfaceDistances.Compute(small, large, Spacing.Isotropic(1))).Message;
        Assert.Contains("incompatible shape", message, StringComparison.Ordinal);
        Assert.Contains("3x4x5", message, StringComparison.Ordinal);
        Assert.Contains("3x4x6", message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => MaskOverlap.Dice(small, large));
        Assert.Throws<InputException>(() => VoxelSurfaceScores.Compute(small, large, Spacing.Isotropic(1)));
    }

    [Theory]
    [InlineData(new[] { 4, 4, 1 }, new[] { 4, 4 }, 2, "incompatible shape")]
    [InlineData(new[] { 4, 4 }, new[] { 4, 4 }, 3, "incompatible shape")]
    [InlineData(new[] { 16 }, new[] { 16 }, 1, "only 2-D and 3-D")]
    [InlineData(new[] { 2, 2, 2, 2 }, new[] { 2, 2, 2, 2 }, 4, "only 2-D and 3-D")]
    public void Should_refuse_what_has_no_surface(int[] referenceShape, int[] predictionShape, int spacings, string expected)
    {
        double[] spacing = [.. Enumerable.Repeat(1.0, spacings)];
        string message = Assert.Throws<InputException>(() =>
            SurfaceDistances.Compute(new byte[16], referenceShape, new byte[16], predictionShape, spacing)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_spacing_of_zero_or_none() => Assert.All([0, double.NaN, -1, double.PositiveInfinity], bad =>
        Assert.Throws<InputException>(() =>
        {
            Mask mask = new RandomCase(1).Mask(new Size3(2, 2, 2));
            SurfaceDistances.Compute(mask, mask, new Spacing(1, bad, 1));
        }));

    [Fact]
    public void Should_refuse_arrays_that_do_not_fill_their_shape_and_their_bad_spacing()
    {
        foreach (var (reference, prediction) in ((int, int)[])[(15, 16), (16, 15)])
            Assert.Contains($"{reference} and {prediction} voxels",
                Assert.Throws<ArgumentException>(() => SurfaceDistances.Compute(new byte[reference], [4, 4], new byte[prediction], [4, 4], [1, 1])).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => SurfaceDistances.Compute(new byte[16], [4, 4], new byte[16], [4, 4], [1, 0]));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(100.1)]
    [InlineData(double.NaN)]
    public void Should_refuse_what_is_no_percentage(double percent)
    {
        Mask mask = new RandomCase(1).Mask(new Size3(4, 4, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => SurfaceDistances.Compute(mask, mask, Spacing.Isotropic(1)).RobustHausdorff(percent));
    }

    static void AssertSame(SegmentationScores expected, SegmentationScores actual)
    {
        Goldens.AssertClose(expected.Dice, actual.Dice, 1e-12, "Dice");
        Goldens.AssertClose(expected.SurfaceDice, actual.SurfaceDice, 1e-12, "surface Dice");
        Goldens.AssertClose(expected.Hausdorff100, actual.Hausdorff100, 1e-12, "Hausdorff 100");
        Goldens.AssertClose(expected.AsdReferenceToPrediction, actual.AsdReferenceToPrediction, 1e-12, "reference to prediction");
        Goldens.AssertClose(expected.AsdPredictionToReference, actual.AsdPredictionToReference, 1e-12, "prediction to reference");
        Goldens.AssertClose(expected.AssdAreaWeighted, actual.AssdAreaWeighted, 1e-12, "both");
    }
}
