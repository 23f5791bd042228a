namespace SiteAdapt.Data;

/// <summary>How a scan looks: its measures and the histogram of what a network would see of it.</summary>
/// <param name="Values">As <see cref="AppearanceMeasure.OfVolumes"/> or <see cref="AppearanceMeasure.OfRadiographs"/>; NaN where a measure could not be taken.</param>
/// <param name="Histogram">Shares of the mask's (without labels: the foreground's) voxels after normalisation, in <see cref="HistogramRange.Bins"/> equal bins.</param>
/// <param name="RawQuantiles">Stored values of the same voxels at 1, 25, 50, 75 and 99 %.</param>
public sealed record CaseAppearance(Case Case, IReadOnlyList<double> Values, IReadOnlyList<double> Histogram, IReadOnlyList<double> RawQuantiles);

/// <summary>The range of normalised values that histograms cover; what is outside goes to the outermost bin.</summary>
public sealed record HistogramRange(double Low, double High)
{
    public const int Bins = 64;

    public static HistogramRange Of(IntensitySettings intensity)
    {
        ArgumentNullException.ThrowIfNull(intensity);
        return intensity.Kind == IntensityKind.ZScore ? new(-3, 6) : new(0, 1);
    }

    public double BinWidth => (High - Low) / Bins;

    internal double[] Shares(IReadOnlyCollection<double> values)
    {
        var shares = new double[Bins];
        foreach (double value in values) shares[Math.Clamp((int)((value - Low) / BinWidth), 0, Bins - 1)] += 1.0 / values.Count;
        return shares;
    }
}
