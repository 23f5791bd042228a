using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>The pairs of sites that a study's rule gives.</summary>
static class StudyPairs
{
    public static IReadOnlyList<StudyPair> Of(StudyDefinition study, IReadOnlyList<string> sites)
    {
        var faults = new Faults(study.Name);
        foreach (string site in study.ListedPairs.SelectMany(pair => pair.Sources.Append(pair.Target)).Distinct().Where(site => !sites.Contains(site)))
            faults.Add($"'pairs' names the site '{site}'{ClosestName.Hint(site, sites)}; the sites are {string.Join(", ", sites)}");
        if (sites.Count < 2) faults.Add($"there is one site ({string.Join(", ", sites)}); an adaptation needs a source and a target");
        faults.ThrowIfAny();
        return study.Pairs switch
        {
            PairRule.Listed => study.ListedPairs,
            PairRule.EachAsTarget => [.. sites.Select(target => new StudyPair([.. sites.Where(site => site != target)], target))],
            _ => [.. sites.SelectMany(source => sites.Where(target => target != source).Select(target => new StudyPair([source], target)))],
        };
    }
}
