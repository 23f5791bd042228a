namespace SiteAdapt.Imaging;

/// <summary>
/// The qform of a NIfTI header: rotation as a unit quaternion (a is implied), the handedness <c>qfac</c> that is stored in
/// pixdim[0], spacing, and the position of voxel (0, 0, 0). Method 2 of nifti1.h.
/// </summary>
sealed record QuaternionForm(double B, double C, double D, double Qfac, Spacing Spacing, (double X, double Y, double Z) Offset)
{
    // Rounding to 32 bits leaves b^2 + c^2 + d^2 above 1 by 2e-7 at most; a file that is further off holds something else.
    const double LengthTolerance = 1e-3;

    // Below, a is rounding noise of b, c and d: the reference implementation takes it as 0.
    const double SmallestSquareOfA = 1e-7;

    /// <summary>The affine, or null where the numbers are not a rotation.</summary>
    public Affine? ToAffine()
    {
        double rest = 1 - (B * B + C * C + D * D);
        if (!(rest >= -LengthTolerance)) return null;
        double a = rest < SmallestSquareOfA ? 0 : Math.Sqrt(rest);
        double scale = 1 / Math.Sqrt(a * a + B * B + C * C + D * D);
        var (b, c, d) = (B * scale, C * scale, D * scale);
        a *= scale;
        double z = Spacing.Z * (Qfac < 0 ? -1 : 1);
        return Affine.FromColumns(
            (Spacing.X * (a * a + b * b - c * c - d * d), Spacing.X * 2 * (b * c + a * d), Spacing.X * 2 * (b * d - a * c)),
            (Spacing.Y * 2 * (b * c - a * d), Spacing.Y * (a * a + c * c - b * b - d * d), Spacing.Y * 2 * (c * d + a * b)),
            (z * 2 * (b * d + a * c), z * 2 * (c * d - a * b), z * (a * a + d * d - b * b - c * c)),
            Offset);
    }

    /// <summary>
    /// The qform of a grid, its numbers rounded to 32 bits as a NIfTI-1 file holds them; null where the axes are not orthogonal or
    /// the rounded numbers would put a corner voxel more than a hundredth of a voxel elsewhere.
    /// </summary>
    public static QuaternionForm? TryFrom(Grid grid)
    {
        Affine affine = grid.Affine;
        Spacing spacing = grid.Spacing;
        double qfac = affine.Determinant < 0 ? -1 : 1;
        var rotation = new double[3, 3];
        for (int row = 0; row < 3; row++)
            for (int column = 0; column < 3; column++)
                rotation[row, column] = affine[row, column] / spacing[column] * (column == 2 ? qfac : 1);
        var (b, c, d) = Quaternion(rotation);
        var form = new QuaternionForm((float)b, (float)c, (float)d, qfac,
            new((float)spacing.X, (float)spacing.Y, (float)spacing.Z), ((float)affine.M03, (float)affine.M13, (float)affine.M23));
        return form.ToAffine() is { } back && GridComparison.Compare(grid, grid with { Affine = back }).Same ? form : null;
    }

    /// <summary>b, c, d of a rotation matrix, a not negative. Divides by the largest of the four, so never by a small number.</summary>
    static (double B, double C, double D) Quaternion(double[,] r)
    {
        double a4 = 1 + r[0, 0] + r[1, 1] + r[2, 2], b4 = 1 + r[0, 0] - r[1, 1] - r[2, 2];
        double c4 = 1 - r[0, 0] + r[1, 1] - r[2, 2], d4 = 1 - r[0, 0] - r[1, 1] + r[2, 2];
        double largest = Math.Max(Math.Max(a4, b4), Math.Max(c4, d4));
        double divisor = 2 * Math.Sqrt(largest); // 4 times the largest component
        double yz = r[2, 1] - r[1, 2], zx = r[0, 2] - r[2, 0], xy = r[1, 0] - r[0, 1];
        var (a, b, c, d) = largest == a4 ? (divisor * divisor / 4, yz, zx, xy)
            : largest == b4 ? (yz, divisor * divisor / 4, r[0, 1] + r[1, 0], r[0, 2] + r[2, 0])
            : largest == c4 ? (zx, r[0, 1] + r[1, 0], divisor * divisor / 4, r[1, 2] + r[2, 1])
            : (xy, r[0, 2] + r[2, 0], r[1, 2] + r[2, 1], divisor * divisor / 4);
        double sign = a < 0 ? -1 : 1;
        return (sign * b / divisor, sign * c / divisor, sign * d / divisor);
    }
}
