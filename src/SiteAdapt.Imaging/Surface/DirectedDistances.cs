namespace SiteAdapt.Imaging;

/// <summary>
/// Distances in millimetres from each surface element of one mask to the nearest one of another, and the elements' sizes in
/// square millimetres (2-D: millimetres). In array order of the elements.
/// </summary>
public sealed class DirectedDistances
{
    internal DirectedDistances(double[] distances, double[] areas)
    {
        (Distances, Areas) = (distances, areas);
        // In the order of AreaWithin: the share of a surface that is wholly within a tolerance is exactly 1
        foreach (double area in areas) TotalArea += area;
    }

    public double[] Distances { get; }

    public double[] Areas { get; }

    public double TotalArea { get; }

    /// <summary>Sum of distance times area.</summary>
    internal double WeightedSum
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Distances.Length; i++) sum += Distances[i] * Areas[i];
            return sum;
        }
    }

    /// <summary>Area-weighted mean; NaN for an empty surface, infinite if there is nothing to measure to.</summary>
    public double Mean => WeightedSum / TotalArea;

    /// <summary>Area of the elements at most so far away ("at most": protocol, section 6.1, step 7).</summary>
    public double AreaWithin(double toleranceMm)
    {
        double sum = 0;
        for (int i = 0; i < Distances.Length; i++)
            if (Distances[i] <= toleranceMm) sum += Areas[i];
        return sum;
    }

    /// <summary>
    /// The first distance at which the share of the area that is at most so far away reaches <paramref name="percent"/>;
    /// infinite for an empty surface.
    /// </summary>
    public double Quantile(double percent)
    {
        if (Distances.Length == 0) return double.PositiveInfinity;
        if (percent >= 100) return Distances.Max();
        double[] distances = (double[])Distances.Clone(), areas = (double[])Areas.Clone();
        Array.Sort(distances, areas);
        SortTies(distances, areas);
        // Shares that reach the percentage exactly are common with few elements: summed as the reference library does
        double total = PairwiseSum(areas), sum = 0;
        for (int i = 0; i < distances.Length; i++)
        {
            sum += areas[i];
            if (sum / total >= percent / 100) return distances[i];
        }
        return distances[^1];
    }

    /// <summary>Among equal distances the smaller element first.</summary>
    static void SortTies(double[] distances, double[] areas)
    {
        for (int start = 0; start < distances.Length;)
        {
            int end = start + 1;
            while (end < distances.Length && distances[end] == distances[start]) end++;
            Array.Sort(areas, start, end - start);
            start = end;
        }
    }

    /// <summary>The sum in NumPy's order: halves down to 128 numbers, these in eight interleaved sums.</summary>
    internal static double PairwiseSum(ReadOnlySpan<double> values)
    {
        if (values.Length > 128)
        {
            int half = values.Length / 2;
            half -= half % 8;
            return PairwiseSum(values[..half]) + PairwiseSum(values[half..]);
        }
        double sum = 0;
        int i = 0;
        if (values.Length >= 8)
        {
            Span<double> r = stackalloc double[8];
            values[..8].CopyTo(r);
            for (i = 8; i < values.Length - values.Length % 8; i += 8)
                for (int k = 0; k < 8; k++) r[k] += values[i + k];
            sum = r[0] + r[1] + (r[2] + r[3]) + (r[4] + r[5] + (r[6] + r[7]));
        }
        for (; i < values.Length; i++) sum += values[i];
        return sum;
    }
}
