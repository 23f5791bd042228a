namespace SiteAdapt.Imaging;

/// <summary>
/// The exact Euclidean distance transform with physical spacing, in time linear in the voxels (Felzenszwalb and Huttenlocher
/// 2012; Meijster et al. 2000). A distance is sqrt((dx * sx)^2 + (dy * sy)^2 + (dz * sz)^2) of whole-voxel offsets, summed in
/// this order in double: one voxel along an axis is exactly that axis' spacing.
/// </summary>
public static class DistanceTransform
{
    const int ColumnBlock = 16;

    /// <summary>
    /// Distance in millimetres from each voxel centre to the nearest voxel centre of the mask: 0 in the mask, +infinity
    /// everywhere if it is empty. Array order as the mask's.
    /// </summary>
    /// <param name="mask">The voxels to measure the distance to.</param>
    /// <param name="spacing">Millimetres between voxel centres.</param>
    /// <param name="threads">At most so many threads, 0 for one per processor; the result does not depend on it.</param>
    /// <exception cref="InputException">A spacing is not a positive finite number.</exception>
    public static double[] Compute(Mask mask, Spacing spacing, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(mask);
        SurfaceInput.CheckSpacing(spacing);
        Size3 size = mask.Grid.Size;
        ParallelOptions options = Parallelism.Options(threads);
        var squared = new double[size.Count];
        SquaredInSlices(mask.Voxels, size, spacing, squared, options);
        AlongZ(squared, size, spacing.Z, options);
        return squared;
    }

    /// <summary>Squared distance to the nearest mark (non-zero byte) of the same slice.</summary>
    internal static void SquaredInSlices(byte[] marks, Size3 size, Spacing spacing, double[] squared, ParallelOptions options)
    {
        int slice = size.X * size.Y;
        Parallel.For(0, size.Z, options,
            () => new SliceDistances(size.X, size.Y, spacing),
            (z, _, distances) =>
            {
                distances.Compute(marks.AsSpan(z * slice, slice), squared.AsSpan(z * slice, slice));
                return distances;
            },
            _ => { });
    }

    /// <summary>From squared distances in slices to distances, in place. Columns go in blocks that share cache lines.</summary>
    static void AlongZ(double[] squared, Size3 size, double spacing, ParallelOptions options)
    {
        int slice = size.X * size.Y;
        Parallel.For(0, (slice + ColumnBlock - 1) / ColumnBlock, options,
            () => (new LowerEnvelope(size.Z, spacing), new double[size.Z * ColumnBlock], new double[size.Z]),
            (block, _, state) =>
            {
                (LowerEnvelope envelope, double[] columns, double[] result) = state;
                int start = block * ColumnBlock, count = Math.Min(ColumnBlock, slice - start);
                for (int z = 0; z < size.Z; z++)
                    for (int c = 0; c < count; c++) columns[c * size.Z + z] = squared[z * slice + start + c];
                for (int c = 0; c < count; c++)
                {
                    envelope.Transform(columns.AsSpan(c * size.Z, size.Z), result);
                    result.CopyTo(columns.AsSpan(c * size.Z, size.Z));
                }
                for (int z = 0; z < size.Z; z++)
                    for (int c = 0; c < count; c++) squared[z * slice + start + c] = Math.Sqrt(columns[c * size.Z + z]);
                return state;
            },
            _ => { });
    }
}
