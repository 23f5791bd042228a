using System.Globalization;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>What became of one threshold.</summary>
/// <param name="Rule">What was asked for.</param>
/// <param name="Passed">Null where it could not be judged, which is no pass.</param>
/// <param name="Threshold">As in the file; null for what no threshold decides.</param>
/// <param name="Value">What was found; null where there is nothing.</param>
/// <param name="Reason">What was found, in words.</param>
public sealed record GateCheck(string Rule, bool? Passed, double? Threshold, double? Value, string Reason);

/// <summary>Holds an audit against thresholds. What cannot be judged, because a value is missing, is not passed.</summary>
public static class GateJudge
{
    /// <summary>Every threshold of every rule, and what holds for all of them: when they were set, and who was trained on.</summary>
    /// <param name="allowLate">Whether thresholds may be newer than the scores.</param>
    public static IReadOnlyList<GateCheck> Judge(Audit audit, Thresholds thresholds, bool allowLate)
    {
        ArgumentNullException.ThrowIfNull(audit);
        ArgumentNullException.ThrowIfNull(thresholds);
        return
        [
            SetBefore(audit, thresholds, allowLate),
            new("no scored subject was trained on", audit.TrainedOn.Count == 0, null, audit.TrainedOn.Count,
                audit.TrainedOn.Count == 0 ? "none by name" : $"trained on {string.Join(", ", audit.TrainedOn)}"),
            OwnStatistics(audit),
            .. thresholds.Rules.SelectMany(rule => Of(rule, audit)),
        ];
    }

    /// <summary>Whether the thresholds are older than every score that they are held against.</summary>
    public static bool? IsOlder(Audit audit, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(audit);
        ArgumentNullException.ThrowIfNull(thresholds);
        return audit.Material.Scores.Count == 0 ? null : audit.Material.Scores.All(scores => thresholds.Changed < scores.Changed);
    }

    static GateCheck SetBefore(Audit audit, Thresholds thresholds, bool allowLate)
    {
        bool? older = IsOlder(audit, thresholds);
        string reason = older switch
        {
            null => "there are no scores",
            true => Times(),
            _ => Times() + (allowLate ? "; allowed by --allow-late-thresholds" : ". Thresholds that are set after the scores prove nothing"),
        };
        return new("the thresholds file is older than every score file", older is true || (older is false && allowLate), null, null, reason);

        // What a file's time can show, and no more: who sets clocks or copies files can have any time.
        string Times() => $"it was last changed at {Time(thresholds.Changed)}, the oldest score file at {Time(audit.Material.Scores.Min(scores => scores.Changed))}";
    }

    /// <summary>'predict' uses the model's own normalisation statistics: with others it was another model that was scored.</summary>
    static GateCheck OwnStatistics(Audit audit)
    {
        string[] others = [.. audit.Material.Scores.Where(scores => scores.Scores.NormStatistics != NormSource.Own).Select(scores => $"{scores.Scores.Site} with {scores.Scores.NormStatistics.ToString().ToLowerInvariant()}")];
        return new("the model was scored as it predicts", others.Length == 0, null, null, others.Length == 0 ? "with its own normalisation statistics" : $"other normalisation statistics than its own: {string.Join(", ", others)}");
    }

    static IEnumerable<GateCheck> Of(GateRule rule, Audit audit)
    {
        var metric = audit.Run.Text(rule.Metric);
        bool higher = metric.HigherIsBetter;
        var row = Row(rule, audit);
        string missing = $"no {rule.Title} among the scores";
        string least = higher ? "at least" : "at most";
        if (rule.Patients is { } fewest) foreach (var check in Patients(rule, audit, fewest)) yield return check;
        if (rule.Mean is { } mean) yield return Compare($"{rule.Title}: mean {least} {Text(mean)}", row, row?.Mean, mean, higher, row is null ? missing : Left(row));
        if (rule.Bound is { } bound)
            yield return Compare($"{rule.Title}: {(higher ? "lower" : "upper")} end of the 95 % interval {least} {Text(bound)}", row, higher ? row?.Low : row?.High, bound, higher,
                row is null ? missing : Left(row) ?? (row.Patients.Used < AuditRow.FewestPatients ? $"{ReportPage.Count(row.Patients.Used, "patient")}: an interval of fewer than {AuditRow.FewestPatients} says nothing" : null));
        if (rule.WorstSubgroup is { } worst) foreach (var check in Subgroups(rule, audit, worst, higher)) yield return check;
        if (rule.Forgetting is { } most) yield return Forgetting(rule, audit, most, higher);
    }

