using System.Numerics;
using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>
/// Subjects of two groups and the ways to deal them out anew. Where a subject is in both (a person scanned at both sites), its two places change sides
/// together; all others are shuffled. All ways are gone through where they are few, otherwise a number is drawn (Good 2005; the observed one counts as one of
/// them, Phipson and Smyth 2010).
/// </summary>
public sealed class TwoGroups
{
    /// <summary>Up to so many ways are gone through, and so many are drawn of more.</summary>
    public const int MostExact = 20_000, Draws = 4_999;

    readonly int[] single;
    readonly (int First, int Second)[] pairs;
    readonly int singlesInFirst;

    TwoGroups(IReadOnlyList<string> subjects, int first)
    {
        (Subjects, First) = (subjects, first);
        pairs = [.. Enumerable.Range(0, first).Select(i => (First: i, Second: Enumerable.Range(first, subjects.Count - first).FirstOrDefault(j => subjects[j] == subjects[i], -1))).Where(pair => pair.Second >= 0)];
        var paired = pairs.SelectMany(pair => new[] { pair.First, pair.Second }).ToHashSet();
        single = [.. Enumerable.Range(0, subjects.Count).Where(i => !paired.Contains(i))];
        singlesInFirst = single.Count(i => i < first);
    }

    /// <summary>Of the first group, then of the second.</summary>
    public IReadOnlyList<string> Subjects { get; }

    /// <summary>How many are of the first group.</summary>
    public int First { get; }

    public int Second => Subjects.Count - First;

    /// <summary>Subjects that are in both groups.</summary>
    public int Pairs => pairs.Length;

    /// <summary>All ways to deal the subjects out.</summary>
    public BigInteger Ways => BigInteger.Pow(2, pairs.Length) * Binomial(single.Length, singlesInFirst);

    public bool IsExact => Ways <= MostExact;

    /// <summary>The smallest p-value that any data can have: with equal groups, every way has a mirror image of the same difference.</summary>
    public double SmallestP => !IsExact ? 1.0 / (Draws + 1) : Math.Min(1, (2 * singlesInFirst == single.Length ? 2 : 1) / (double)Ways);

    /// <exception cref="ArgumentException">A group is empty, or names a subject twice.</exception>
    public static TwoGroups Of(IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count == 0 || second.Count == 0) throw new ArgumentException("a group is empty");
        if (first.Distinct().Count() < first.Count || second.Distinct().Count() < second.Count) throw new ArgumentException("a group has a subject twice");
        return new TwoGroups([.. first, .. second], first.Count);
    }

    /// <summary>Tests of statistics that are large where the groups differ, all from the same ways of dealing out.</summary>
    /// <param name="statistics">Each takes which subjects are in the first group, in the order of <see cref="Subjects"/>.</param>
    public PermutationTests Test(IReadOnlyList<Func<bool[], double>> statistics, long seed)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        bool[] labels = [.. Enumerable.Range(0, Subjects.Count).Select(i => i < First)];
        // All ways contain the observed one; here it comes first as well, where ways are drawn it is one more
        IEnumerable<bool[]> ways = IsExact ? All().Where(dealt => !dealt.AsSpan().SequenceEqual(labels)) : Drawn(new RandomStream(seed, "permutations/two groups"));
        return PermutationTests.Of([.. ways.Prepend(labels).Select(dealt => (double[])[.. statistics.Select(statistic => statistic(dealt))])]);
    }

    IEnumerable<bool[]> Drawn(RandomStream random)
    {
        int[] order = [.. Enumerable.Range(0, single.Length)];
        for (int draw = 0; draw < Draws; draw++)
        {
            var labels = new bool[Subjects.Count];
            random.Shuffle<int>(order);
            for (int i = 0; i < singlesInFirst; i++) labels[single[order[i]]] = true;
            foreach (var (a, b) in pairs) labels[random.NextInt(2) == 0 ? a : b] = true;
            yield return labels;
        }
    }

    IEnumerable<bool[]> All()
    {
        foreach (int[] chosen in Combinations(single.Length, singlesInFirst))
            for (long swaps = 0; swaps < 1L << pairs.Length; swaps++)
            {
                var labels = new bool[Subjects.Count];
                foreach (int i in chosen) labels[single[i]] = true;
                for (int pair = 0; pair < pairs.Length; pair++) labels[(swaps >> pair & 1) == 0 ? pairs[pair].First : pairs[pair].Second] = true;
                yield return labels;
            }
    }

    /// <summary>All choices of <paramref name="count"/> of <paramref name="of"/>, ascending; the array is reused.</summary>
    static IEnumerable<int[]> Combinations(int of, int count)
    {
        int[] chosen = [.. Enumerable.Range(0, count)];
        while (true)
        {
            yield return chosen;
            int last = count - 1;
            while (last >= 0 && chosen[last] == of - count + last) last--;
            if (last < 0) yield break;
            chosen[last]++;
            for (int i = last + 1; i < count; i++) chosen[i] = chosen[i - 1] + 1;
        }
    }

    static BigInteger Binomial(int of, int count)
    {
        BigInteger ways = 1;
        for (int i = 1; i <= count; i++) ways = ways * (of - count + i) / i;
        return ways;
    }
}
