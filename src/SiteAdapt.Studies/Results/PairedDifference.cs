namespace SiteAdapt.Studies;

/// <summary>
/// Differences between two sets of rows, run by run on the same pair of sites and seed, held against a margin. From three
/// runs on, a margin that lies within two standard errors of the mean leaves the matter undecided. That is a reading aid
/// for a page; it is no test.
/// </summary>
sealed record PairedDifference(Spread First, Spread Second, Spread Difference)
{
    const int FewestRunsForAnError = 3;

    /// <summary>First minus second; null where no run has both.</summary>
    public static PairedDifference? Of(
        IEnumerable<ResultRow> first, IEnumerable<ResultRow> second, Func<ResultRow, double> score)
    {
        var partners = second
            .GroupBy(row => (row.Source, row.Target, row.Seed))
            .ToDictionary(group => group.Key, group => group.Average(score));
        List<(double A, double B)> pairs =
        [
            .. first.Where(row => partners.ContainsKey((row.Source, row.Target, row.Seed)))
                .Select(row => (score(row), partners[(row.Source, row.Target, row.Seed)])),
        ];
        if (pairs.Count == 0) return null;
        return new PairedDifference(
            Spread.Of(pairs.Select(pair => pair.A)),
            Spread.Of(pairs.Select(pair => pair.B)),
            Spread.Of(pairs.Select(pair => pair.A - pair.B)));
    }

    /// <summary>Whether the mean is at least <paramref name="margin"/>.</summary>
    public ClaimVerdict AtLeast(double margin) => AtLeast(Difference, margin);

    /// <inheritdoc cref="AtLeast(double)"/>
    public static ClaimVerdict AtLeast(Spread spread, double margin)
    {
        // Differences of fractions carry rounding: 0.84 - 0.81 is a little less than 0.03.
        const double Rounding = 1e-12;
        bool close = spread.Count >= FewestRunsForAnError
            && Math.Abs(spread.Mean - margin) < 2 * spread.Deviation / Math.Sqrt(spread.Count);
        if (close) return ClaimVerdict.Undecided;
        return spread.Mean >= margin - Rounding ? ClaimVerdict.Holds : ClaimVerdict.DoesNotHold;
    }
}
