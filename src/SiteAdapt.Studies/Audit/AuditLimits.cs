using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>Something that limits what the scores say.</summary>
/// <param name="Rule">Short and stable, for programs.</param>
public sealed record AuditLimit(string Rule, string Text);

/// <summary>The limits that follow from what is in the run's folder, its scores and its manifest.</summary>
static class AuditLimits
{
    public static IReadOnlyList<AuditLimit> Of(Audit audit) =>
    [
        .. OfData(audit), .. OfTraining(audit), .. OfEvaluation(audit), .. audit.Sites.SelectMany(OfSite), .. OfGroups(audit),
    ];

    static IEnumerable<AuditLimit> OfData(Audit audit)
    {
        var record = audit.Run.Record;
        var now = ManifestNow(record.Data.ManifestFile);
        if (IsSimulated(audit, now)) yield return new("simulated", "The data are simulated: the scores say nothing about patients, and must not be reported as clinical.");
        if (record.HasUnknownSubjects) yield return new("unknown-subjects", "Not all subjects behind the weights are known (an imported model), so nobody can check that none of them is among the test patients.");
        if (audit.Run.Seen.Limit is { } unknown) yield return new("unknown-images", unknown);
        if (audit.TrainedOn.Count > 0) yield return new("trained-on-test", $"The weights have seen subjects that are scored here, and the scores are too good: {string.Join(", ", audit.TrainedOn)}.");
        if (now is not null && DataFingerprint.Of(now) != record.Data.Fingerprint) yield return new("manifest-changed", $"{record.Data.Manifest} has other rows now than when the run was trained.");
        if (now?.Sites.Except(audit.Sites.Select(site => site.Site)).Except(audit.Material.Failures.Select(failure => failure.Site)).ToList() is { Count: > 0 } others)
            yield return new("site-not-scored", $"Not scored at {string.Join(", ", others)}, whose cases are in the same manifest.");
    }

    static IEnumerable<AuditLimit> OfTraining(Audit audit)
    {
        var record = audit.Run.Record;
        foreach (string site in audit.Run.TargetSites.Where(site => !record.Data.Cases.Any(item => item.Site == site)))
            yield return new("no-training-cases", $"No case of {site} was trained on.");
        foreach (var site in audit.Training())
            if (site.Select(item => item.Subject).Distinct().Count() is < AuditRow.FewPatients and var count)
                yield return new("few-training-subjects", $"Trained on {ReportPage.Count(count, "subject")} of {site.Key.Site}.");
        var history = audit.Run.Checkpoint.State.History;
        string? loss = history.Count == 0 ? null : PlateauRule.Judge(history) switch
        {
            LossTrend.Falling => "The training loss was still falling when training ended: longer training may change the scores.",
            LossTrend.CutShort => "The training loss was still falling when the learning rate was lowered: longer training may change the scores.",
            LossTrend.Rising => "The training loss was rising when training ended.",
            LossTrend.Diverged => "The training loss is no finite number: training diverged.",
            LossTrend.TooShort => $"With {ReportPage.Count(history.Count, "epoch")} it cannot be said whether the training loss had reached a plateau.",
            _ => null,
        };
        if (loss is not null) yield return new("loss", loss);
        yield return new("one-run", $"One training run (seed {record.Training.Seed}): the intervals are over patients, and do not say how far another seed would come out elsewhere.");
    }

    static IEnumerable<AuditLimit> OfEvaluation(Audit audit)
    {
        foreach (var failure in audit.Material.Failures) yield return new("not-scored", $"{(failure.IsSource ? "The source model was" : "It was")} not scored at {failure.Site}: {failure.Reason}");
        foreach (string site in audit.Run.TargetSites.Except(audit.Sites.Select(site => site.Site)).Except(audit.Material.Failures.Select(failure => failure.Site)))
            yield return new("not-scored", $"No scores at {site}, which it is made for. Make them: siteadapt evaluate --run {audit.Run.Path} --data MANIFEST --site {site} --out FILE");
        if (audit.NoForgetting is { } reason) yield return new("forgetting-unknown", $"What it forgot of its source is not known: {reason.TrimEnd('.')}.");
        foreach (var lost in audit.Forgetting.Where(lost => lost.Metric == audit.Run.Headline.Key && lost.Values.Used is > 0 and < AuditRow.FewPatients))
            yield return new("few-patients", $"What the source lost is over {ReportPage.Count(lost.Values.Used, "patient")}: {TooFew(lost.Values.Used)}.");
    }

    static string TooFew(int patients) => patients < AuditRow.FewestPatients ? "too few for an interval" : "intervals of so few are too narrow";

