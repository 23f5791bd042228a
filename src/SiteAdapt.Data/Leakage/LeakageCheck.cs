using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>A set of cases as a run uses it.</summary>
public sealed record UsedCases(Subset Subset, string Site, IReadOnlyList<Case> Cases);

/// <summary>Cases of one subject (or with the same pixels) in two sets of different purpose.</summary>
public sealed record Leak(string Shared, UsedCases First, IReadOnlyList<Case> InFirst, UsedCases Second, IReadOnlyList<Case> InSecond)
{
    const int Shown = 5;

    public override string ToString() => $"{Shared} is in {Place(First, InFirst)} and in {Place(Second, InSecond)}";

    static string Place(UsedCases set, IReadOnlyList<Case> cases) => $"{set.Subset.Name()} at site '{set.Site}' ({Names(cases)})";

    static string Names(IReadOnlyList<Case> cases) => (cases.Count == 1 ? "case " : "cases ") +
        string.Join(", ", cases.Take(Shown).Select(c => $"'{c.Id}'{(c.Session is { } session ? $", session {session}" : "")}")) + (cases.Count > Shown ? $" and {cases.Count - Shown} more" : "");
}

/// <summary>
/// Refuses runs in which training, validation and test share a subject (with whatever session or slice), a person under two ids that differ in
/// case or session only, or the same image under two names.
/// </summary>
public static class LeakageCheck
{
    const int ShownNames = 8;

    /// <summary>
    /// Every subject, person (see <see cref="SubjectId"/>) and image that is in two sets of different purpose. With <paramref name="pixelsOf"/> (see <see cref="CasePixels"/>) images
    /// are compared by what they show, else by their path.
    /// </summary>
    public static IReadOnlyList<Leak> Find(IReadOnlyList<UsedCases> sets, Func<Case, string?>? pixelsOf = null)
    {
        ArgumentNullException.ThrowIfNull(sets);
        List<Leak> subjects = SharedBy(sets, c => c.Subject, (subject, _) => $"subject '{subject}'");
        IEnumerable<Leak> images = SharedBy(sets, c => pixelsOf?.Invoke(c) ?? c.Image,
            (_, cases) => $"the image of case {string.Join(" = ", cases.Select(c => $"'{c.Id}' (subject '{c.Subject}')").Distinct())}");
        return [.. subjects, .. Persons(sets), .. images.Where(leak => leak.InFirst.Concat(leak.InSecond).Select(c => c.Subject).Distinct().Count() > 1)];
    }

    /// <exception cref="InputException">Naming each subject or image with its cases, sets and sites.</exception>
    public static void Require(IReadOnlyList<UsedCases> sets, Func<Case, string?>? pixelsOf = null)
    {
        var faults = new Faults("training, validation and test must not share a subject or an image (the scores would be too good). Correct the subjects or the split, or take one of the cases out");
        foreach (Leak leak in Find(sets, pixelsOf)) faults.Add(leak.ToString());
        faults.ThrowIfAny();
    }

    /// <summary>People under two ids: no id is in both sets, or it would be a shared subject.</summary>
    static IEnumerable<Leak> Persons(IReadOnlyList<UsedCases> sets)
    {
        var ids = sets.SelectMany(set => set.Cases).DistinctBy(c => (c.Subject, c.Site)).ToDictionary(c => (c.Subject, c.Site), c => new SubjectId(c.Subject, c.Site));
        SubjectId IdOf(Case c) => ids[(c.Subject, c.Site)];
        foreach (Leak leak in SharedBy(sets, c => IdOf(c).Person, (_, _) => ""))
        {
            var (inFirst, inSecond) = (new PersonIndex<Case>(leak.InFirst, IdOf), new PersonIndex<Case>(leak.InSecond, IdOf));
            Case[] first = [.. leak.InFirst.Where(c => inSecond.Find(IdOf(c)) is not null)], second = [.. leak.InSecond.Where(c => inFirst.Find(IdOf(c)) is not null)];
            if (first.Length == 0) continue;
            string[] names = [.. first.Concat(second).Select(c => $"'{c.Subject}'").Distinct()];
            string shown = string.Join(" and ", names.Take(ShownNames)) + (names.Length > ShownNames ? $" and {names.Length - ShownNames} more" : "");
            yield return leak with { Shared = $"one person, by the subject ids {shown} (give them one subject in the manifest, or, if they are two people, rename one)", InFirst = first, InSecond = second };
        }
    }

    static List<Leak> SharedBy(IReadOnlyList<UsedCases> sets, Func<Case, string> keyOf, Func<string, Case[], string> describe)
    {
        var uses = from set in sets
                   from c in set.Cases
                   group (Set: set, Case: c) by keyOf(c);
        var leaks = new List<Leak>();
        foreach (var use in uses)
        {
            var used = use.GroupBy(u => u.Set, u => u.Case, ReferenceEqualityComparer.Instance).Select(group => (Set: (UsedCases)group.Key!, Cases: group.ToArray())).ToArray();
            foreach ((int i, int j) in Pairs(used.Length))
                if (used[i].Set.Subset != used[j].Set.Subset)
                    leaks.Add(new Leak(describe(use.Key, [.. used[i].Cases, .. used[j].Cases]), used[i].Set, used[i].Cases, used[j].Set, used[j].Cases));
        }
        return leaks;
    }

    static IEnumerable<(int I, int J)> Pairs(int count) =>
        from i in Enumerable.Range(0, count)
        from j in Enumerable.Range(i + 1, count - i - 1)
        select (i, j);
}
