namespace SiteAdapt.Studies;

/// <summary>Permutation tests of several statistics from the same ways of dealing out.</summary>
/// <param name="P">Of each statistic: the share of ways in which it is as large as observed.</param>
/// <param name="Overall">
/// Of all together: the share of ways in which the smallest of the statistics' p-values is as small as observed. It takes account of how many there are and of how much
/// they say the same (the minP statistic of Westfall and Young 1993; Pesarin 2001 calls it Tippett's combination). Where ways are few, many have the same smallest
/// p-value; among those it goes by the statistic that is furthest above its mean, in its own standard deviations over all ways.
/// </param>
public sealed record PermutationTests(IReadOnlyList<double> P, double Overall)
{
    /// <param name="ways">Statistics of each way to deal out, the observed one first.</param>
    internal static PermutationTests Of(IReadOnlyList<double[]> ways)
    {
        int tests = ways[0].Length;
        var (fewest, highest) = (new long[ways.Count], new double[ways.Count]); // per way: how many ways reach the statistic that stands out most in it, and how far the highest is up
        Array.Fill(fewest, ways.Count);
        double[] p = new double[tests];
        for (int s = 0; s < tests; s++)
        {
            double[] sorted = [.. ways.Select(way => way[s]).Order()];
            double mean = sorted.Average(), deviation = Math.Sqrt(sorted.Average(value => (value - mean) * (value - mean)));
            for (int w = 0; w < ways.Count; w++)
            {
                fewest[w] = Math.Min(fewest[w], Reaching(sorted, ways[w][s]));
                if (deviation > 0) highest[w] = Math.Max(highest[w], (ways[w][s] - mean) / deviation);
            }
            p[s] = Reaching(sorted, ways[0][s]) / (double)ways.Count;
        }
        double limit = AsLarge(highest[0]);
        return new PermutationTests(p, Enumerable.Range(0, ways.Count).Count(w => fewest[w] < fewest[0] || (fewest[w] == fewest[0] && highest[w] >= limit)) / (double)ways.Count);
    }

    /// <summary>Sums in another order differ by roundings: as large counts as larger.</summary>
    static double AsLarge(double value) => value - 1e-9 * Math.Max(1e-300, Math.Abs(value));

    static long Reaching(double[] sorted, double value)
    {
        double limit = AsLarge(value);
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sorted[middle] >= limit) high = middle;
            else low = middle + 1;
        }
        return sorted.Length - low;
    }
}