    static IEnumerable<AuditLimit> OfSite(AuditSite site)
    {
        if (site.Subjects < AuditRow.FewPatients)
            yield return new("few-patients", $"{site.Site} has {ReportPage.Count(site.Subjects, "test patient")}: {TooFew(site.Subjects)}.");
        if (site.Scores.Scores.Unlabelled > 0) yield return new("unlabelled", $"{ReportPage.Count(site.Scores.Scores.Unlabelled, "test case")} of {site.Site} without a label could not be scored.");
        if (site.Scores.Scores.NormStatistics != NormSource.Own) yield return new("norm-statistics", $"At {site.Site} it was scored with other normalisation statistics than its own ({site.Scores.Scores.NormStatistics.ToString().ToLowerInvariant()}).");
        if (site.Scores.Scores.Findings is { NotShared.Count: > 0 } findings) yield return new("findings-not-shared", $"Not scored at {site.Site}, because model and site do not share them: {string.Join(", ", findings.NotShared)}.");
        foreach (string dimension in AuditGroup.Facts)
            if (site.Facts.Count(facts => AuditGroup.ValueOf(dimension, facts) is null) is > 0 and var unknown)
                yield return new("not-known", $"{char.ToUpperInvariant(dimension[0])}{dimension[1..]} is not known of {(unknown == site.Facts.Count ? "any test case" : $"{unknown} of {ReportPage.Count(site.Facts.Count, "test case")}")} of {site.Site}: add the column '{dimension}' to the manifest.");
    }

    static IEnumerable<AuditLimit> OfGroups(Audit audit)
    {
        foreach (var row in audit.Rows.Where(row => row.Dimension is AuditGroup.Site && !row.Patients.IsComplete && row.Patients.Expected > 0))
            yield return new("values-left-out", $"{audit.Run.Text(row.Metric).WithUnit.Split(" (")[0]} at {row.Group} is over {row.Patients} patients; the others are in no mean.");
        foreach (var row in audit.Rows.Where(row => row is { Dimension: AuditGroup.Site, SingleClass.Count: > 0 }))
            yield return new("single-class", $"Without an AUC at {row.Group}, because their labels have a single class there: {string.Join(", ", row.SingleClass!)}.");
        foreach (var place in audit.Rows.Where(row => AuditGroup.Facts.Contains(row.Dimension) && row.SingleClass is { Count: > 0 }).GroupBy(row => row.Place))
            yield return new("single-class-subgroup", $"Mean AUCs of these subgroups ({AuditPage.Name(place.Key, audit.Run)}) leave findings out whose labels have a single class there, so that they are no fair comparison: {string.Join("; ", place.Select(row => $"{row.Dimension} {row.Group} (without {string.Join(", ", row.SingleClass!)})"))}.");
        foreach (var place in audit.Rows.Where(row => row.Metric == audit.Run.Headline.Key && AuditGroup.Facts.Contains(row.Dimension) && row.Patients.Expected < AuditRow.FewestPatients).GroupBy(row => row.Place))
            yield return new("small-subgroup", $"Subgroups too small to say anything about ({AuditPage.Name(place.Key, audit.Run)}): {string.Join("; ", place.Select(row => $"{row.Dimension} {row.Group} ({ReportPage.Count(row.Patients.Expected, "patient")})"))}.");
    }

    /// <summary>What simulation leaves: the scanner's name, or a note beside the manifest.</summary>
    static bool IsSimulated(Audit audit, Manifest? now)
    {
        bool Named(string? scanner) => scanner?.StartsWith("simulated", StringComparison.Ordinal) == true;
        if (audit.Sites.SelectMany(site => site.Facts).Any(facts => Named(facts.Scanner))) return true;
        return now?.Cases.Any(item => Named(item.Scanner)) == true || new[] { audit.Run.Record.Data.ManifestFile, audit.Run.Record.Data.SourceManifest }.Any(HasNote);
    }

    static bool HasNote(string? manifest)
    {
        if (Path.GetDirectoryName(manifest) is not { Length: > 0 } folder) return false;
        string note = Path.Combine(folder, "README.txt");
        return File.Exists(note) && TextFile.Read(note) is var text && text.Contains("simulated", StringComparison.Ordinal) && text.Contains("Never report", StringComparison.Ordinal);
    }

    static Manifest? ManifestNow(string? path)
    {
        try
        {
            return File.Exists(path) ? Manifest.Read(path, checkFiles: false) : null;
        }
        catch (InputException)
        {
            return null; // what it was is in the run's record
        }
    }
}
