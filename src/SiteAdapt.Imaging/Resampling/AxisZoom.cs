using System.Numerics;
using System.Runtime.InteropServices;

namespace SiteAdapt.Imaging;

/// <summary>
/// Resamples lines of one length to another: output i is at position i * (n - 1) / (out - 1) of the line (protocol, section
/// 2.1). Many neighbouring lines ("lanes") are worked on side by side, so that each step is one vector operation.
/// </summary>
sealed class AxisZoom
{
    /// <summary>Lanes come in multiples of this, so that every vector width divides them.</summary>
    public const int LaneUnit = 8;

    static readonly double Pole = Math.Sqrt(3) - 2;

    // |pole|^40 is 1e-23: further terms of the geometric series are below the rounding of the first one
    const int SeriesLength = 40;

    readonly int taps;
    readonly int[] index;
    readonly double[] weight;
    readonly double[] series;

    public AxisZoom(int length, int outLength, Interpolation interpolation)
    {
        (Length, OutLength) = (length, outLength);
        // A line of one voxel is constant under every interpolation, and has no spline
        if (length == 1) interpolation = Interpolation.Nearest;
        taps = interpolation switch
        {
            Interpolation.Nearest => 1,
            Interpolation.Linear => 2,
            Interpolation.Cubic => 4,
            _ => throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "unknown interpolation"),
        };
        (index, weight) = (new int[taps * outLength], new double[taps * outLength]);
        for (int i = 0; i < outLength; i++) SetTaps(i, interpolation);
        series = interpolation == Interpolation.Cubic ? CausalStart(length) : [];
    }

    public int Length { get; }

    public int OutLength { get; }

    /// <summary>
    /// Line l has its voxel i at <c>lines[i * stride + l]</c>; the result goes to <c>result[i * resultStride + l]</c>.
    /// The input lines are overwritten.
    /// </summary>
    public void Apply(Span<double> lines, int stride, Span<double> result, int resultStride, int lanes)
    {
        if (series.Length > 0) Prefilter(lines, stride, lanes);
        for (int i = 0; i < OutLength; i++)
        {
            Span<double> row = result.Slice(i * resultStride, lanes);
            int first = i * taps;
            switch (taps)
            {
                case 1: lines.Slice(index[i] * stride, lanes).CopyTo(row); break;
                case 2: Blend2(lines, stride, row, first); break;
                default: Blend4(lines, stride, row, first); break;
            }
        }
    }

    void SetTaps(int i, Interpolation interpolation)
    {
        // Exact in integers up to the one division, so that the last output falls on the last voxel
        long numerator = (long)i * (Length - 1), denominator = Math.Max(1, OutLength - 1);
        if (OutLength == 1) numerator = 0;
        if (interpolation == Interpolation.Nearest)
        {
            (index[i], weight[i]) = ((int)((2 * numerator + denominator) / (2 * denominator)), 1);
            return;
        }
        int below = (int)(numerator / denominator);
        double t = (double)(numerator % denominator) / denominator;
        ReadOnlySpan<double> weights = interpolation == Interpolation.Linear ? [1 - t, t] : CubicWeights(t);
        int first = interpolation == Interpolation.Linear ? below : below - 1;
        for (int tap = 0; tap < taps; tap++)
        {
            index[i * taps + tap] = Mirror(first + tap, Length);
            weight[i * taps + tap] = weights[tap];
        }
    }

    /// <summary>The cubic B-spline at t + 1, t, 1 - t and 2 - t, times the gain 6 of the prefilter (which is left out there).</summary>
    static double[] CubicWeights(double t)
    {
        double s = 1 - t;
        return [s * s * s, 4 - 3 * t * t * (2 - t), 4 - 3 * s * s * (2 - s), t * t * t];
    }

    static int Mirror(int i, int length)
    {
        int period = 2 * (length - 1);
        i = (i % period + period) % period;
        return i < length ? i : period - i;
    }

    /// <summary>
    /// Share of each voxel in the first value of the causal filter: the sum of pole^k over the endlessly mirrored line, with
    /// equal voxels taken together.
    /// </summary>
    static double[] CausalStart(int length)
    {
        int period = 2 * (length - 1);
        double scale = 1 / (1 - Math.Pow(Pole, period));
        var shares = new double[Math.Min(length, SeriesLength)];
        for (int k = 0; k < shares.Length; k++)
        {
            bool once = k == 0 || k == length - 1;
            shares[k] = scale * (Math.Pow(Pole, k) + (once ? 0 : Math.Pow(Pole, period - k)));
        }
        return shares;
    }

    /// <summary>From voxel values to spline coefficients over 6, in place (Unser, Aldroubi and Eden 1993, mirror boundary).</summary>
    void Prefilter(Span<double> lines, int stride, int lanes)
    {
        Span<double> row = lines[..lanes];
        Scale(row, series[0]);
        for (int k = 1; k < series.Length; k++) AddScaled(row, lines.Slice(k * stride, lanes), series[k]);
        for (int i = 1; i < Length; i++)
            AddScaled(lines.Slice(i * stride, lanes), lines.Slice((i - 1) * stride, lanes), Pole);

        row = lines.Slice((Length - 1) * stride, lanes);
        AddScaled(row, lines.Slice((Length - 2) * stride, lanes), Pole);
        Scale(row, Pole / (Pole * Pole - 1));
        for (int i = Length - 2; i >= 0; i--)
            SubtractFromScaled(lines.Slice(i * stride, lanes), lines.Slice((i + 1) * stride, lanes), Pole);
    }

    static Span<Vector<double>> Vectors(Span<double> row) => MemoryMarshal.Cast<double, Vector<double>>(row);

    static void Scale(Span<double> row, double factor)
    {
        foreach (ref Vector<double> value in Vectors(row)) value *= factor;
    }

    static void AddScaled(Span<double> row, Span<double> other, double factor)
    {
        Span<Vector<double>> target = Vectors(row), source = Vectors(other)[..target.Length];
        var by = new Vector<double>(factor);
        for (int i = 0; i < target.Length; i++) target[i] += by * source[i];
    }

    /// <summary>row = factor * (other - row).</summary>
    static void SubtractFromScaled(Span<double> row, Span<double> other, double factor)
    {
        Span<Vector<double>> target = Vectors(row), source = Vectors(other)[..target.Length];
        var by = new Vector<double>(factor);
        for (int i = 0; i < target.Length; i++) target[i] = by * (source[i] - target[i]);
    }

    void Blend2(Span<double> lines, int stride, Span<double> row, int first)
    {
        Span<Vector<double>> target = Vectors(row);
        Span<Vector<double>> a = Vectors(lines.Slice(index[first] * stride, row.Length))[..target.Length];
        Span<Vector<double>> b = Vectors(lines.Slice(index[first + 1] * stride, row.Length))[..target.Length];
        var (wa, wb) = (new Vector<double>(weight[first]), new Vector<double>(weight[first + 1]));
        // A NaN or infinity beside a voxel that is hit exactly must not reach it through a zero weight
        if (weight[first + 1] == 0) a.CopyTo(target);
        else for (int i = 0; i < target.Length; i++) target[i] = wa * a[i] + wb * b[i];
    }

    void Blend4(Span<double> lines, int stride, Span<double> row, int first)
    {
        Span<Vector<double>> target = Vectors(row);
        Span<Vector<double>> a = Vectors(lines.Slice(index[first] * stride, row.Length))[..target.Length];
        Span<Vector<double>> b = Vectors(lines.Slice(index[first + 1] * stride, row.Length))[..target.Length];
        Span<Vector<double>> c = Vectors(lines.Slice(index[first + 2] * stride, row.Length))[..target.Length];
        Span<Vector<double>> d = Vectors(lines.Slice(index[first + 3] * stride, row.Length))[..target.Length];
        var (wa, wb) = (new Vector<double>(weight[first]), new Vector<double>(weight[first + 1]));
        var (wc, wd) = (new Vector<double>(weight[first + 2]), new Vector<double>(weight[first + 3]));
        for (int i = 0; i < target.Length; i++) target[i] = wa * a[i] + wb * b[i] + (wc * c[i] + wd * d[i]);
    }
}
