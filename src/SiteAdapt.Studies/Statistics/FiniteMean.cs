using MathNet.Numerics.Statistics;

namespace SiteAdapt.Studies;

/// <summary>Means of what is there; the callers count what is not.</summary>
static class FiniteMean
{
    public static double[] Finite(IEnumerable<double?> values) =>
        [.. values.Where(value => value is { } number && double.IsFinite(number)).Select(value => value!.Value)];

    /// <summary>The mean of the finite values; without one NaN, or null where every value is missing.</summary>
    public static double? Of(IReadOnlyCollection<double?> values)
    {
        double[] finite = Finite(values);
        if (finite.Length > 0) return ArrayStatistics.Mean(finite);
        return values.Any(value => value is not null) ? double.NaN : null;
    }
}
