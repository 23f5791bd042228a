namespace SiteAdapt.Imaging;

/// <summary>A mask less its erosion by the cross of face neighbours.</summary>
static class BorderVoxels
{
    public static SurfacePoints Find(byte[] mask, Size3 size, int dimensions, ParallelOptions options)
    {
        var border = new byte[mask.Length];
        Parallel.For(0, size.Z, options,
            () => new byte[size.X],
            (z, _, outside) =>
            {
                for (int y = 0; y < size.Y; y++)
                {
                    // 2-D: nothing is eroded along z
                    ReadOnlySpan<byte> row = Row(y, z);
                    ReadOnlySpan<byte> below = dimensions == 3 ? Row(y, z - 1) : row, above = dimensions == 3 ? Row(y, z + 1) : row;
                    Mark(row, Row(y - 1, z), Row(y + 1, z), below, above, border.AsSpan((z * size.Y + y) * size.X, size.X));
                }
                return outside;

                ReadOnlySpan<byte> Row(int y, int z) => y < 0 || z < 0 || y >= size.Y || z >= size.Z
                    ? outside
                    : mask.AsSpan((z * size.Y + y) * size.X, size.X);
            },
            _ => { });
        return SurfacePoints.FromMarks(size, border, options);
    }

    static void Mark(
        ReadOnlySpan<byte> row, ReadOnlySpan<byte> front, ReadOnlySpan<byte> back, ReadOnlySpan<byte> below, ReadOnlySpan<byte> above,
        Span<byte> border)
    {
        for (int x = 0; x < row.Length; x++)
        {
            int left = x > 0 ? row[x - 1] : 0, right = x + 1 < row.Length ? row[x + 1] : 0;
            border[x] = (byte)(row[x] & ~(left & right & front[x] & back[x] & below[x] & above[x]));
        }
    }
}
