namespace SiteAdapt.Imaging;

/// <summary>Points of a lattice: a non-zero mark each, and the same as a list of array indices in ascending order.</summary>
sealed record SurfacePoints(Size3 Size, byte[] Marks, int[] Indices)
{
    /// <summary>Makes the list from the marks.</summary>
    public static SurfacePoints FromMarks(Size3 size, byte[] marks, ParallelOptions options)
    {
        int slice = size.X * size.Y;
        var starts = new int[size.Z + 1];
        Parallel.For(0, size.Z, options, z => starts[z + 1] = slice - marks.AsSpan(z * slice, slice).Count((byte)0));
        for (int z = 0; z < size.Z; z++) starts[z + 1] += starts[z];
        var indices = new int[starts[^1]];
        Parallel.For(0, size.Z, options, z =>
        {
            ReadOnlySpan<byte> rest = marks.AsSpan(0, (z + 1) * slice);
            int next = starts[z], index = z * slice;
            while (next < starts[z + 1])
            {
                index += rest[index..].IndexOfAnyExcept((byte)0);
                indices[next++] = index++;
            }
        });
        return new SurfacePoints(size, marks, indices);
    }

    /// <summary>
    /// Distance in millimetres from each point of this list to the nearest point of the other, on the same lattice; +infinity
    /// if there is none. The slices of the distance transform are computed in full; the last axis only where a point asks,
    /// from its slice outwards until no further slice can be nearer.
    /// </summary>
    public double[] DistancesTo(SurfacePoints other, Spacing spacing, double[] workspace, ParallelOptions options)
    {
        var distances = new double[Indices.Length];
        if (other.Indices.Length == 0)
        {
            Array.Fill(distances, double.PositiveInfinity);
            return distances;
        }
        if (distances.Length == 0) return distances;
        DistanceTransform.SquaredInSlices(other.Marks, Size, spacing, workspace, options);
        double[] squareZ = LowerEnvelope.Squares(Size.Z, spacing.Z);
        const int Chunk = 4096;
        Parallel.For(0, (distances.Length + Chunk - 1) / Chunk, options, chunk =>
        {
            int end = Math.Min(distances.Length, (chunk + 1) * Chunk);
            for (int i = chunk * Chunk; i < end; i++) distances[i] = Math.Sqrt(NearestAlongZ(workspace, Indices[i], squareZ));
        });
        return distances;
    }

    double NearestAlongZ(double[] squared, int index, double[] squareZ)
    {
        int slice = Size.X * Size.Y, z = index / slice;
        double best = squared[index];
        for (int step = 1; step < squareZ.Length && squareZ[step] < best; step++)
        {
            if (step <= z) best = Math.Min(best, squared[index - step * slice] + squareZ[step]);
            if (z + step < Size.Z) best = Math.Min(best, squared[index + step * slice] + squareZ[step]);
        }
        return best;
    }
}
