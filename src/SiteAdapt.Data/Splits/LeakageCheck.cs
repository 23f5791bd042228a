using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>A set of cases as a run uses it.</summary>
public sealed record UsedCases(Subset Subset, string Site, IReadOnlyList<Case> Cases);

/// <summary>A subject (or an image) that two sets of different purpose share.</summary>
public sealed record Leak(string Shared, UsedCases First, UsedCases Second)
{
    public override string ToString() => $"{Shared} is in {First.Subset.Name()} at site '{First.Site}' and in {Second.Subset.Name()} at site '{Second.Site}'";
}

/// <summary>Refuses runs in which training, validation and test share a subject, or the same image under two names.</summary>
public static class LeakageCheck
{
    /// <summary>
    /// Every subject and image file that is in two sets of different purpose. With <paramref name="contentOf"/> (for example
    /// <see cref="ContentHashes.OfImage"/>) copies of one image under different names and subjects are found as well.
    /// </summary>
    public static IReadOnlyList<Leak> Find(IReadOnlyList<UsedCases> sets, Func<Case, string>? contentOf = null)
    {
        ArgumentNullException.ThrowIfNull(sets);
        List<Leak> leaks = SharedBy(sets, c => c.Subject, (key, _) => $"subject '{key}'");
        HashSet<string> known = [.. leaks.Select(l => l.Shared)];
        IEnumerable<Leak> images = SharedBy(sets, c => contentOf?.Invoke(c) ?? c.Image,
            (_, cases) => $"the image of case {string.Join(" = ", cases.Select(c => $"'{c.Id}' (subject '{c.Subject}')").Distinct())}",
            unless: c => known.Contains($"subject '{c.Subject}'"));
        return [.. leaks, .. images];
    }

    /// <exception cref="InputException">Naming each subject with its sets and sites.</exception>
    public static void Require(IReadOnlyList<UsedCases> sets, Func<Case, string>? contentOf = null)
    {
        var faults = new Faults("training, validation and test must not share a subject (the scores would be too good)");
        foreach (Leak leak in Find(sets, contentOf)) faults.Add(leak.ToString());
        faults.ThrowIfAny();
    }

    static List<Leak> SharedBy(IReadOnlyList<UsedCases> sets, Func<Case, string> keyOf, Func<string, Case[], string> describe, Func<Case, bool>? unless = null)
    {
        var uses = from set in sets
                   from c in set.Cases
                   where unless is null || !unless(c)
                   group (Set: set, Case: c) by keyOf(c);
        var leaks = new List<Leak>();
        foreach (var use in uses)
        {
            UsedCases[] used = [.. use.Select(u => u.Set).Distinct(ReferenceEqualityComparer.Instance).Cast<UsedCases>()];
            foreach ((int i, int j) in Pairs(used.Length))
                if (used[i].Subset != used[j].Subset)
                    leaks.Add(new Leak(describe(use.Key, [.. use.Select(u => u.Case)]), used[i], used[j]));
        }
        return leaks;
    }

    static IEnumerable<(int I, int J)> Pairs(int count) =>
        from i in Enumerable.Range(0, count)
        from j in Enumerable.Range(i + 1, count - i - 1)
        select (i, j);
}
