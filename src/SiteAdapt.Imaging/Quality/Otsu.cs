namespace SiteAdapt.Imaging;

/// <summary>
/// Thresholds that part values into classes with the largest variance between them (Otsu 1979; for several classes Liao, Chen and
/// Chung 2001), searched exhaustively over a histogram of 128 bins between two percentiles.
/// </summary>
public static class Otsu
{
    const int Bins = 128;

    /// <summary>Ascending thresholds of 2 or 3 classes; a value belongs to the class above a threshold if it is larger. NaN where all values are one.</summary>
    public static double[] Thresholds(ReadOnlySpan<float> values, int classes, double lowPercent = 0.5, double highPercent = 99.5)
    {
        if (classes is not (2 or 3)) throw new ArgumentOutOfRangeException(nameof(classes), classes, "2 or 3");
        float[] sorted = values.ToArray();
        Array.Sort(sorted);
        if (sorted.Length == 0) return [.. Enumerable.Repeat(double.NaN, classes - 1)];
        float low = sorted[(int)(lowPercent / 100 * (sorted.Length - 1))], high = sorted[(int)(highPercent / 100 * (sorted.Length - 1))];
        if (!(high > low)) return [.. Enumerable.Repeat(double.NaN, classes - 1)];
        var (weights, sums) = Cumulated(sorted, low, high);
        double Between(int from, int to)
        {
            double weight = weights[to] - weights[from], sum = sums[to] - sums[from];
            return weight > 0 ? sum * sum / weight : 0;
        }
        (double best, int first, int second) = (double.NegativeInfinity, 0, 0);
        for (int a = 1; a < Bins; a++)
            for (int b = classes == 2 ? Bins : a + 1; b <= (classes == 2 ? Bins : Bins - 1); b++)
            {
                double variance = Between(0, a) + Between(a, b) + Between(b, Bins);
                if (variance > best) (best, first, second) = (variance, a, b);
            }
        double At(int bin) => low + (high - low) * (double)bin / Bins;
        return classes == 2 ? [At(first)] : [At(first), At(second)];
    }

    /// <summary>Counts and sums of bin numbers below each bin.</summary>
    static (double[] Weights, double[] Sums) Cumulated(float[] values, float low, float high)
    {
        var counts = new double[Bins];
        foreach (float value in values) counts[Math.Clamp((int)((value - low) / (high - low) * Bins), 0, Bins - 1)]++;
        double[] weights = new double[Bins + 1], sums = new double[Bins + 1];
        for (int bin = 0; bin < Bins; bin++) (weights[bin + 1], sums[bin + 1]) = (weights[bin] + counts[bin], sums[bin] + counts[bin] * bin);
        return (weights, sums);
    }
}
