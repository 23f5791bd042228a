using System.Numerics;
using System.Runtime.InteropServices;

namespace SiteAdapt.Imaging;

/// <summary>Voxels to the nearest mark of the same column of a slice, by two sweeps over its rows, which are vector operations.</summary>
static class ColumnSteps
{
    /// <summary>At least so far where a column has no mark.</summary>
    public const int Far = int.MaxValue / 2;

    public static void Fill(ReadOnlySpan<byte> marks, int width, Span<int> steps)
    {
        int height = marks.Length / width;
        for (int i = 0; i < steps.Length; i++) steps[i] = marks[i] != 0 ? 0 : Far;
        for (int y = 1; y < height; y++) Relax(steps.Slice(y * width, width), steps.Slice((y - 1) * width, width));
        for (int y = height - 2; y >= 0; y--) Relax(steps.Slice(y * width, width), steps.Slice((y + 1) * width, width));
    }

    static void Relax(Span<int> row, ReadOnlySpan<int> other)
    {
        Span<Vector<int>> rows = MemoryMarshal.Cast<int, Vector<int>>(row);
        ReadOnlySpan<Vector<int>> others = MemoryMarshal.Cast<int, Vector<int>>(other);
        for (int i = 0; i < rows.Length; i++) rows[i] = Vector.Min(rows[i], others[i] + Vector<int>.One);
        for (int x = rows.Length * Vector<int>.Count; x < row.Length; x++) row[x] = Math.Min(row[x], other[x] + 1);
    }
}
