using MathNet.Numerics.Statistics;

namespace SiteAdapt.Studies;

/// <summary>A percentile bootstrap interval.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Level">Share of the resamples between them.</param>
/// <param name="Resamples">Resamples that it stands on.</param>
/// <param name="Redrawn">Resamples that had no value of the statistic and were drawn again.</param>
public sealed record Interval(double Low, double High, double Level, int Resamples, int Redrawn)
{
    /// <summary>Quantiles of the resampled statistic, interpolated linearly (R-7, as NumPy does).</summary>
    internal static Interval Of(double[] sorted, double level, int redrawn)
    {
        double Quantile(double share) => SortedArrayStatistics.QuantileCustom(sorted, share, QuantileDefinition.R7);
        return new Interval(Quantile((1 - level) / 2), Quantile((1 + level) / 2), level, sorted.Length, redrawn);
    }

    public bool Contains(double value) => Low <= value && value <= High;
}
