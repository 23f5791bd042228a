namespace SiteAdapt.Studies;

/// <summary>Holm's step-down correction (Holm 1979): bounds the chance of any false finding in a family of tests.</summary>
public static class Holm
{
    /// <summary>
    /// Adjusted p-values in the order given: the running maximum of (m - i) p over p sorted up (i from 0), at most 1. A null
    /// is no test: it stays null and does not count in m.
    /// </summary>
    /// <exception cref="ArgumentException">A value outside [0, 1].</exception>
    public static IReadOnlyList<double?> Adjust(IReadOnlyList<double?> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        if (pValues.Any(p => p is { } value && !(value is >= 0 and <= 1)))
            throw new ArgumentException("p-values lie between 0 and 1", nameof(pValues));
        double?[] adjusted = new double?[pValues.Count];
        int[] order = [.. Enumerable.Range(0, pValues.Count).Where(i => pValues[i] is not null).OrderBy(i => pValues[i])];
        double reached = 0;
        for (int i = 0; i < order.Length; i++)
        {
            reached = Math.Max(reached, Math.Min(1, (order.Length - i) * pValues[order[i]]!.Value));
            adjusted[order[i]] = reached;
        }
        return adjusted;
    }
}
