namespace SiteAdapt.Studies;

/// <summary>
/// A mean difference with the two 95 % intervals that a verdict is read from: that of fixed models over patients or sites, and
/// Student's over seeds, which sees the chance in training. Of one seed there is only the first.
/// </summary>
/// <param name="First">Mean of the first on the runs and patients that both have.</param>
/// <param name="Second">Mean of the second.</param>
/// <param name="Mean">First minus second.</param>
/// <param name="Interval">Over sites where <see cref="TestTrust"/> trusts it; otherwise over patients, or over pairs of sites for a metric of a whole test set.</param>
/// <param name="Over">What the interval is over, in words.</param>
/// <param name="Differences">Run by run.</param>
sealed record CertainDifference(double First, double Second, double Mean, Interval? Interval, string Over, ScoreSet Differences)
{
    // Differences of fractions carry rounding: 0.84 - 0.81 is a little less than 0.03.
    const double Rounding = 1e-12;

    /// <summary>The differences of the seeds' means, by seed.</summary>
    public IReadOnlyList<double> BySeed { get; } = FiniteMean.Finite(Differences.Summary.Seeds.Select(seed => seed.Mean));

    /// <summary>Whether a verdict rests on the first interval alone.</summary>
    public bool OnOneSeed => BySeed.Count < 2;

    /// <summary>Of <see cref="BySeed"/>; without ends for one seed.</summary>
    public MeanInterval? OverSeeds => MeanInterval.Of(BySeed);

    /// <summary>Null where no run has both.</summary>
    public static CertainDifference? Of(ScoreSet? first, ScoreSet? second)
    {
        if (first is null || second is null) return null;
        var common = CommonScores.Of([first, second]);
        return Of(common[0].Summary.Mean, common[1].Summary.Mean, first.Minus(second));
    }

    /// <summary>What is left at the source against what the source model had; null where no run has both.</summary>
    public static CertainDifference? OfForgetting(CellScores? cell)
    {
        if (cell is not { Source: { } after, SourceModels: { } models }) return null;
        var forgetting = Forgetting.Of(after, models);
        return Of(forgetting.After, forgetting.Before, forgetting.Changes);
    }

    static CertainDifference? Of(double? first, double? second, ScoreSet differences)
    {
        if (differences.Summary.Mean is not { } mean || !double.IsFinite(mean)) return null;
        var sites = SiteBootstrap.Mean(differences.Pairs)?.Interval;
        var patients = PatientBootstrap.Mean(differences);
        var (interval, over) = TestTrust.Of(differences.Pairs).Test == PairedTest.Sites && sites is not null ? (sites, "over sites")
            : patients is not null ? (patients, "over patients")
            : sites is not null ? (sites, "over pairs of sites")
            : (null, "");
        return new CertainDifference(first ?? double.NaN, second ?? double.NaN, mean, interval, over, differences);
    }

    /// <summary>Holds where both intervals are at or above the margin, does not hold where both are below.</summary>
    public ClaimVerdict AtLeast(double margin) => Read((low, _) => low >= margin - Rounding, (_, high) => high < margin - Rounding);

    /// <summary>Holds where both intervals are above the margin, does not hold where both are at or below it.</summary>
    public ClaimVerdict Above(double margin) => Read((low, _) => low > margin + Rounding, (_, high) => high <= margin + Rounding);

    /// <summary>Holds where both intervals are at or below the margin.</summary>
    public ClaimVerdict AtMost(double margin) => Read((_, high) => high <= margin + Rounding, (low, _) => low > margin + Rounding);

    ClaimVerdict Read(Func<double, double, bool> holds, Func<double, double, bool> fails)
    {
        if (Interval is null) return ClaimVerdict.Undecided;
        List<(double Low, double High)> intervals = [(Interval.Low, Interval.High)];
        if (OverSeeds is { Low: { } low, High: { } high }) intervals.Add((low, high));
        return intervals.TrueForAll(one => holds(one.Low, one.High)) ? ClaimVerdict.Holds
            : intervals.TrueForAll(one => fails(one.Low, one.High)) ? ClaimVerdict.DoesNotHold
            : ClaimVerdict.Undecided;
    }
}
