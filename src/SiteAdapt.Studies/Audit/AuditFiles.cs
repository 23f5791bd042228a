using System.Text.Json;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>Writes a card: <c>card.html</c>, <c>card.md</c> with its pictures, and <c>card.json</c>. The same audit gives the same bytes.</summary>
public static class AuditFiles
{
    /// <summary>Where an audit's files go if nothing else is said.</summary>
    public const string Folder = "audit";

    public const string Card = "card.html";

    /// <summary>Folder of the scores that an audit made, in its own.</summary>
    public const string Scores = "scores";

    public static void Write(string folder, Audit audit, GateResult? gate, string commands)
    {
        var page = AuditPage.Make(audit, gate, commands);
        AtomicFile.WriteText(Path.Combine(folder, "card.json"), JsonSerializer.Serialize(Document(audit, gate), Json.Pretty) + "\n");
        MarkdownView.Write(Path.Combine(folder, "card.md"), page);
        HtmlPage.Write(Path.Combine(folder, Card), page);
    }

    /// <summary>All that the card says, as data.</summary>
    public static object Document(Audit audit, GateResult? gate)
    {
        ArgumentNullException.ThrowIfNull(audit);
        var record = audit.Run.Record;
        return new
        {
            run = audit.Run.Path,
            weights_sha256 = audit.Run.Checkpoint.WeightsHash,
            task = record.Task.Name,
            metric = audit.Run.Headline.Key,
            verdict = gate is null ? null : gate.IsGo ? "go" : "no-go",
            checks = gate?.Checks,
            audit.Limits,
            scores = audit.Rows,
            audit.Forgetting,
            forgetting_unknown = audit.NoForgetting,
            score_files = audit.Material.Scores.Select(scores => new { scores.File, scores.Sha256, scores.Scores.Site, scores.Scores.Grid, model = scores.IsSource ? "source" : "run" }),
            not_scored = audit.Material.Failures,
            seen = audit.Run.Seen.All.GroupBy(item => item.Site).Select(site => new { site = site.Key, cases = site.Count(), subjects = site.Select(item => item.Subject).Distinct().Order(StringComparer.Ordinal) }),
            record,
            steps = audit.Run.Checkpoint.State.Step,
            history = audit.Run.Checkpoint.State.History,
        };
    }
}
