using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace SiteAdapt.Studies;

/// <summary>
/// A mean with Student's 95 % interval. With two to five patients a bootstrap is far too narrow; the t distribution pays for the
/// spread that so few values leave unknown.
/// </summary>
/// <param name="Low">Null of fewer than two values, of which nothing is known.</param>
public sealed record MeanInterval(double Mean, double? Low, double? High, int Values)
{
    public const double Level = 0.95;

    /// <summary>Standard error of the mean; null of fewer than two values.</summary>
    public double? StandardError { get; private init; }

    /// <summary>Null of no values.</summary>
    public static MeanInterval? Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0) return null;
        double mean = values.Mean();
        if (values.Count == 1) return new MeanInterval(mean, null, null, 1);
        double error = values.StandardDeviation() / Math.Sqrt(values.Count);
        double half = StudentT.InvCDF(0, 1, values.Count - 1, (1 + Level) / 2) * error;
        return new MeanInterval(mean, mean - half, mean + half, values.Count) { StandardError = error };
    }

    /// <summary>The same, within what a quantity can be.</summary>
    public MeanInterval Within(double least, double most) => this with { Low = Low is { } low ? Math.Clamp(low, least, most) : null, High = High is { } high ? Math.Clamp(high, least, most) : null };
}
