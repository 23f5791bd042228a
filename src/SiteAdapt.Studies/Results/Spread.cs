namespace SiteAdapt.Studies;

/// <summary>Mean of several runs and how far they are apart.</summary>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Deviation">Sample standard deviation (n - 1); null for a single run, which has none.</param>
/// <param name="Count">Runs.</param>
public sealed record Spread(double Mean, double? Deviation, int Count)
{
    /// <exception cref="ArgumentException">No values.</exception>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length == 0) throw new ArgumentException("the spread of no values", nameof(values));
        double mean = all.Average();
        double? deviation = all.Length > 1 ? Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1)) : null;
        return new Spread(mean, deviation, all.Length);
    }
}
