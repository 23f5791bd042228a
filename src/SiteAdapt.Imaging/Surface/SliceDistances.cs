using System.Numerics;
using System.Runtime.InteropServices;

namespace SiteAdapt.Imaging;

/// <summary>
/// Squared distances to the nearest marked voxel of the same slice. Along y by two sweeps over rows, which are vector
/// operations; then along x, where lines are contiguous, by the lower envelope. Not for two threads at once.
/// </summary>
sealed class SliceDistances
{
    const int Far = int.MaxValue / 2;

    readonly int width, height;
    readonly int[] steps;
    readonly double[] squareY;
    readonly double[] line;
    readonly LowerEnvelope alongX;

    public SliceDistances(int width, int height, Spacing spacing)
    {
        (this.width, this.height) = (width, height);
        steps = new int[width * height];
        squareY = LowerEnvelope.Squares(height, spacing.Y);
        line = new double[width];
        alongX = new LowerEnvelope(width, spacing.X);
    }

    public void Compute(ReadOnlySpan<byte> marks, Span<double> squared)
    {
        if (!marks.ContainsAnyExcept((byte)0))
        {
            squared.Fill(double.PositiveInfinity);
            return;
        }
        StepsAlongY(marks);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<int> row = steps.AsSpan(y * width, width);
            for (int x = 0; x < width; x++) line[x] = row[x] >= Far ? double.PositiveInfinity : squareY[row[x]];
            alongX.Transform(line, squared.Slice(y * width, width));
        }
    }

    /// <summary>Voxels to the nearest mark of the same column.</summary>
    void StepsAlongY(ReadOnlySpan<byte> marks)
    {
        for (int i = 0; i < steps.Length; i++) steps[i] = marks[i] != 0 ? 0 : Far;
        for (int y = 1; y < height; y++) Relax(y, y - 1);
        for (int y = height - 2; y >= 0; y--) Relax(y, y + 1);
    }

    void Relax(int y, int neighbour)
    {
        Span<int> row = steps.AsSpan(y * width, width), other = steps.AsSpan(neighbour * width, width);
        Span<Vector<int>> rows = MemoryMarshal.Cast<int, Vector<int>>(row), others = MemoryMarshal.Cast<int, Vector<int>>(other);
        for (int i = 0; i < rows.Length; i++) rows[i] = Vector.Min(rows[i], others[i] + Vector<int>.One);
        for (int x = rows.Length * Vector<int>.Count; x < width; x++) row[x] = Math.Min(row[x], other[x] + 1);
    }
}
