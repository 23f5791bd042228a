using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary>What <c>audit</c> says: the main metric by group, the limits, the verdict, and where the card is.</summary>
static class AuditReport
{
    public static void Print(Audit audit, GateResult? gate, (string File, string Sha256)? record, string folder, Output output)
    {
        var metric = audit.Run.Headline;
        output.Result(new { card = Path.Combine(folder, "card.html"), record = record?.File, record_sha256 = record?.Sha256, audit = AuditFiles.Document(audit, gate) }, console =>
        {
            var table = Tables.Make("place", "test patients", ">patients", $">{metric.WithUnit}", "95 % interval");
            foreach (var row in audit.Rows.Where(row => row.Metric == metric.Key))
                Tables.Row(table, AuditPage.Name(row.Place, audit.Run), row.Dimension == row.Group ? row.Group : $"{row.Dimension} {row.Group}", row.Patients.ToString(),
                    row.Mean is { } mean ? metric.Value(mean) : "-", AuditRow.Interval(row.Low, row.High, row.Patients, metric.Value));
            console.Write(table);
            if (audit.Forgetting is [{ Change: { } change } lost, ..])
                console.Line($"source before and after adapting: {metric.Value(lost.Before!.Value)}, {metric.Value(lost.After!.Value)}: {metric.Difference(change)} over {Tables.Count(lost.Values.Used, "patient")}");
            foreach (var limit in audit.Limits) console.Line($"limit [{limit.Rule}] {limit.Text}");
            foreach (var check in gate?.Checks ?? []) console.Line($"{check.Passed switch { true => "met", false => "NOT MET", _ => "CANNOT BE JUDGED" }}: {check.Rule}: {check.Reason}");
            if (gate is not null) console.Line(gate.IsGo ? "GO" : "NO-GO");
            if (record is { } written) console.Line($"{written.File}, SHA-256 {written.Sha256}");
            console.Line($"{Path.Combine(folder, "card.html")}");
        });
    }
}
