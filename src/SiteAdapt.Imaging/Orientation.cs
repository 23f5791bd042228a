namespace SiteAdapt.Imaging;

/// <summary>
/// Which way the array axes of a grid run in the patient, and the turn to the canonical order (right, anterior, superior).
/// </summary>
public static class Orientation
{
    // Directions that differ by less are held to be equal, so that rounding in a header does not decide.
    const double Tie = 1e-6;

    static readonly int[][] Assignments = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    /// <summary>Letters of where each array axis points to (its nearest world axis): "RAS" is canonical, "LPI" the opposite.</summary>
    public static string Codes(Affine affine)
    {
        ArgumentNullException.ThrowIfNull(affine);
        double[,] rotation = Rotation(affine);
        int[] arrayAxes = Assign(rotation);
        Span<char> codes = stackalloc char[3];
        for (int world = 0; world < 3; world++)
            codes[arrayAxes[world]] = (rotation[world, arrayAxes[world]] < 0 ? "LPI" : "RAS")[world];
        return new string(codes);
    }

    /// <summary>The permutation and flips that make a grid canonical. World positions stay where they are.</summary>
    public static AxisMap MapToCanonical(Grid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        double[,] rotation = Rotation(grid.Affine);
        int[] axes = Assign(rotation);
        return new AxisMap(
            grid, axes[0], axes[1], axes[2], rotation[0, axes[0]] < 0, rotation[1, axes[1]] < 0, rotation[2, axes[2]] < 0);
    }

    /// <summary>The volume with its array axes closest to right, anterior, superior. Nothing is interpolated.</summary>
    /// <returns>The volume (the same object where it is canonical already), and the way back.</returns>
    public static (Volume Volume, AxisMap Map) ToCanonical(Volume volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        AxisMap map = MapToCanonical(volume.Grid);
        return (map.IsIdentity ? volume : new Volume(map.CanonicalGrid, map.ToCanonical(volume.Voxels)), map);
    }

    /// <inheritdoc cref="ToCanonical(Volume)"/>
    public static (Mask Mask, AxisMap Map) ToCanonical(Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        AxisMap map = MapToCanonical(mask.Grid);
        return (map.IsIdentity ? mask : new Mask(map.CanonicalGrid, map.ToCanonical(mask.Voxels)), map);
    }

    /// <summary>An affine that has an orientation: finite, and its axes clearly not in one plane.</summary>
    internal static bool IsUsable(Affine affine) => affine.IsFinite && Math.Abs(DirectionDeterminant(affine)) >= 1e-4;

    /// <summary>Determinant of the three unit directions: 1 for a right-handed orthogonal grid, 0 where they lie in one plane.</summary>
    static double DirectionDeterminant(Affine affine) =>
        affine.Determinant / affine.ColumnLength(0) / affine.ColumnLength(1) / affine.ColumnLength(2);

    /// <summary>The orthogonal matrix nearest to the unit directions (polar factor), by Newton's iteration X = (X + X^-T) / 2.</summary>
    static double[,] Rotation(Affine affine)
    {
        if (!IsUsable(affine)) throw new ArgumentException($"An affine without an orientation: {affine}", nameof(affine));
        var current = Affine.FromColumns(Unit(affine, 0), Unit(affine, 1), Unit(affine, 2), (0, 0, 0));
        for (int step = 0; step < 60; step++)
        {
            Affine next = MeanWithInverseTranspose(current);
            bool settled = next.ApproximatelyEquals(current, 1e-14);
            current = next;
            if (settled) break;
        }
        var rotation = new double[3, 3];
        for (int row = 0; row < 3; row++)
            for (int column = 0; column < 3; column++) rotation[row, column] = current[row, column];
        return rotation;
    }

    static Affine MeanWithInverseTranspose(Affine x)
    {
        Affine inverse = x.Inverse();
        return Affine.FromColumns(Mean(0), Mean(1), Mean(2), (0, 0, 0));

        (double, double, double) Mean(int c) =>
            ((x[0, c] + inverse[c, 0]) / 2, (x[1, c] + inverse[c, 1]) / 2, (x[2, c] + inverse[c, 2]) / 2);
    }

    static (double X, double Y, double Z) Unit(Affine affine, int column)
    {
        var (x, y, z) = affine.Column(column);
        double length = affine.ColumnLength(column);
        return (x / length, y / length, z / length);
    }

    /// <summary>
    /// For each world axis the array axis that stands for it: of the six assignments the one with the largest sum of cosines, so
    /// that none is used twice. Among equals the choice looks only at products inside a column, which neither a flip nor another
    /// order of the array axes changes: the same oblique scan is turned the same way however it is stored.
    /// </summary>
    static int[] Assign(double[,] rotation)
    {
        int[] best = Assignments[0];
        for (int candidate = 1; candidate < Assignments.Length; candidate++)
            if (IsBetter(rotation, Assignments[candidate], best)) best = Assignments[candidate];
        return best;
    }

    static bool IsBetter(double[,] rotation, int[] candidate, int[] best)
    {
        Span<double> mine = stackalloc double[7], theirs = stackalloc double[7];
        Rank(rotation, candidate, mine);
        Rank(rotation, best, theirs);
        for (int k = 0; k < mine.Length; k++)
            if (Math.Abs(mine[k] - theirs[k]) > Tie) return mine[k] > theirs[k];
        return false;
    }

    static void Rank(double[,] rotation, int[] axes, Span<double> rank)
    {
        rank.Clear();
        for (int world = 0; world < 3; world++)
        {
            int axis = axes[world];
            rank[0] += Math.Abs(rotation[world, axis]);
            rank[1 + world] = Math.Abs(rotation[world, axis]);
            rank[4 + world] = rotation[world, axis] * rotation[(world + 1) % 3, axis];
        }
    }
}
