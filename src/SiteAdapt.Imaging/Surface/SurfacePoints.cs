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
    /// if there is none. Where a point has none nearby, slices of the distance transform are computed in full, and the last axis
    /// only where such a point asks, from its slice outwards until no further slice can be nearer.
    /// </summary>
    /// <param name="workspace">As many numbers as there are marks; made only if a point asks.</param>
    public double[] DistancesTo(SurfacePoints other, Spacing spacing, Lazy<double[]> workspace, ParallelOptions options)
    {
        var distances = new double[Indices.Length];
        if (other.Indices.Length == 0)
        {
            Array.Fill(distances, double.PositiveInfinity);
            return distances;
        }
        var nearby = new NearbyPoints(other, spacing, options);
        ForEach(options, i => distances[i] = Math.Sqrt(nearby.Squared(Indices[i])));
        if (!Array.Exists(distances, double.IsNaN)) return distances;

        double[] squared = workspace.Value, squareZ = LowerEnvelope.Squares(Size.Z, spacing.Z);
        DistanceTransform.SquaredInSlices(other.Marks, Size, spacing, squared, options);
        ForEach(options, i =>
        {
            if (double.IsNaN(distances[i])) distances[i] = Math.Sqrt(NearestAlongZ(squared, Indices[i], squareZ));
        });
        return distances;
    }

    /// <summary>Places in the list, many at a time for each thread.</summary>
    void ForEach(ParallelOptions options, Action<int> work)
    {
        const int Chunk = 4096;
        Parallel.For(0, (Indices.Length + Chunk - 1) / Chunk, options, chunk =>
        {
            int end = Math.Min(Indices.Length, (chunk + 1) * Chunk);
            for (int i = chunk * Chunk; i < end; i++) work(i);
        });
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
