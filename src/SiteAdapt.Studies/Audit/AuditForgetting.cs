using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>What the source's test patients lost: the adapted model against its source model, on the same patients.</summary>
/// <param name="Change">Mean of after minus before; below zero is forgetting, of a metric where higher is better.</param>
/// <param name="Low">Of the 95 % interval over patients; null where fewer than <see cref="AuditRow.FewestPatients"/> patients can be resampled.</param>
/// <param name="Patients">Empty for an AUC, which a patient has none of.</param>
public sealed record AuditForgetting(string Metric, double? Before, double? After, double? Change, double? Low, double? High, ValueCounts Values, IReadOnlyList<PatientChange> Patients)
{
    /// <param name="after">The adapted model's scores at the source's sites.</param>
    /// <param name="before">The source model's at the same sites.</param>
    public static IReadOnlyList<AuditForgetting> Of(IReadOnlyList<AuditSite> after, IReadOnlyList<AuditSite> before, IReadOnlyList<string> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return after.Count == 0 || before.Count == 0 ? [] : [.. metrics.Select(metric => metric == MetricText.Auc ? OfImages(after, before) : OfMasks(after, before, metric))];
    }

    static AuditForgetting OfMasks(IReadOnlyList<AuditSite> after, IReadOnlyList<AuditSite> before, string metric)
    {
        var lost = Forgetting.Of(ScoresOf(after, metric, "adapted"), ScoresOf(before, metric, ""));
        var interval = lost.Changes.Summary.Cases.Used >= AuditRow.FewestPatients ? lost.OverPatients : null;
        return new AuditForgetting(metric, Finite(lost.Before), Finite(lost.After), Finite(lost.MeanChange), interval?.Low, interval?.High, lost.Changes.Summary.Cases, lost.Patients);
    }

    static ScoreSet ScoresOf(IReadOnlyList<AuditSite> sites, string metric, string target) => ScoreSet.OfCases(
        from site in sites
        from patient in site.Facts.GroupBy(facts => facts.Subject)
        select new CaseValue("", target, 0, site.Site, patient.Key, AuditRow.ValueOf(site, patient.Select(facts => facts.Case), structure: null, metric)));

    /// <summary>Over the findings that both models have been scored on, and the images that both have seen.</summary>
    static AuditForgetting OfImages(IReadOnlyList<AuditSite> after, IReadOnlyList<AuditSite> before)
    {
        List<string> findings = [.. Findings(after).Intersect(Findings(before))];
        var common = Cases(after).Intersect(Cases(before)).ToHashSet(StringComparer.Ordinal);
        List<ImagePrediction> first = Images(before, findings, common), second = Images(after, findings, common);
        var scored = first.Select(image => image.Subject).ToHashSet(StringComparer.Ordinal);
        var counts = ValueCounts.Of(after.SelectMany(site => site.Facts).Select(facts => facts.Subject).Distinct(StringComparer.Ordinal).Select(subject => scored.Contains(subject) ? 1.0 : (double?)null));
        double? from = Auc.Table(findings, first).Mean, to = Auc.Table(findings, second).Mean;
        var interval = counts.Used >= AuditRow.FewestPatients ? AucBootstrap.Change(findings, first, second, seed: 0) : null;
        return new AuditForgetting(MetricText.Auc, from, to, to - from, interval?.Low, interval?.High, counts, []);
    }

    static IEnumerable<string> Findings(IReadOnlyList<AuditSite> sites) => sites.SelectMany(site => site.Scores.Scores.Findings!.Names).Distinct();

    static IEnumerable<string> Cases(IReadOnlyList<AuditSite> sites) => sites.SelectMany(site => site.Scores.Scores.Findings!.Images).Select(image => image.Case);

    static List<ImagePrediction> Images(IReadOnlyList<AuditSite> sites, IReadOnlyList<string> findings, IReadOnlySet<string> cases) =>
        [.. sites.SelectMany(site => PooledImages.Of(site.Scores.Scores.Findings!, findings, cases))];

    static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
