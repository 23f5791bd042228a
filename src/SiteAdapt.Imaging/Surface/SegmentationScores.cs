namespace SiteAdapt.Imaging;

/// <summary>
/// How well a predicted mask agrees with the reference. Dice and everything that is about surfaces as in DeepMind's
/// surface-distance library; <see cref="SurfaceDistances"/> says what empty masks give. Distances in millimetres.
/// </summary>
/// <param name="Dice">Dice coefficient of the voxels.</param>
/// <param name="SurfaceDice">Share of both surfaces within the tolerance of the other.</param>
/// <param name="ToleranceMm">The tolerance of <paramref name="SurfaceDice"/>.</param>
/// <param name="Hausdorff95">Robust Hausdorff distance at 95 % of the area, the larger of both directions.</param>
/// <param name="Hausdorff100">Hausdorff distance of the surface elements.</param>
/// <param name="AsdReferenceToPrediction">Area-weighted mean distance from the reference's surface to the prediction's.</param>
/// <param name="AsdPredictionToReference">Area-weighted mean distance from the prediction's surface to the reference's.</param>
/// <param name="AssdAreaWeighted">Area-weighted mean over both surfaces together.</param>
public sealed record SegmentationScores(
    double Dice, double SurfaceDice, double ToleranceMm, double Hausdorff95, double Hausdorff100,
    double AsdReferenceToPrediction, double AsdPredictionToReference, double AssdAreaWeighted)
{
    /// <summary>Of two 3-D masks; <paramref name="spacing"/> in millimetres, the affines are not looked at.</summary>
    /// <exception cref="InputException">The sizes differ, or a spacing is not a positive finite number.</exception>
    public static SegmentationScores Compute(Mask reference, Mask prediction, Spacing spacing, double toleranceMm = 1, int threads = 0)
    {
        double dice = MaskOverlap.Dice(reference, prediction);
        SurfaceDistances surfaces = SurfaceDistances.Compute(reference, prediction, spacing, threads);
        (double toPrediction, double toReference) = surfaces.AverageDistance();
        return new SegmentationScores(
            dice, surfaces.SurfaceDice(toleranceMm), toleranceMm, surfaces.RobustHausdorff(95), surfaces.RobustHausdorff(100),
            toPrediction, toReference, surfaces.AverageSymmetricDistance());
    }
}
