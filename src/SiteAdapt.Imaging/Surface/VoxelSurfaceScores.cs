namespace SiteAdapt.Imaging;

/// <summary>
/// Distances in millimetres between the border voxels of two masks: voxels of the mask with a face neighbour (2-D: edge
/// neighbour) outside it, outside the array counting as outside. Each voxel counts once, whatever its area. Libraries differ
/// in what they make of these distances, so each number is named after the library that defines it so; all of them are NaN if
/// a mask is empty (deep_pipe itself gives 0 if both are).
/// </summary>
/// <param name="MedPyAsd">medpy <c>asd(prediction, reference)</c>: mean distance from the prediction's border to the reference's.</param>
/// <param name="MedPyAsdReversed">medpy <c>asd(reference, prediction)</c>: mean distance from the reference's border to the prediction's.</param>
/// <param name="DeepPipeAssd">deep_pipe's <c>assd</c>: mean of the two directed means (medpy pools the distances instead).</param>
/// <param name="DeepPipeHausdorff">deep_pipe's <c>hausdorff_distance</c>: the largest distance of both directions.</param>
/// <param name="MedPyHausdorff95">medpy's <c>hd95</c>: 95th percentile, linearly interpolated, of both directions' distances pooled.</param>
public sealed record VoxelSurfaceScores(
    double MedPyAsd, double MedPyAsdReversed, double DeepPipeAssd, double DeepPipeHausdorff, double MedPyHausdorff95)
{
    /// <summary>Of two 3-D masks; <paramref name="spacing"/> in millimetres, the affines are not looked at.</summary>
    /// <exception cref="InputException">The sizes differ, or a spacing is not a positive finite number.</exception>
    public static VoxelSurfaceScores Compute(Mask reference, Mask prediction, Spacing spacing, int threads = 0) =>
        Compute(SurfaceInput.Create(reference, prediction, spacing), threads);

    /// <summary>Of two 2-D or 3-D masks of zeros and ones, the first axis the fastest; one spacing per axis.</summary>
    /// <exception cref="InputException">Shapes or number of spacings differ, or the masks are neither 2-D nor 3-D.</exception>
    public static VoxelSurfaceScores Compute(
        byte[] reference, int[] referenceShape, byte[] prediction, int[] predictionShape, double[] spacing, int threads = 0) =>
        Compute(SurfaceInput.Create(reference, referenceShape, prediction, predictionShape, spacing), threads);

    internal static VoxelSurfaceScores Compute(SurfaceInput input, int threads)
    {
        ParallelOptions options = Parallelism.Options(threads);
        SurfacePoints reference = BorderVoxels.Find(input.Reference, input.Size, input.Dimensions, options);
        SurfacePoints prediction = BorderVoxels.Find(input.Prediction, input.Size, input.Dimensions, options);
        if (reference.Indices.Length == 0 || prediction.Indices.Length == 0)
            return new VoxelSurfaceScores(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

        var workspace = new Lazy<double[]>(() => new double[reference.Marks.Length]);
        double[] fromReference = reference.DistancesTo(prediction, input.Spacing, workspace, options);
        double[] fromPrediction = prediction.DistancesTo(reference, input.Spacing, workspace, options);
        double asd = fromPrediction.Average(), reversed = fromReference.Average();
        double[] pooled = [.. fromReference, .. fromPrediction];
        Array.Sort(pooled);
        return new VoxelSurfaceScores(asd, reversed, (asd + reversed) / 2, pooled[^1], Percentile.OfSorted(pooled, 95));
    }
}