    static AuditRow? Row(GateRule rule, Audit audit) => audit.Rows.FirstOrDefault(row => row.Metric == rule.Metric && (rule.At, rule.Part) switch
    {
        (GateRule.Target or GateRule.Source, null) => row.Place == PlaceOf(rule.At) && row.Dimension == AuditGroup.All,
        (GateRule.Target or GateRule.Source, { } part) => row.Place == PlaceOf(rule.At) && row.Dimension is AuditGroup.Structure or AuditGroup.Finding && row.Group == part,
        (_, null) => row.Dimension == AuditGroup.Site && row.Group == rule.At,
        _ => false, // a part of a single site: where a place has one site, its own name does
    });

    static AuditPlace PlaceOf(string at) => at == GateRule.Source ? AuditPlace.Source : AuditPlace.Target;

    static IEnumerable<GateCheck> Patients(GateRule rule, Audit audit, int fewest)
    {
        IReadOnlyList<string> sites = rule.At switch { GateRule.Target => audit.Run.TargetSites, GateRule.Source => audit.Run.SourceSites, _ => [rule.At] };
        if (sites.Count == 0) yield return new($"{rule.Title}: at least {fewest} test patients", null, fewest, null, "the run has no such site");
        foreach (string site in sites)
        {
            int? used = audit.Rows.FirstOrDefault(row => row.Dimension == AuditGroup.Site && row.Group == site && row.Metric == rule.Metric)?.Patients.Used;
            yield return new($"{rule.Metric} at {site}: at least {ReportPage.Count(fewest, "test patient")}", used is null ? null : used >= fewest, fewest, used, used is null ? "not scored there" : $"{used} with a value");
        }
    }

    static IEnumerable<GateCheck> Subgroups(GateRule rule, Audit audit, double worst, bool higher)
    {
        foreach (string dimension in rule.Subgroups)
        {
            string title = $"{rule.Title}: each subgroup by {dimension} {(higher ? "at least" : "at most")} {Text(worst)}";
            var groups = audit.Rows.Where(row => row.Place == PlaceOf(rule.At) && row.Dimension == dimension && row.Metric == rule.Metric).ToList();
            var judged = groups.Where(row => row.Patients.Expected >= AuditRow.FewestPatients).ToList();
            string small = groups.Count > judged.Count ? $"; too small to judge: {string.Join(", ", groups.Except(judged).Select(row => $"{row.Group} ({row.Patients.Expected})"))}" : "";
            if (judged.Count == 0)
            {
                yield return new(title, null, worst, null, groups.Count == 0 ? $"{dimension} is not known of the test patients" : $"no subgroup has {AuditRow.FewestPatients} patients{small}");
                continue;
            }
            var least = judged.Find(row => row.Mean is null) ?? (higher ? judged.MinBy(row => row.Mean) : judged.MaxBy(row => row.Mean))!;
            var incomplete = judged.Find(row => Left(row) is not null);
            var check = Compare(title, least, least.Mean, worst, higher, incomplete is null ? null : $"{incomplete.Group}: {Left(incomplete)}");
            yield return check with { Reason = $"worst is {least.Group}: {check.Reason}{small}" };
        }
    }

    static GateCheck Forgetting(GateRule rule, Audit audit, double most, bool higher)
    {
        string title = $"{rule.Metric}: the source loses at most {Text(most)}";
        if (audit.Forgetting.FirstOrDefault(lost => lost.Metric == rule.Metric) is not { Change: { } change } found)
            return new(title, null, most, null, audit.Run.Record.Source is null ? "the run was not adapted from another model" : audit.NoForgetting ?? "no value of both models");
        double loss = higher ? -change : change;
        if (!found.Values.IsComplete) return new(title, null, most, loss, $"a value is missing: {found.Values} patients");
        return new(title, loss <= most, most, loss, $"{(loss > 0 ? "lost" : "gained")} {Text(Math.Abs(loss))} over {ReportPage.Count(found.Values.Used, "patient")}");
    }

    static GateCheck Compare(string title, AuditRow? row, double? value, double threshold, bool higher, string? cannot)
    {
        cannot ??= value is null ? "there is no value" : null;
        return cannot is not null
            ? new(title, null, threshold, value, $"cannot be judged: {cannot}")
            : new(title, higher ? value >= threshold : value <= threshold, threshold, value, $"{Text(value!.Value)} over {ReportPage.Count(row!.Patients.Used, "patient")}" + (row.SingleClass is { } without ? $", without {string.Join(", ", without)} (a single class)" : ""));
    }

    /// <summary>What a mean leaves out flatters it.</summary>
    static string? Left(AuditRow row) => row.Patients.IsComplete ? null : $"a value is missing: {row.Patients} patients";

    static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
