using MathNet.Numerics.Statistics;
using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// Which case to annotate next: the one with the largest sum of two ranks, of its uncertainty and of its distance to the nearest annotated case, so that no
/// weight has to be chosen (Borda's count; uncertainty together with distance as in Yang et al. 2017, "Suggestive annotation"). A chosen case counts as annotated for the next one, which makes
/// the distance that of the greedy k-centre choice (Sener and Savarese 2018, "Active learning for convolutional neural networks: a core-set approach", algorithm 1).
/// </summary>
public static class RankedChoice
{
    /// <summary>
    /// In the order of choice. Equal values share their mean rank; of equal sums the more uncertain case comes first, then the one whose name comes
    /// first. Without an annotated case the first choice is the most uncertain one.
    /// </summary>
    /// <param name="count">No more than there are candidates.</param>
    public static IReadOnlyList<NextCase> Choose(IReadOnlyList<CaseReading> candidates, IReadOnlyList<CaseReading> annotated, int count)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(annotated);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, candidates.Count);
        var left = candidates.Select(item => Nearer(new Candidate(item, null, double.PositiveInfinity), annotated)).OrderBy(item => item.Reading.Case.Id, StringComparer.Ordinal).ToList();
        var chosen = new List<NextCase>();
        while (chosen.Count < count)
        {
            var best = Best(left);
            left.Remove(best);
            chosen.Add(Described(best, left));
            left = left.ConvertAll(item => Nearer(item, [best.Reading]));
        }
        return chosen;
    }

    sealed record Candidate(CaseReading Reading, Case? Nearest, double Distance);

    static Candidate Nearer(Candidate item, IReadOnlyList<CaseReading> annotated)
    {
        foreach (var other in annotated)
            if (item.Reading.DistanceTo(other) is var distance && distance < item.Distance) item = item with { Nearest = other.Case, Distance = distance };
        return item;
    }

    static Candidate Best(List<Candidate> left)
    {
        double[] uncertainty = Ranks(left, item => item.Reading.Uncertainty), distance = Ranks(left, item => item.Nearest is null ? 0 : item.Distance);
        return left.Index().OrderByDescending(entry => uncertainty[entry.Index] + distance[entry.Index]).ThenByDescending(entry => entry.Item.Reading.Uncertainty).First().Item;
    }

    static double[] Ranks(List<Candidate> left, Func<Candidate, double> value) => Statistics.Ranks(left.Select(value), RankDefinition.Average);

    static NextCase Described(Candidate item, List<Candidate> others) => new(item.Reading.Case, item.Reading.Uncertainty,
        item.Nearest is null ? null : item.Distance, item.Nearest,
        1 + others.Count(other => other.Reading.Uncertainty > item.Reading.Uncertainty),
        item.Nearest is null ? null : 1 + others.Count(other => other.Distance > item.Distance),
        others.Count + 1);
}
