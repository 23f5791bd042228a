namespace SiteAdapt.Imaging;

/// <summary>
/// Zooms a volume axis by axis. The two axes of a slice are done while the slice is in cache; the slow axis is done in blocks
/// of neighbouring columns. A slow axis that shrinks goes first; one that grows goes last and then works in place in the
/// output. Every line is computed by one thread in one order, so the number of threads cannot change a bit.
/// </summary>
sealed class SeparableZoom(Size3 from, Size3 to, Interpolation interpolation, int threads)
{
    // 64 lanes: a row of them hides the latency of the recursion, and a block of 512 rows still fits the second cache
    const int Lanes = 64;

    readonly AxisZoom? alongX = Axis(from.X, to.X, interpolation);
    readonly AxisZoom? alongY = Axis(from.Y, to.Y, interpolation);
    readonly AxisZoom? alongZ = Axis(from.Z, to.Z, interpolation);
    readonly ParallelOptions options = Parallelism.Options(threads);

    static AxisZoom? Axis(int length, int outLength, Interpolation interpolation) =>
        length == outLength ? null : new AxisZoom(length, outLength, interpolation);

    public T[] Run<T, TStorage>(T[] input) where TStorage : IVoxelStorage<T> => Run<T, TStorage, T, TStorage, T, TStorage>(input);

    /// <summary>Reads voxels of one type, keeps what stands between the two stages in another, and writes a third.</summary>
    public TOut[] Run<TIn, TInStorage, TMid, TMidStorage, TOut, TOutStorage>(TIn[] input)
        where TInStorage : IVoxelStorage<TIn> where TMidStorage : IVoxelStorage<TMid> where TOutStorage : IVoxelStorage<TOut>
    {
        var output = new TOut[to.Count];
        bool slices = alongX is not null || alongY is not null;
        if (alongZ is null)
        {
            ZoomSlices<TIn, TInStorage, TOut, TOutStorage>(input, output, from.Z);
        }
        else if (!slices)
        {
            ZoomColumns<TIn, TInStorage, TOut, TOutStorage>(input, output, from.X * from.Y);
        }
        else if (to.Z < from.Z)
        {
            var middle = new TMid[from.With(2, to.Z).Count];
            ZoomColumns<TIn, TInStorage, TMid, TMidStorage>(input, middle, from.X * from.Y);
            ZoomSlices<TMid, TMidStorage, TOut, TOutStorage>(middle, output, to.Z);
        }
        else
        {
            TMid[] middle = output as TMid[] ?? new TMid[to.With(2, from.Z).Count];
            ZoomSlices<TIn, TInStorage, TMid, TMidStorage>(input, middle, from.Z);
            ZoomColumns<TMid, TMidStorage, TOut, TOutStorage>(middle, output, to.X * to.Y);
        }
        return output;
    }

    void ZoomColumns<TIn, TInStorage, TOut, TOutStorage>(TIn[] input, TOut[] output, int columns)
        where TInStorage : IVoxelStorage<TIn> where TOutStorage : IVoxelStorage<TOut>
    {
        AxisZoom zoom = alongZ!;
        Parallel.For(0, (columns + Lanes - 1) / Lanes, options,
            () => (new double[zoom.Length * Lanes], new double[zoom.OutLength * Lanes]),
            (block, _, scratch) =>
            {
                (double[] lines, double[] result) = scratch;
                int start = block * Lanes, count = Math.Min(Lanes, columns - start);
                for (int z = 0; z < zoom.Length; z++)
                    TInStorage.Load(input.AsSpan(z * columns + start, count), lines.AsSpan(z * Lanes));
                zoom.Apply(lines, Lanes, result, Lanes, Lanes);
                for (int z = 0; z < zoom.OutLength; z++)
                    TOutStorage.Store(result.AsSpan(z * Lanes, count), output.AsSpan(z * columns + start, count));
                return scratch;
            },
            _ => { });
    }

    void ZoomSlices<TIn, TInStorage, TOut, TOutStorage>(TIn[] input, TOut[] output, int slices)
        where TInStorage : IVoxelStorage<TIn> where TOutStorage : IVoxelStorage<TOut>
    {
        int inCount = from.X * from.Y, outCount = to.X * to.Y;
        Parallel.For(0, slices, options,
            () => new SliceZoom(alongX, alongY, new Size3(from.X, from.Y, 1), Lanes),
            (z, _, slice) =>
            {
                for (int y = 0; y < from.Y; y++)
                    TInStorage.Load(input.AsSpan(z * inCount + y * from.X, from.X), slice.InputRow(y));
                slice.Run();
                for (int y = 0; y < to.Y; y++)
                    TOutStorage.Store(slice.OutputRow(y), output.AsSpan(z * outCount + y * to.X, to.X));
                return slice;
            },
            _ => { });
    }
}
