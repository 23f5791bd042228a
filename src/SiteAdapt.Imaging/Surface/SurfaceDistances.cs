namespace SiteAdapt.Imaging;

/// <summary>
/// Distances between the surfaces of two masks as DeepMind's surface-distance library defines them (Nikolov et al. 2021;
/// protocol, section 6.1): surface elements at voxel corners, weighted by their area. Elements' areas are that library's
/// own, not geometric truth.
/// <para>An empty prediction: mean distances (infinity, NaN), Hausdorff infinity, overlaps (0, NaN), surface Dice 0. An empty
/// reference: the same mirrored. Both empty: Hausdorff infinity, everything else NaN.</para>
/// </summary>
public sealed class SurfaceDistances
{
    SurfaceDistances(DirectedDistances referenceToPrediction, DirectedDistances predictionToReference) =>
        (ReferenceToPrediction, PredictionToReference) = (referenceToPrediction, predictionToReference);

    public DirectedDistances ReferenceToPrediction { get; }

    public DirectedDistances PredictionToReference { get; }

    /// <summary>Of two 3-D masks.</summary>
    /// <param name="reference">The true mask.</param>
    /// <param name="prediction">The mask to be judged, of the same size.</param>
    /// <param name="spacing">Millimetres between voxels; the masks' affines are not looked at.</param>
    /// <param name="threads">At most so many threads, 0 for one per processor; the result does not depend on it.</param>
    /// <exception cref="InputException">The sizes differ, or a spacing is not a positive finite number.</exception>
    public static SurfaceDistances Compute(Mask reference, Mask prediction, Spacing spacing, int threads = 0) =>
        Compute(SurfaceInput.Create(reference, prediction, spacing), threads);

    /// <summary>Of two 2-D or 3-D masks of zeros and ones, the first axis the fastest; one spacing per axis.</summary>
    /// <exception cref="InputException">Shapes or number of spacings differ, or the masks are neither 2-D nor 3-D.</exception>
    public static SurfaceDistances Compute(
        byte[] reference, int[] referenceShape, byte[] prediction, int[] predictionShape, double[] spacing, int threads = 0) =>
        Compute(SurfaceInput.Create(reference, referenceShape, prediction, predictionShape, spacing), threads);

    internal static SurfaceDistances Compute(SurfaceInput input, int threads)
    {
        ParallelOptions options = Parallelism.Options(threads);
        SurfaceElements reference = Find(input.Reference), prediction = Find(input.Prediction);
        var workspace = new Lazy<double[]>(() => new double[reference.Points.Marks.Length]);
        return new SurfaceDistances(Measure(reference, prediction), Measure(prediction, reference));

        SurfaceElements Find(byte[] mask) =>
            SurfaceElements.Find(mask, input.Size, input.Dimensions, input.Spacing, options);

        DirectedDistances Measure(SurfaceElements from, SurfaceElements to) =>
            new(from.Points.DistancesTo(to.Points, input.Spacing, workspace, options), from.Areas);
    }

    /// <summary>Share of both surfaces' area that is at most <paramref name="toleranceMm"/> from the other surface.</summary>
    public double SurfaceDice(double toleranceMm) =>
        (ReferenceToPrediction.AreaWithin(toleranceMm) + PredictionToReference.AreaWithin(toleranceMm))
        / (ReferenceToPrediction.TotalArea + PredictionToReference.TotalArea);

    /// <summary>The two area-weighted mean distances.</summary>
    public (double ReferenceToPrediction, double PredictionToReference) AverageDistance() =>
        (ReferenceToPrediction.Mean, PredictionToReference.Mean);

    /// <summary>Area-weighted mean over both surfaces together.</summary>
    public double AverageSymmetricDistance() =>
        (ReferenceToPrediction.WeightedSum + PredictionToReference.WeightedSum)
        / (ReferenceToPrediction.TotalArea + PredictionToReference.TotalArea);

    /// <summary>
    /// The larger of the two distances within which <paramref name="percent"/> of each surface's area lie; 100 is the plain
    /// Hausdorff distance.
    /// </summary>
    public double RobustHausdorff(double percent)
    {
        if (!(percent is >= 0 and <= 100)) throw new ArgumentOutOfRangeException(nameof(percent), percent, "a percentage is 0 to 100");
        return Math.Max(ReferenceToPrediction.Quantile(percent), PredictionToReference.Quantile(percent));
    }

    /// <summary>Share of each surface's own area that is at most <paramref name="toleranceMm"/> from the other surface.</summary>
    public (double Reference, double Prediction) Overlap(double toleranceMm) => (
        ReferenceToPrediction.AreaWithin(toleranceMm) / ReferenceToPrediction.TotalArea,
        PredictionToReference.AreaWithin(toleranceMm) / PredictionToReference.TotalArea);
}
