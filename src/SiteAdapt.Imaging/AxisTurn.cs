using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SiteAdapt.Imaging;

/// <summary>Arrays with their axes in another order or direction.</summary>
static class AxisTurn
{
    // A buffer of 32 x 32 floats stays in the first-level cache.
    const int Tile = 32;

    /// <summary>A new array whose axis c runs along axis <c>axes[c]</c> of the source, backwards where <c>flips[c]</c>.</summary>
    public static T[] Gather<T>(T[] source, Size3 size, int[] axes, bool[] flips) where T : unmanaged
    {
        long[] sourceStrides = [1, size.X, (long)size.X * size.Y];
        int[] lengths = new int[3];
        long[] strides = new long[3];
        long start = 0;
        for (int c = 0; c < 3; c++)
        {
            lengths[c] = size[axes[c]];
            strides[c] = flips[c] ? -sourceStrides[axes[c]] : sourceStrides[axes[c]];
            if (flips[c]) start += (lengths[c] - 1) * sourceStrides[axes[c]];
        }
        var target = GC.AllocateUninitializedArray<T>(source.Length);
        if (source.Length == 0) return target;
        if (axes[0] == 0) GatherRows(source, target, lengths, strides, start);
        else GatherTiles(source, target, lengths, strides, start, inner: axes[1] == 0 ? 1 : 2);
        return target;
    }

    static void GatherRows<T>(T[] source, T[] target, int[] lengths, long[] strides, long start) where T : unmanaged =>
        Parallel.For(0, lengths[2], z =>
        {
            for (int y = 0; y < lengths[1]; y++)
            {
                var row = target.AsSpan(lengths[0] * (y + lengths[1] * z), lengths[0]);
                long from = start + y * strides[1] + z * strides[2];
                source.AsSpan((int)(strides[0] < 0 ? from - (lengths[0] - 1) : from), lengths[0]).CopyTo(row);
                if (strides[0] < 0) row.Reverse();
            }
        });

    /// <summary>The source is contiguous along <paramref name="inner"/>, the target along axis 0: tiles of these two axes.</summary>
    static void GatherTiles<T>(T[] source, T[] target, int[] lengths, long[] strides, long start, int inner) where T : unmanaged
    {
        int outer = 3 - inner;
        long[] targetStrides = [1, lengths[0], (long)lengths[0] * lengths[1]];
        int blocks = (lengths[inner] + Tile - 1) / Tile;
        Parallel.For(0L, (long)lengths[outer] * blocks, work =>
        {
            long o = work / blocks;
            int first = (int)(work % blocks) * Tile, rows = Math.Min(Tile, lengths[inner] - first);
            for (int x = 0; x < lengths[0]; x += Tile)
            {
                long read = start + o * strides[outer] + first * strides[inner] + x * strides[0];
                long write = o * targetStrides[outer] + first * targetStrides[inner] + x;
                CopyTile(source, read, strides[0], strides[inner], target, write, targetStrides[inner],
                    Math.Min(Tile, lengths[0] - x), rows);
            }
        });
    }

    /// <summary>
    /// Through a buffer, because columns of a volume whose sides are powers of two lie in the same cache set: read in place,
    /// each would evict the others before their neighbours are used.
    /// </summary>
    // Optimised at once: a volume is turned in fewer calls than the runtime waits for before it would.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void CopyTile<T>(
        T[] source, long read, long readStep, long readRow, T[] target, long write, long writeRow, int columns, int rows)
        where T : unmanaged
    {
        Span<T> buffer = stackalloc T[Tile * Tile];
        ref T from = ref MemoryMarshal.GetArrayDataReference(source);
        for (int x = 0; x < columns; x++)
            for (int row = 0; row < rows; row++)
                buffer[row * Tile + x] = Unsafe.Add(ref from, (nint)(read + row * readRow + x * readStep));
        for (int row = 0; row < rows; row++)
            buffer.Slice(row * Tile, columns).CopyTo(target.AsSpan((int)(write + row * writeRow), columns));
    }
}
