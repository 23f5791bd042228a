namespace SiteAdapt.Studies;

/// <summary>Test cases that have something in common.</summary>
/// <param name="Dimension">One of the constants.</param>
/// <param name="Contains">Whether a case of a site is one of them.</param>
/// <param name="Part">The structure or finding that is looked at alone; null: all.</param>
sealed record AuditGroup(string Dimension, string Name, Func<string, CaseFacts, bool> Contains, string? Part = null)
{
    public const string All = "all", Site = "site", Structure = "structure", Finding = "finding", Sex = "sex", Age = "age", Scanner = "scanner", Unknown = "not known";

    /// <summary>What a manifest may know of patients.</summary>
    public static readonly IReadOnlyList<string> Facts = [Sex, Age, Scanner];

    static readonly (int From, string Name)[] Ages = [(0, "under 18"), (18, "18 to 39"), (40, "40 to 59"), (60, "60 to 79"), (80, "80 and over")];

    /// <summary>All cases, then by site, by structure or finding, and by what is known of the patients; a dimension of which nothing is known is left out.</summary>
    public static IReadOnlyList<AuditGroup> Of(IReadOnlyList<AuditSite> sites) =>
    [
        new AuditGroup(All, All, (_, _) => true),
        .. sites.Select(item => new AuditGroup(Site, item.Site, (site, _) => site == item.Site)),
        .. sites.SelectMany(item => item.Scores.Scores.Cases).Select(item => item.Structure).Distinct().Select(name => new AuditGroup(Structure, name, (_, _) => true, name)),
        .. sites.SelectMany(item => item.Scores.Scores.Findings?.Names ?? []).Distinct().Select(name => new AuditGroup(Finding, name, (_, _) => true, name)),
        .. Facts.SelectMany(dimension => ByFact(dimension, sites)),
    ];

    /// <summary>The age group, or the text as the manifest has it; null where it is not known.</summary>
    public static string? ValueOf(string dimension, CaseFacts facts) => dimension switch
    {
        Sex => facts.Sex,
        Scanner => facts.Scanner,
        _ => facts.Age is { } age && age >= 0 ? Ages.Last(group => group.From <= age).Name : null,
    };

    static IEnumerable<AuditGroup> ByFact(string dimension, IReadOnlyList<AuditSite> sites)
    {
        var values = sites.SelectMany(site => site.Facts).Select(facts => ValueOf(dimension, facts)).Distinct().ToList();
        if (values.All(value => value is null)) return [];
        return values.OrderBy(value => value is null).ThenBy(value => Array.FindIndex(Ages, group => group.Name == value)).ThenBy(value => value, StringComparer.Ordinal)
            .Select(value => new AuditGroup(dimension, value ?? Unknown, (_, facts) => ValueOf(dimension, facts) == value));
    }
}
