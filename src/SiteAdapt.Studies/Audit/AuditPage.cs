using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The model card: what was decided, what limits the scores, the scores, and what the model was made from.</summary>
public static class AuditPage
{
    /// <param name="gate">The verdict, where thresholds were given.</param>
    /// <param name="commands">What makes the card again.</param>
    public static Page Make(Audit audit, GateResult? gate, string commands)
    {
        ArgumentNullException.ThrowIfNull(audit);
        return new Page($"Model card: {Path.GetFileName(audit.Run.Path)}", Lead(audit),
        [
            .. Gate(gate),
            .. Limits(audit),
            .. AuditScoreBlocks.Of(audit),
            .. AuditOrigin.Of(audit),
            new HeadingBlock("What only people can say"),
            new ParagraphBlock("For whom and for what the model is meant, who may use it, what is done where it fails, and who answers for it stand in no run folder. They belong beside this card before anybody uses the model. Not a medical device."),
            new CodeBlock(commands, "This card again"),
        ])
        {
            HasContents = true,
            Footer = "Card by " + string.Join(", ", TorchRuntime.Versions.Select(version => $"{version.Key} {version.Value}")),
        };
    }

    /// <summary>A place in words.</summary>
    public static string Name(AuditPlace place, AuditedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return place switch
        {
            AuditPlace.Target => run.Record.Source is null ? "sites that it is made for" : "target",
            AuditPlace.Source => "source",
            _ => "other sites",
        };
    }

    /// <summary>"84.1 (95 % interval 80.2 to 88.3) over 12 patients", or "84.1 over 3 patients, too few for an interval".</summary>
    public static string Text(AuditRow? row, MetricText metric)
    {
        if (row?.Mean is not { } mean) return "no value";
        string interval = row.Low is null ? "" : $" (95 % interval {AuditRow.Interval(row.Low, row.High, row.Patients, metric.Value)})";
        return $"{metric.Value(mean)}{interval} over {row.Patients} patient{(row.Patients.Used == 1 ? "" : "s")}{(row.Patients.Used < AuditRow.FewestPatients ? ", too few for an interval" : "")}";
    }

    static string Lead(Audit audit)
    {
        var (record, metric) = (audit.Run.Record, audit.Run.Headline);
        string made = record.Source is { } source
            ? $"{(string?)record.Method?["name"]} from {string.Join(", ", source.Sites)} to {string.Join(", ", record.Data.Sites)}"
            : $"{record.Kind} on {string.Join(", ", record.Data.Sites)}";
        string change = audit.Forgetting.FirstOrDefault(lost => lost.Metric == metric.Key) is { Change: { } value } lost
            ? $" At the source: {metric.Difference(value)} by adapting." : "";
        return $"Task {record.Task.Name}: {made}. {metric.WithUnit}: {Text(audit.All(AuditPlace.Target, metric.Key), metric)}.{change}";
    }

    static IEnumerable<Block> Gate(GateResult? gate)
    {
        if (gate is null) yield break;
        int passed = gate.Checks.Count(check => check.Passed == true);
        yield return new CalloutBlock(gate.IsGo ? CalloutKind.Good : CalloutKind.Warning, gate.IsGo ? "Go." : "No-go.",
            $"{passed} of {ReportPage.Count(gate.Checks.Count, "condition")} met; thresholds {Path.GetFileName(gate.Thresholds.File)}, SHA-256 {gate.Thresholds.Sha256}.");
        yield return new HeadingBlock("Go or no-go");
        yield return new TableBlock([new("Condition", Wraps: true), new("Verdict"), new("What was found")],
            [.. gate.Checks.Select(check => new TableRow([new(check.Rule), new(check.Passed switch { true => "met", false => "not met", _ => "cannot be judged" }), new(check.Reason)]))],
            "One that cannot be judged is not met.");
    }

    static IEnumerable<Block> Limits(Audit audit)
    {
        yield return new HeadingBlock("Limits");
        yield return audit.Limits.Count == 0
            ? new ParagraphBlock("None was found among those that the program looks for.")
            : new TableBlock([new("What"), new("Limit")], [.. audit.Limits.Select(limit => new TableRow([new(limit.Rule.Replace('-', ' ')), new(limit.Text)]))], "Found in the run's record, its scores and its manifest. There may be others.");
    }
}

/// <summary>A verdict with what it stands on.</summary>
public sealed record GateResult(Thresholds Thresholds, IReadOnlyList<GateCheck> Checks)
{
    public bool IsGo => DecisionRecord.IsGo(Checks);
}
