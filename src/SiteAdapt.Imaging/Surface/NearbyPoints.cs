namespace SiteAdapt.Imaging;

/// <summary>
/// Squared distances to the nearest point of a lattice where it is near, as surfaces of good masks are: the steps to the nearest
/// point of each column along y (vector operations), then a search over the columns around, from the inside outwards.
/// </summary>
sealed class NearbyPoints
{
    /// <summary>Columns to each side along x and z. A search in vain looks at (2 * 6 + 1)^2 of them, about as long as the whole transform takes for a point.</summary>
    const int Reach = 6;

    readonly Size3 size;
    readonly int slice;
    readonly int[] steps;
    readonly double[] squareX, squareY, squareZ;

    public NearbyPoints(SurfacePoints points, Spacing spacing, ParallelOptions options)
    {
        (size, slice) = (points.Size, points.Size.X * points.Size.Y);
        steps = new int[points.Marks.Length];
        Parallel.For(0, size.Z, options, z =>
            ColumnSteps.Fill(points.Marks.AsSpan(z * slice, slice), size.X, steps.AsSpan(z * slice, slice)));
        squareX = LowerEnvelope.Squares(Reach + 2, spacing.X);
        squareY = LowerEnvelope.Squares(size.Y, spacing.Y);
        squareZ = LowerEnvelope.Squares(Reach + 2, spacing.Z);
    }

    /// <summary>Exact; NaN where the nearest point may lie outside of the columns that are looked at.</summary>
    public double Squared(int index)
    {
        int x = index % size.X, z = index / slice;
        double best = AlongX(index, x, 0, double.PositiveInfinity);
        for (int step = 1; step <= Reach && squareZ[step] < best; step++)
        {
            if (step <= z) best = AlongX(index - step * slice, x, squareZ[step], best);
            if (z + step < size.Z) best = AlongX(index + step * slice, x, squareZ[step], best);
        }
        return best <= Math.Min(squareX[Reach + 1], squareZ[Reach + 1]) ? best : double.NaN;
    }

    /// <summary>The smaller of <paramref name="best"/> and what the row of a voxel has; z: the square of the row's offset along z.</summary>
    double AlongX(int index, int x, double z, double best)
    {
        best = Math.Min(best, At(index, 0, z));
        for (int step = 1; step <= Reach && squareX[step] + z < best; step++)
        {
            if (step <= x) best = Math.Min(best, At(index - step, squareX[step], z));
            if (x + step < size.X) best = Math.Min(best, At(index + step, squareX[step], z));
        }
        return best;
    }

    // Summed in the order of DistanceTransform
    double At(int index, double x, double z) => steps[index] < ColumnSteps.Far ? squareY[steps[index]] + x + z : double.PositiveInfinity;
}
