namespace SiteAdapt.Imaging;

/// <summary>
/// The map from voxel indices to world coordinates in millimetres (RAS+: x to the right, y to the front, z to the top):
/// three rows of (a, b, c, translation).
/// </summary>
public sealed record Affine(
    double M00, double M01, double M02, double M03,
    double M10, double M11, double M12, double M13,
    double M20, double M21, double M22, double M23)
{
    public double this[int row, int column] => (row, column) switch
    {
        (0, 0) => M00, (0, 1) => M01, (0, 2) => M02, (0, 3) => M03,
        (1, 0) => M10, (1, 1) => M11, (1, 2) => M12, (1, 3) => M13,
        (2, 0) => M20, (2, 1) => M21, (2, 2) => M22, (2, 3) => M23,
        _ => throw new ArgumentOutOfRangeException(nameof(row), $"({row}, {column}) is outside a 3x4 affine"),
    };

    /// <summary>Axis-aligned, with voxel (0, 0, 0) at the given world position.</summary>
    public static Affine FromSpacing(Spacing spacing, double originX = 0, double originY = 0, double originZ = 0) => new(
        spacing.X, 0, 0, originX,
        0, spacing.Y, 0, originY,
        0, 0, spacing.Z, originZ);

    /// <summary>World position of a (possibly fractional) voxel index.</summary>
    public (double X, double Y, double Z) Apply(double i, double j, double k) => (
        M00 * i + M01 * j + M02 * k + M03,
        M10 * i + M11 * j + M12 * k + M13,
        M20 * i + M21 * j + M22 * k + M23);
}
