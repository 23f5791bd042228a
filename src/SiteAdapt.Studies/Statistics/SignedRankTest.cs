using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace SiteAdapt.Studies;

/// <summary>What becomes of differences that are zero.</summary>
public enum ZeroDifferences
{
    /// <summary>They are left out before ranking (Wilcoxon 1945).</summary>
    Wilcoxon,

    /// <summary>They are ranked with the others and their ranks left out then (Pratt 1959).</summary>
    Pratt,
}

/// <summary>A Wilcoxon signed-rank test, two-sided.</summary>
/// <param name="PValue">In (0, 1].</param>
/// <param name="RanksAbove">Sum of the ranks of the differences above zero.</param>
/// <param name="RanksBelow">Sum of the ranks of the differences below zero.</param>
/// <param name="Differences">Differences, zeros included.</param>
/// <param name="Zeros">Differences that are zero.</param>
/// <param name="IsExact">False for the normal approximation.</param>
public sealed record SignedRankResult(
    double PValue, double RanksAbove, double RanksBelow, int Differences, int Zeros, bool IsExact)
{
    /// <summary>
    /// Matched-pairs rank-biserial correlation (Kerby 2014): the share of the rank sum above zero minus the share below, from
    /// -1 to 1; null without ranks.
    /// </summary>
    public double? RankBiserial =>
        RanksAbove + RanksBelow > 0 ? (RanksAbove - RanksBelow) / (RanksAbove + RanksBelow) : null;
}

/// <summary>
/// Wilcoxon's signed-rank test that differences are symmetric about zero. Exact for up to <see cref="MostForExact"/> differences
/// other than zero, ties included; beyond, the normal approximation with corrections for ties and continuity (Hollander,
/// Wolfe and Chicken 2014, section 3.1).
/// </summary>
public static class SignedRankTest
{
    /// <summary>Up to here the counts of sign patterns are whole numbers in a double (2^50).</summary>
    public const int MostForExact = 50;

    /// <exception cref="ArgumentException">A difference is NaN or infinite.</exception>
    public static SignedRankResult Of(IReadOnlyList<double> differences, ZeroDifferences zeros = ZeroDifferences.Wilcoxon)
    {
        ArgumentNullException.ThrowIfNull(differences);
        if (differences.Any(value => !double.IsFinite(value)))
            throw new ArgumentException("differences must be finite", nameof(differences));
        double[] ranked = zeros == ZeroDifferences.Pratt ? [.. differences] : [.. differences.Where(value => value != 0)];
        double[] ranks = ranked.Length == 0 ? [] : Statistics.Ranks(ranked.Select(Math.Abs), RankDefinition.Average);
        double above = ranks.Where((_, i) => ranked[i] > 0).Sum();
        double below = ranks.Where((_, i) => ranked[i] < 0).Sum();
        double[] signed = [.. ranks.Where((_, i) => ranked[i] != 0)];
        bool exact = signed.Length <= MostForExact;
        double p = exact ? SignedRankDistribution.TwoSided(signed, Math.Min(above, below)) : Approximate(signed, above);
        return new SignedRankResult(p, above, below, differences.Count, differences.Count(value => value == 0), exact);
    }

    // Under the null each rank is above or below zero by a coin: mean sum/2, variance sum of squares/4. With midranks that is
    // the variance with the usual correction for ties, and with Pratt's ranks the one without the zeros.
    static double Approximate(double[] ranks, double above)
    {
        double deviation = Math.Sqrt(ranks.Sum(rank => rank * rank) / 4);
        double z = Math.Max(0, Math.Abs(above - ranks.Sum() / 2) - 0.5) / deviation;
        return Math.Min(1, 2 * Normal.CDF(0, 1, -z));
    }
}
