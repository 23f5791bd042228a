using System.Numerics;
using System.Runtime.InteropServices;

namespace SiteAdapt.Imaging;

/// <summary>
/// The surface of a mask: the voxel corners whose neighbourhood is mixed, and the size of the element at each. Outside the
/// array is background, so a mask that touches the border has a surface there.
/// </summary>
sealed record SurfaceElements(SurfacePoints Points, double[] Areas)
{
    /// <summary>A mask of <paramref name="size"/> voxels has one corner more along each of its dimensions.</summary>
    public static SurfaceElements Find(byte[] mask, Size3 size, int dimensions, Spacing spacing, ParallelOptions options)
    {
        bool flat = dimensions == 2;
        var corners = new Size3(size.X + 1, size.Y + 1, flat ? 1 : size.Z + 1);
        byte[] codes = Codes(mask, size, corners, flat, options);
        byte full = flat ? (byte)15 : (byte)255;
        // A full neighbourhood is no surface either: afterwards a mark is a surface code
        Parallel.For(0, corners.Z, options, z =>
        {
            Span<byte> slice = codes.AsSpan(z * corners.X * corners.Y, corners.X * corners.Y);
            slice.Replace(full, (byte)0);
        });
        SurfacePoints points = SurfacePoints.FromMarks(corners, codes, options);
        double[] table = flat ? SurfaceElementTable.Lengths(spacing.X, spacing.Y) : SurfaceElementTable.Areas(spacing);
        return new SurfaceElements(points, Array.ConvertAll(points.Indices, index => table[codes[index]]));
    }

    static byte[] Codes(byte[] mask, Size3 size, Size3 corners, bool flat, ParallelOptions options)
    {
        var codes = new byte[corners.Count];
        Parallel.For(0, corners.Z, options,
            () => new byte[size.X * 2 + 1],
            (z, _, scratch) =>
            {
                Span<byte> bits = scratch.AsSpan(0, size.X + 1);
                ReadOnlySpan<byte> outside = scratch.AsSpan(size.X + 1);
                for (int y = 0; y < corners.Y; y++)
                {
                    // Bits of the rows on both sides along y and z, the most significant first
                    bits.Clear();
                    for (int b = 0; b < 2; b++)
                        for (int c = flat ? 1 : 0; c < 2; c++)
                            Append(bits[..size.X], Row(mask, size, y - 1 + b, flat ? 0 : z - 1 + c, outside));
                    Join(bits, flat ? 2 : 4, codes.AsSpan((z * corners.Y + y) * corners.X, corners.X));
                }
                return scratch;
            },
            _ => { });
        return codes;
    }

    static ReadOnlySpan<byte> Row(byte[] mask, Size3 size, int y, int z, ReadOnlySpan<byte> outside) =>
        y < 0 || z < 0 || y >= size.Y || z >= size.Z ? outside : mask.AsSpan((z * size.Y + y) * size.X, size.X);

    static void Append(Span<byte> bits, ReadOnlySpan<byte> row)
    {
        Span<Vector<byte>> target = MemoryMarshal.Cast<byte, Vector<byte>>(bits);
        ReadOnlySpan<Vector<byte>> source = MemoryMarshal.Cast<byte, Vector<byte>>(row);
        for (int i = 0; i < target.Length; i++) target[i] = target[i] + target[i] + source[i];
        for (int x = target.Length * Vector<byte>.Count; x < bits.Length; x++) bits[x] = (byte)(bits[x] * 2 + row[x]);
    }

    /// <summary>code[x] = bits[x - 1] and bits[x] side by side; the bits past the last voxel are zero.</summary>
    static void Join(ReadOnlySpan<byte> bits, int shift, Span<byte> codes)
    {
        codes[0] = bits[0];
        int x = 1;
        for (; x + Vector<byte>.Count <= codes.Length; x += Vector<byte>.Count)
            (Vector.ShiftLeft(new Vector<byte>(bits[(x - 1)..]), shift) | new Vector<byte>(bits[x..])).CopyTo(codes[x..]);
        for (; x < codes.Length; x++) codes[x] = (byte)(bits[x - 1] << shift | bits[x]);
    }
}
