namespace SiteAdapt.Studies;

/// <summary>The null distribution of the signed-rank statistic given the ranks, midranks included.</summary>
static class SignedRankDistribution
{
    /// <summary>
    /// P(min of both rank sums &lt;= <paramref name="smaller"/>) when each rank falls on either side by a coin: the number of
    /// sign patterns by rank sum, built rank by rank.
    /// </summary>
    /// <param name="ranks">Whole or half numbers, at most <see cref="SignedRankTest.MostForExact"/> of them.</param>
    /// <param name="smaller">The smaller of the two sums that were seen.</param>
    public static double TwoSided(IReadOnlyList<double> ranks, double smaller)
    {
        // Midranks are halves at the finest: twice a rank is whole.
        int[] doubled = [.. ranks.Select(rank => (int)Math.Round(2 * rank))];
        double[] patterns = new double[doubled.Sum() + 1];
        patterns[0] = 1;
        int reached = 0;
        foreach (int rank in doubled)
        {
            reached += rank;
            for (int sum = reached; sum >= rank; sum--) patterns[sum] += patterns[sum - rank];
        }
        double tail = patterns.Take((int)Math.Round(2 * smaller) + 1).Sum();
        return Math.Min(1, 2 * tail / Math.Pow(2, ranks.Count));
    }
}
