namespace SiteAdapt.Data;

/// <summary>Subjects that were seen at exactly the same sites: for a split they are interchangeable.</summary>
sealed record SubjectGroup(int[] Sites, string[] Subjects)
{
    /// <summary>
    /// Groups the subjects of some cases; within a group they are in the order of the seed. A subject's place depends on its own
    /// id and the seed only, so that adding subjects or sites does not reshuffle the rest.
    /// </summary>
    public static List<SubjectGroup> Of(IEnumerable<Case> cases, IReadOnlyList<string> sites, long seed)
    {
        var groups = cases.GroupBy(c => c.Subject, StringComparer.Ordinal)
            .Select(g => (Subject: g.Key, Sites: g.Select(c => IndexOf(sites, c.Site)).Distinct().Order().ToArray()))
            .GroupBy(s => string.Join(",", s.Sites), StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal);
        return [.. groups.Select(g => new SubjectGroup(g.First().Sites, [.. g.Select(s => s.Subject).OrderBy(s => Key(s, seed)).ThenBy(s => s, StringComparer.Ordinal)]))];
    }

    /// <summary>Where a subject stands in the order of the seed.</summary>
    public static ulong Key(string subject, long seed) => new RandomStream(seed, $"split/{subject}").NextBits();

    static int IndexOf(IReadOnlyList<string> sites, string site)
    {
        for (int i = 0; i < sites.Count; i++)
            if (sites[i] == site) return i;
        throw new ArgumentException($"'{site}' is not among the sites", nameof(site));
    }
}
