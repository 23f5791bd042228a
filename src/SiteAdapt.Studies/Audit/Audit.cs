using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>All that an audit says of a run: where it was scored, how well, what it forgot, and what nobody knows.</summary>
public sealed record Audit(AuditedRun Run, AuditMaterial Material, IReadOnlyList<AuditSite> Sites, IReadOnlyList<string> Metrics, IReadOnlyList<AuditRow> Rows, IReadOnlyList<AuditForgetting> Forgetting)
{
    /// <summary>Why it is not known what the source lost; null where it is, or where the run was not adapted.</summary>
    public string? NoForgetting { get; private init; }

    /// <summary>What has to be known before anybody relies on the scores; facts of the run and its scores alone.</summary>
    public IReadOnlyList<AuditLimit> Limits { get; private init; } = [];

    /// <summary>Scored subjects that the weights have seen, by name.</summary>
    public IReadOnlyList<string> TrainedOn { get; private init; } = [];

    public AuditRow? All(AuditPlace place, string metric) => Rows.FirstOrDefault(row => row.Place == place && row.Dimension == AuditGroup.All && row.Metric == metric);

    /// <exception cref="Imaging.InputException">The scores contradict each other.</exception>
    public static Audit Of(AuditedRun run, AuditMaterial material)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(material);
        if (material.Scores.DistinctBy(scores => (scores.Scores.Metric, scores.Scores.ToleranceMm)).Take(2).ToList() is [var one, var other])
            throw new Imaging.InputException($"--scores: {one.File} and {other.File} were not scored alike: {one.Scores.Metric} at {one.Scores.ToleranceMm} mm, {other.Scores.Metric} at {other.Scores.ToleranceMm} mm. Give scores of one kind.");
        run = run with { ScoredAs = material.Scores.Count > 0 ? material.Scores[0].Scores : null };
        var sites = AuditSite.All(run, material);
        var metrics = MetricsOf(run, sites);
        List<AuditRow> rows =
        [
            .. sites.GroupBy(site => site.Place).Where(place => place.Key != AuditPlace.Other).SelectMany(place => AuditRow.Of(place.Key, [.. place], metrics)),
            .. sites.Where(site => site.Place == AuditPlace.Other).SelectMany(site => AuditRow.Of(AuditPlace.Other, [site], metrics)),
        ];
        var (after, before, reason) = SourceScores(run, material, sites);
        var audit = new Audit(run, material, sites, metrics, rows, AuditForgetting.Of(after, before, metrics))
        {
            NoForgetting = reason,
            TrainedOn = [.. sites.SelectMany(site => site.Facts).Select(facts => facts.Subject).Intersect(run.Seen.All.Select(seen => seen.Subject)).Order(StringComparer.Ordinal)],
        };
        return audit with { Limits = AuditLimits.Of(audit) };
    }

    /// <summary>The metric that the task is judged by first, then the other fractions and distances of the scores.</summary>
    static List<string> MetricsOf(AuditedRun run, IReadOnlyList<AuditSite> sites) =>
    [
        run.Headline.Key,
        .. sites.SelectMany(site => MetricMean.MetricsOf(site.Scores.Scores)).Distinct().Where(metric => metric != run.Headline.Key).Select(metric => new MetricText(metric))
            .OrderByDescending(metric => metric.IsFraction).ThenBy(metric => metric.Key, StringComparer.Ordinal).Select(metric => metric.Key),
    ];

    /// <summary>The adapted model's and the source model's scores at the source's sites, as far as both are there and comparable.</summary>
    static (IReadOnlyList<AuditSite> After, IReadOnlyList<AuditSite> Before, string? Reason) SourceScores(AuditedRun run, AuditMaterial material, IReadOnlyList<AuditSite> sites)
    {
        if (run.Record.Source is not { } source) return ([], [], null);
        var after = sites.Where(site => site.Place == AuditPlace.Source).ToList();
        if (after.Count == 0) return ([], [], Failure(material, isSource: false) ?? $"no scores of this model at {string.Join(", ", run.SourceSites)}");
        // A method that trains nothing has the source's weights, and one file is both.
        var before = material.Scores.Where(scores => scores.Weights == source.Weights)
            .Select(scores => after.Find(site => site.Site == scores.Scores.Site) is { } same ? new AuditSite(same.Site, same.Place, scores, same.Facts) : null).OfType<AuditSite>().ToList();
        if (before.Count == 0) return ([], [], run.NoSource ?? Failure(material, isSource: true) ?? $"no scores of the source model ({source.Run}) at {string.Join(", ", after.Select(site => site.Site))}");
        var pairs = after.Where(site => before.Exists(model => model.Site == site.Site)).ToList();
        foreach (var site in pairs)
            if (before.Find(model => model.Site == site.Site)!.Scores.Scores is var other && (other.Grid, other.NormStatistics) != (site.Scores.Scores.Grid, site.Scores.Scores.NormStatistics))
                return ([], [], $"the scores at {site.Site} were taken differently before ({other.Grid}, {other.NormStatistics}) and after ({site.Scores.Scores.Grid}, {site.Scores.Scores.NormStatistics})");
        return (pairs, before, null);
    }

    static string? Failure(AuditMaterial material, bool isSource) => material.Failures.FirstOrDefault(failure => failure.IsSource == isSource)?.Reason;

    /// <summary>The cases of a role that the run was trained on itself, by site.</summary>
    public IEnumerable<IGrouping<(string Role, string Site), TrainingCase>> Training() => Run.Record.Data.Cases.GroupBy(item => (item.Role, item.Site));
}
