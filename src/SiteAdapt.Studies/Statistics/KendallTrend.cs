namespace SiteAdapt.Studies;

/// <summary>
/// The Mann-Kendall test for a trend in a series, and Sen's slope (Sen 1968: the median of the slopes of all pairs). Neither
/// assumes a distribution, and one outlying value moves them little.
/// </summary>
static class KendallTrend
{
    /// <summary>
    /// Chance of at least so clear a fall in a series without a trend, over all orders of its values; exact where no two are
    /// equal, too large where some are.
    /// </summary>
    public static double FallProbability(IReadOnlyList<double> values) => Tail(values.Count, Pairs(values, (first, second) => second > first) + Ties(values));

    /// <summary>The same for a rise.</summary>
    public static double RiseProbability(IReadOnlyList<double> values) => Tail(values.Count, Pairs(values, (first, second) => second < first) + Ties(values));

    /// <summary>Median of (y_j - y_i) / (j - i) over all pairs; 0 of fewer than two values.</summary>
    public static double Slope(IReadOnlyList<double> values)
    {
        var slopes = new List<double>();
        for (int i = 0; i < values.Count; i++)
            for (int j = i + 1; j < values.Count; j++) slopes.Add((values[j] - values[i]) / (j - i));
        if (slopes.Count == 0) return 0;
        slopes.Sort();
        return (slopes[(slopes.Count - 1) / 2] + slopes[slopes.Count / 2]) / 2;
    }

    /// <summary>Chance that a random order of n values has at most so many pairs the other way round.</summary>
    static double Tail(int n, int pairs)
    {
        double[] chance = [1]; // by number of such pairs; a value more can stand before any number of the others
        for (int size = 2; size <= n; size++)
        {
            var next = new double[size * (size - 1) / 2 + 1];
            double window = 0;
            for (int k = 0; k < next.Length; k++)
            {
                if (k < chance.Length) window += chance[k];
                if (k - size >= 0 && k - size < chance.Length) window -= chance[k - size];
                next[k] = window / size;
            }
            chance = next;
        }
        return Math.Min(1, chance.Take(pairs + 1).Sum());
    }

    // Half of the equal pairs stands for each direction.
    static int Ties(IReadOnlyList<double> values) => (Pairs(values, (first, second) => first == second) + 1) / 2;

    static int Pairs(IReadOnlyList<double> values, Func<double, double, bool> counts)
    {
        int count = 0;
        for (int i = 0; i < values.Count; i++)
            for (int j = i + 1; j < values.Count; j++)
                if (counts(values[i], values[j])) count++;
        return count;
    }
}
