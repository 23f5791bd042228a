namespace SiteAdapt.Imaging;

/// <summary>
/// One axis of the exact Euclidean distance transform in linear time: from squared distances f(j) of the axes done before to
/// min over j of f(j) + ((i - j) * spacing)^2, by the lower envelope of parabolas (Felzenszwalb and Huttenlocher 2012;
/// Meijster, Roerdink and Hesselink 2000). The value is always computed from the whole-voxel offset of the parabola that is
/// lowest, never from a difference of large squares, so that one voxel away is exactly one spacing. Not for two threads at once.
/// </summary>
sealed class LowerEnvelope
{
    readonly int[] vertex;
    readonly double[] from;
    readonly double[] square;
    readonly double[] inverse;

    public LowerEnvelope(int length, double spacing)
    {
        (vertex, from) = (new int[length], new double[length]);
        square = Squares(length, spacing);
        inverse = new double[length];
        for (int i = 1; i < length; i++) inverse[i] = 1 / (2 * spacing * spacing * i);
    }

    /// <summary>(k * spacing)^2 for k below <paramref name="length"/>.</summary>
    public static double[] Squares(int length, double spacing)
    {
        var squares = new double[length];
        for (int k = 0; k < length; k++) squares[k] = k * spacing * (k * spacing);
        return squares;
    }

    /// <summary>Both spans have the length of the line, and may not be the same memory.</summary>
    public void Transform(ReadOnlySpan<double> f, Span<double> result)
    {
        int count = Build(f);
        if (count == 0)
        {
            result.Fill(double.PositiveInfinity);
            return;
        }
        for (int i = 0, k = 0; i < result.Length; i++)
        {
            while (k + 1 < count && from[k + 1] <= i) k++;
            int j = vertex[k];
            result[i] = f[j] + square[Math.Abs(i - j)];
        }
    }

    /// <summary>The parabolas of the envelope, from left to right, and where each begins.</summary>
    int Build(ReadOnlySpan<double> f)
    {
        int count = 0;
        for (int j = 0; j < f.Length; j++)
        {
            double value = f[j];
            if (double.IsPositiveInfinity(value)) continue;
            double start = double.NegativeInfinity;
            while (count > 0)
            {
                int v = vertex[count - 1];
                start = 0.5 * (v + j) + (value - f[v]) * inverse[j - v];
                if (start > from[count - 1]) break;
                count--;
                start = double.NegativeInfinity;
            }
            (vertex[count], from[count]) = (j, start);
            count++;
        }
        return count;
    }
}
