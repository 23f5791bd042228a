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

    /// <summary>Three direction columns (each the step of one voxel along an array axis) and the position of voxel (0, 0, 0).</summary>
    public static Affine FromColumns(
        (double X, double Y, double Z) first, (double X, double Y, double Z) second, (double X, double Y, double Z) third,
        (double X, double Y, double Z) translation) => new(
        first.X, second.X, third.X, translation.X,
        first.Y, second.Y, third.Y, translation.Y,
        first.Z, second.Z, third.Z, translation.Z);

    /// <summary>World position of a (possibly fractional) voxel index.</summary>
    public (double X, double Y, double Z) Apply(double i, double j, double k) => (
        M00 * i + M01 * j + M02 * k + M03,
        M10 * i + M11 * j + M12 * k + M13,
        M20 * i + M21 * j + M22 * k + M23);

    /// <summary>A column: 0 to 2 the steps along the array axes, 3 the translation.</summary>
    public (double X, double Y, double Z) Column(int column) => (this[0, column], this[1, column], this[2, column]);

    /// <summary>Length of a column: for 0 to 2 the spacing along that array axis.</summary>
    public double ColumnLength(int column)
    {
        var (x, y, z) = Column(column);
        return Math.Sqrt(x * x + y * y + z * z);
    }

    /// <summary>Of the 3x3 part: signed volume of a voxel (negative where the array axes are left-handed).</summary>
    public double Determinant =>
        M00 * (M11 * M22 - M12 * M21) - M01 * (M10 * M22 - M12 * M20) + M02 * (M10 * M21 - M11 * M20);

    /// <summary>All twelve numbers are finite.</summary>
    public bool IsFinite
    {
        get
        {
            for (int row = 0; row < 3; row++)
                for (int column = 0; column < 4; column++)
                    if (!double.IsFinite(this[row, column])) return false;
            return true;
        }
    }

    /// <summary>From world back to voxel indices.</summary>
    /// <exception cref="InvalidOperationException">The 3x3 part has no inverse.</exception>
    public Affine Inverse()
    {
        double scale = 1 / Determinant;
        if (!double.IsFinite(scale)) throw new InvalidOperationException($"An affine without inverse: {this}");
        double i00 = (M11 * M22 - M12 * M21) * scale, i01 = (M02 * M21 - M01 * M22) * scale, i02 = (M01 * M12 - M02 * M11) * scale;
        double i10 = (M12 * M20 - M10 * M22) * scale, i11 = (M00 * M22 - M02 * M20) * scale, i12 = (M02 * M10 - M00 * M12) * scale;
        double i20 = (M10 * M21 - M11 * M20) * scale, i21 = (M01 * M20 - M00 * M21) * scale, i22 = (M00 * M11 - M01 * M10) * scale;
        return new(
            i00, i01, i02, -(i00 * M03 + i01 * M13 + i02 * M23),
            i10, i11, i12, -(i10 * M03 + i11 * M13 + i12 * M23),
            i20, i21, i22, -(i20 * M03 + i21 * M13 + i22 * M23));
    }

    /// <summary>The map that applies <paramref name="inner"/> first and then this one (matrix product this * inner).</summary>
    public Affine Compose(Affine inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        var (x, y, z) = (inner.Column(0), inner.Column(1), inner.Column(2));
        return FromColumns(Linear(x), Linear(y), Linear(z), Apply(inner.M03, inner.M13, inner.M23));
    }

    /// <summary>Every entry times a factor, as for a change of the unit of length.</summary>
    public Affine Scaled(double factor) => new(
        M00 * factor, M01 * factor, M02 * factor, M03 * factor,
        M10 * factor, M11 * factor, M12 * factor, M13 * factor,
        M20 * factor, M21 * factor, M22 * factor, M23 * factor);

    /// <summary>No entry differs by more than <paramref name="tolerance"/>; false where one is not a number.</summary>
    public bool ApproximatelyEquals(Affine other, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int row = 0; row < 3; row++)
            for (int column = 0; column < 4; column++)
                if (!(Math.Abs(this[row, column] - other[row, column]) <= tolerance)) return false;
        return true;
    }

    /// <summary>Largest distance, in millimetres, between where two affines put the same corner voxel of a grid.</summary>
    public double CornerDisplacement(Affine other, Size3 size)
    {
        ArgumentNullException.ThrowIfNull(other);
        double largest = 0;
        for (int corner = 0; corner < 8; corner++)
        {
            double i = (corner & 1) * (size.X - 1.0), j = (corner >> 1 & 1) * (size.Y - 1.0), k = (corner >> 2) * (size.Z - 1.0);
            var (a, b) = (Apply(i, j, k), other.Apply(i, j, k));
            double square = (a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y) + (a.Z - b.Z) * (a.Z - b.Z);
            largest = Math.Max(largest, Math.Sqrt(square)); // Math.Max keeps NaN
        }
        return largest;
    }

    (double X, double Y, double Z) Linear((double X, double Y, double Z) v) => (
        M00 * v.X + M01 * v.Y + M02 * v.Z,
        M10 * v.X + M11 * v.Y + M12 * v.Z,
        M20 * v.X + M21 * v.Y + M22 * v.Z);
}
