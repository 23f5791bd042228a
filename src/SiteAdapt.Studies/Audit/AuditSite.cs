using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Studies;

/// <summary>A site with a model's scores there.</summary>
public sealed class AuditSite(string site, AuditPlace place, AuditScores scores, IReadOnlyList<CaseFacts> facts)
{
    readonly ILookup<string, ScoredCase> byCase = scores.Scores.Cases.ToLookup(item => item.Case, StringComparer.Ordinal);

    public string Site => site;

    public AuditPlace Place => place;

    public AuditScores Scores => scores;

    /// <summary>Every labelled test case, scored or not.</summary>
    public IReadOnlyList<CaseFacts> Facts => facts;

    /// <summary>Distinct test subjects.</summary>
    public int Subjects => Facts.Select(item => item.Subject).Distinct(StringComparer.Ordinal).Count();

    /// <summary>The scores of a case, one a structure; empty where it was not scored.</summary>
    public IEnumerable<ScoredCase> Of(string item) => byCase[item];

    /// <summary>The sites of the audited model's own scores, target first.</summary>
    /// <exception cref="InputException">Two files score one site.</exception>
    public static IReadOnlyList<AuditSite> All(AuditedRun run, AuditMaterial material)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(material);
        foreach (var twice in material.Scores.GroupBy(scores => (scores.IsSource, scores.Scores.Site)).Where(group => group.Count() > 1))
            throw new InputException($"--scores: {string.Join(" and ", twice.Select(scores => scores.File))} are of the same model at the same site '{twice.Key.Site}'. Give one of them.");
        return [.. material.Scores.Where(scores => !scores.IsSource)
            .Select(scores => new AuditSite(scores.Scores.Site, run.PlaceOf(scores.Scores.Site), scores, FactsOf(scores, run))).OrderBy(site => site.Place)];
    }

    /// <summary>From the file itself, else from the run's manifest, else what the scores say: case and subject.</summary>
    static IReadOnlyList<CaseFacts> FactsOf(AuditScores scores, AuditedRun run)
    {
        if (scores.Scores.About is { } known) return known;
        List<CaseFacts> scored =
        [
            .. scores.Scores.Cases.Select(item => new CaseFacts(item.Case, item.Subject)).Concat((scores.Scores.Findings?.Images ?? []).Select(item => new CaseFacts(item.Case, item.Subject))).DistinctBy(item => item.Case),
        ];
        var ids = scored.Select(item => item.Case).ToHashSet(StringComparer.Ordinal);
        foreach (var record in new[] { run.Record, run.Source?.Record })
            if (record is not null && OfManifest(record.Data.ManifestFile, record.Data.Split.Apply, scores.Scores.Site) is { } facts && ids.IsSubsetOf(facts.Select(item => item.Case))) return facts;
        return scored;
    }

    static List<CaseFacts>? OfManifest(string? path, Func<Manifest, Split> split, string site)
    {
        try
        {
            return File.Exists(path) && Manifest.Read(path, checkFiles: false) is { } manifest && manifest.Sites.Contains(site)
                ? [.. split(manifest).TestCases(site).Where(item => item.IsLabelled).Select(CaseFacts.Of)]
                : null;
        }
        catch (InputException)
        {
            return null; // it was changed since; the scores still stand
        }
    }
}
