namespace SiteAdapt.Imaging;

/// <summary>
/// Squared distances to the nearest marked voxel of the same slice: along y by <see cref="ColumnSteps"/>, then along x, where
/// lines are contiguous, by the lower envelope. Not for two threads at once.
/// </summary>
sealed class SliceDistances
{
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
        ColumnSteps.Fill(marks, width, steps);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<int> row = steps.AsSpan(y * width, width);
            for (int x = 0; x < width; x++) line[x] = row[x] >= ColumnSteps.Far ? double.PositiveInfinity : squareY[row[x]];
            alongX.Transform(line, squared.Slice(y * width, width));
        }
    }
}
