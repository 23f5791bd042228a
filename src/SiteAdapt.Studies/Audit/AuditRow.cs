using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>A mean over some test patients with its 95 % interval; of an AUC the value over their images, patients resampled.</summary>
/// <param name="Dimension">"all", "site", "structure", "finding", "sex", "age" or "scanner".</param>
/// <param name="Mean">Null where nothing finite is there; of a finding where its labels have a single class.</param>
/// <param name="Low">Null where fewer than <see cref="FewestPatients"/> patients can be resampled.</param>
/// <param name="Patients">Values that the mean is over; what is missing or not finite is counted.</param>
/// <param name="SingleClass">Findings that a mean AUC leaves out, because their labels have a single class there.</param>
public sealed record AuditRow(AuditPlace Place, string Dimension, string Group, string Metric, double? Mean, double? Low, double? High, ValueCounts Patients, int Cases, IReadOnlyList<string>? SingleClass = null)
{
    /// <summary>With fewer patients an interval is a range of single values, and a subgroup says nothing.</summary>
    public const int FewestPatients = 5;

    /// <summary>With fewer patients a bootstrap interval is clearly too narrow.</summary>
    public const int FewPatients = 10;

    /// <summary>The interval in words: its ends, that there are too few patients for one, or that there is none.</summary>
    /// <param name="value">Writes one end.</param>
    public static string Interval(double? low, double? high, ValueCounts patients, Func<double, string> value)
    {
        ArgumentNullException.ThrowIfNull(patients);
        ArgumentNullException.ThrowIfNull(value);
        return low is { } from && high is { } to ? $"{value(from)} to {value(to)}" : patients.Used is > 0 and < FewestPatients ? "too few" : "–";
    }

    /// <summary>All rows of a place, group by group, each with all metrics.</summary>
    /// <param name="sites">Of that place.</param>
    public static IReadOnlyList<AuditRow> Of(AuditPlace place, IReadOnlyList<AuditSite> sites, IReadOnlyList<string> metrics)
    {
        ArgumentNullException.ThrowIfNull(sites);
        ArgumentNullException.ThrowIfNull(metrics);
        return [.. AuditGroup.Of(sites).SelectMany(group => metrics.Select(metric => metric == MetricText.Auc ? OfImages(place, sites, group) : OfMasks(place, sites, group, metric)))];
    }

    static AuditRow OfMasks(AuditPlace place, IReadOnlyList<AuditSite> sites, AuditGroup group, string metric)
    {
        var set = ScoreSet.OfCases(PatientScores(sites, group, metric));
        var interval = set.Summary.Cases.Used >= FewestPatients ? PatientBootstrap.Mean(set) : null;
        double? mean = set.Summary.Mean is { } value && double.IsFinite(value) ? value : null;
        return new AuditRow(place, group.Dimension, group.Name, metric, mean, interval?.Low, interval?.High, set.Summary.Cases, Chosen(sites, group).Count());
    }

    /// <summary>A value a patient: the mean over its scans and structures; missing where one of the scans was not scored.</summary>
    static IEnumerable<CaseValue> PatientScores(IReadOnlyList<AuditSite> sites, AuditGroup group, string metric) =>
        Chosen(sites, group).GroupBy(entry => (entry.Site.Site, entry.Facts.Subject)).Select(patient => new CaseValue("", "", 0, patient.Key.Site, patient.Key.Subject,
            ValueOf(patient.First().Site, patient.Select(entry => entry.Facts.Case), group.Part, metric)));

    internal static double? ValueOf(AuditSite site, IEnumerable<string> cases, string? structure, string metric)
    {
        var scored = cases.Select(item => site.Of(item).Where(score => structure is null || score.Structure == structure).ToList()).ToList();
        return scored.Exists(item => item.Count == 0) ? null : PatientValues.Mean(scored.SelectMany(item => item), metric);
    }

    static AuditRow OfImages(AuditPlace place, IReadOnlyList<AuditSite> sites, AuditGroup group)
    {
        List<string> findings = group.Part is { } one ? [one] : [.. sites.SelectMany(site => site.Scores.Scores.Findings!.Names).Distinct()];
        var chosen = Chosen(sites, group).ToLookup(entry => entry.Site.Site, entry => entry.Facts.Case);
        List<ImagePrediction> images = [.. sites.SelectMany(site => PooledImages.Of(site.Scores.Scores.Findings!, findings, chosen[site.Site].ToHashSet(StringComparer.Ordinal)))];
        var scored = images.Select(image => image.Subject).ToHashSet(StringComparer.Ordinal);
        // Whose label is not known is no patient of a finding; whose image was not scored is missing.
        var unknown = group.Part is null ? [] : scored.Except(images.Where(image => float.IsFinite(image.Labels[0])).Select(image => image.Subject)).ToHashSet(StringComparer.Ordinal);
        var subjects = Chosen(sites, group).Select(entry => entry.Facts.Subject).Distinct(StringComparer.Ordinal).Where(subject => !unknown.Contains(subject));
        var counts = ValueCounts.Of(subjects.Select(subject => scored.Contains(subject) ? 1.0 : (double?)null));
        var table = Auc.Table(findings, images);
        var interval = counts.Used >= FewestPatients ? AucBootstrap.Run(findings, images, seed: 0).Mean : null;
        return new AuditRow(place, group.Dimension, group.Name, MetricText.Auc, table.Mean, interval?.Low, interval?.High, counts, images.Count, table.Skipped.Count > 0 ? table.Skipped : null);
    }

    static IEnumerable<(AuditSite Site, CaseFacts Facts)> Chosen(IReadOnlyList<AuditSite> sites, AuditGroup group) =>
        sites.SelectMany(site => site.Facts.Where(facts => group.Contains(site.Site, facts)).Select(facts => (site, facts)));
}

/// <summary>Images of several sites as one set.</summary>
static class PooledImages
{
    /// <summary>The chosen images of a site in terms of these findings; one that the site or its head does not have has no label there.</summary>
    public static IEnumerable<ImagePrediction> Of(ScoredFindings scored, IReadOnlyList<string> findings, IReadOnlySet<string> cases)
    {
        int[] columns = [.. findings.Select(finding => scored.Names.ToList().IndexOf(finding))];
        return scored.Images.Where(image => cases.Contains(image.Case)).Select(image => image with
        {
            Probabilities = [.. columns.Select(column => column < 0 ? 0 : image.Probabilities[column])],
            Labels = [.. columns.Select(column => column < 0 ? float.NaN : image.Labels[column])],
        });
    }
}
