using MathNet.Numerics.Statistics;

namespace SiteAdapt.Studies;

/// <summary>A method's name beside its scores.</summary>
public sealed record NamedScores(string Method, ScoreSet Scores);

/// <summary>One method held against another on the runs and patients that both have.</summary>
public sealed record PairedComparison
{
    public required string First { get; init; }

    public required string Second { get; init; }

    /// <summary>First minus second, patient by patient (or run by run).</summary>
    public required ScoreSet Differences { get; init; }

    /// <summary>Mean difference, taken as a table's means are; null without a run that both have.</summary>
    public double? MeanDifference => Differences.Summary.Mean;

    /// <summary>Interval of the mean difference for other patients of these sites; null without patients to draw.</summary>
    public Interval? OverPatients { get; init; }

    /// <summary>Interval and test of the mean difference for other sites; null without sites to draw.</summary>
    public SiteBootstrapResult? OverSites { get; init; }

    /// <summary>Wilcoxon's test over pairs; a pair's difference is the mean over its seeds.</summary>
    public required SignedRankResult SignedRank { get; init; }

    /// <summary>Cohen's d_z: mean over pairs in standard deviations of the pairs' differences; null where these do not vary.</summary>
    public double? CohenDz { get; init; }

    /// <summary>Share of the pairs' rank sum that is for the first minus the share for the second, -1 to 1.</summary>
    public double? RankBiserial => SignedRank.RankBiserial;

    /// <summary>Wilcoxon's p, corrected by Holm over the family; null where no pair could be compared.</summary>
    public double? SignedRankAdjusted { get; init; }

    /// <summary>The site bootstrap's p, corrected by Holm over the family.</summary>
    public double? SitesAdjusted { get; init; }

    public required TestTrust Trust { get; init; }

    /// <summary>Each of the others against <paramref name="baseline"/>, as one family of tests.</summary>
    public static IReadOnlyList<PairedComparison> Against(
        NamedScores baseline, IEnumerable<NamedScores> others, BootstrapOptions? options = null,
        ZeroDifferences zeros = ZeroDifferences.Wilcoxon)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        List<PairedComparison> family = [.. others.Select(other => Of(other, baseline, options, zeros))];
        var signedRank = Holm.Adjust([.. family.Select(one => one.SignedRank.Differences > 0 ? one.SignedRank.PValue : (double?)null)]);
        var sites = Holm.Adjust([.. family.Select(one => one.OverSites?.PValue)]);
        return [.. family.Select((one, i) => one with { SignedRankAdjusted = signedRank[i], SitesAdjusted = sites[i] })];
    }

    static PairedComparison Of(NamedScores first, NamedScores second, BootstrapOptions? options, ZeroDifferences zeros)
    {
        // Scores are fractions that carry rounding: 0.84 - 0.81 and 0.03 are to tie, and 1e-17 is no difference.
        const int Digits = 12;
        var differences = first.Scores.Minus(second.Scores);
        double[] ofPairs = FiniteMean.Finite(differences.Pairs.Select(pair => pair.Value));
        double[] rounded = [.. ofPairs.Select(value => Math.Round(value, Digits))];
        return new PairedComparison
        {
            First = first.Method,
            Second = second.Method,
            Differences = differences,
            OverPatients = PatientBootstrap.Mean(differences, options),
            OverSites = SiteBootstrap.Mean(differences.Pairs, options),
            SignedRank = SignedRankTest.Of(rounded, zeros),
            CohenDz = rounded.Distinct().Count() > 1 ? ArrayStatistics.Mean(ofPairs) / ArrayStatistics.StandardDeviation(ofPairs) : null,
            Trust = TestTrust.Of(differences.Pairs),
        };
    }
}
