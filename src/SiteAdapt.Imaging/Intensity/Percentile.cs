namespace SiteAdapt.Imaging;

/// <summary>Percentiles with linear interpolation between ranks (type 7 of Hyndman and Fan 1996, NumPy's default).</summary>
public static class Percentile
{
    /// <summary>Of numbers in ascending order, at least one.</summary>
    public static double OfSorted(ReadOnlySpan<double> sorted, double percent)
    {
        (long rank, double fraction) = Rank(sorted.Length, percent);
        return Between(sorted[(int)rank], sorted[(int)Math.Min(rank + 1, sorted.Length - 1)], fraction);
    }

    /// <summary>The rank below the percentile, and how far it is on the way to the next.</summary>
    public static (long Rank, double Fraction) Rank(long count, double percent)
    {
        double position = percent / 100 * (count - 1);
        long rank = (long)position;
        return (rank, position - rank);
    }

    public static double Between(double low, double high, double fraction) =>
        // From the nearer end, as NumPy does: it never leaves the two values
        fraction < 0.5 ? low + (high - low) * fraction : high - (high - low) * (1 - fraction);
}
