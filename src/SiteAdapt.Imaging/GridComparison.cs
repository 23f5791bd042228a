using System.Globalization;

namespace SiteAdapt.Imaging;

/// <summary>Whether two grids are the same voxels in the same places, and if not, how they differ.</summary>
/// <param name="Same">Equal sizes, and no corner voxel further apart than the tolerance.</param>
/// <param name="CornerDisplacementMm">Largest distance between equal corners, in mm; NaN where the sizes differ.</param>
/// <param name="Difference">One sentence for an error message; empty where the grids are the same.</param>
public sealed record GridComparison(bool Same, double CornerDisplacementMm, string Difference)
{
    /// <summary>
    /// Share of the smallest spacing that corners may be apart by default. Files round an affine to 32-bit floats and a rotation
    /// to a quaternion, which moves far corners by up to some thousandths of a voxel; a hundredth has no effect on any result.
    /// </summary>
    public const double DefaultToleranceInVoxels = 0.01;

    /// <param name="first">One grid.</param>
    /// <param name="second">The other grid.</param>
    /// <param name="toleranceMm">Largest distance allowed, in mm; by default a hundredth of the smallest spacing.</param>
    /// <param name="firstName">What the sentence calls the first.</param>
    /// <param name="secondName">What the sentence calls the second.</param>
    public static GridComparison Compare(
        Grid first, Grid second, double? toleranceMm = null, string firstName = "image", string secondName = "label")
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Size != second.Size)
            return new(false, double.NaN, $"the {firstName} has {first.Size} voxels and the {secondName} {second.Size}");
        double allowed = toleranceMm ?? DefaultToleranceInVoxels * Math.Min(Smallest(first.Spacing), Smallest(second.Spacing));
        double apart = first.Affine.CornerDisplacement(second.Affine, first.Size);
        if (apart <= allowed) return new(true, apart, "");
        return new(false, apart, string.Create(CultureInfo.InvariantCulture,
            $"the affines put a corner voxel {apart:0.####} mm apart (allowed: {allowed:0.####} mm): ")
            + $"{firstName} {Describe(first)}; {secondName} {Describe(second)}");
    }

    static double Smallest(Spacing spacing) => Math.Min(spacing.X, Math.Min(spacing.Y, spacing.Z));

    static string Describe(Grid grid)
    {
        var (x, y, z) = grid.Affine.Column(3);
        string codes = Orientation.IsUsable(grid.Affine) ? Orientation.Codes(grid.Affine) : "no orientation";
        return string.Create(CultureInfo.InvariantCulture, $"{codes}, spacing {grid.Spacing} mm, origin ({x:0.##}, {y:0.##}, {z:0.##})");
    }
}
