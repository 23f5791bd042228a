using System.Globalization;

namespace SiteAdapt.Studies;

/// <summary>The scores on the card: a picture and a table for each place, and the source's patients before and after.</summary>
static class AuditScoreBlocks
{
    /// <summary>More patients in a picture cannot be told apart.</summary>
    const int MostPatients = 40;

    /// <summary>Of a group in a picture, so that the number of patients behind it still has room.</summary>
    const int LongestName = 26;

    public static IEnumerable<Block> Of(Audit audit)
    {
        foreach (var place in audit.Sites.GroupBy(site => site.Place))
        {
            yield return new HeadingBlock($"Scores: {AuditPage.Name(place.Key, audit.Run)} ({string.Join(", ", place.Select(site => site.Site))})");
            foreach (var block in OfPlace(audit, place.Key)) yield return block;
            if (place.Key == AuditPlace.Source) foreach (var block in OfForgetting(audit)) yield return block;
        }
    }

    static IEnumerable<Block> OfPlace(Audit audit, AuditPlace place)
    {
        var metric = audit.Run.Headline;
        var rows = audit.Rows.Where(row => row.Place == place).ToList();
        var shown = Shown(rows.FindAll(row => row.Metric == metric.Key));
        yield return new FigureBlock(
            DotRows.Draw($"scores-{place.ToString().ToLowerInvariant()}", metric, [.. shown.Select(row => new DotRow(Label(row), row.Mean, row.Low, row.High, IsWeak: row.Patients.Expected < AuditRow.FewestPatients))], shown[0].Mean),
            $"{metric.Name} of all test patients and by subgroup, with 95 % intervals",
            $"Means with 95 % intervals over patients; the line is the mean of all. An open dot stands on fewer than {AuditRow.FewestPatients} patients, too few for an interval. n: patients with a value.");
        yield return Table(audit, shown, audit.Metrics.Take(audit.Run.Record.Task.IsClassification ? 1 : 2).ToList(), rows);
        if (audit.Metrics.Count > 2) yield return new FoldedBlock("Other metrics", [Table(audit, shown, [.. audit.Metrics.Skip(2)], rows)]);
    }

    /// <summary>Where there is one site, structure or finding, its row says what the first one says.</summary>
    static List<AuditRow> Shown(List<AuditRow> rows) =>
        [.. rows.Where(row => row.Dimension is AuditGroup.All || AuditGroup.Facts.Contains(row.Dimension) || rows.Count(other => other.Dimension == row.Dimension) > 1)];

    static string Label(AuditRow row) => string.Create(CultureInfo.InvariantCulture, $"{Fitted(Name(row))} (n = {row.Patients.Used})");

    static string Fitted(string name) => name.Length <= LongestName ? name : name[..(LongestName - 1)] + "…";

    static string Name(AuditRow row) => row.Dimension == AuditGroup.All ? "all test patients" : $"{row.Dimension} {row.Group}";

    static TableBlock Table(Audit audit, IReadOnlyList<AuditRow> groups, IReadOnlyList<string> metrics, IReadOnlyList<AuditRow> rows) => new(
        [new("Test patients"), new("Patients", true), new(audit.Run.Record.Task.IsClassification ? "Images" : "Cases", true), .. metrics.SelectMany(metric => new[] { new TableColumn(audit.Run.Text(metric).WithUnit, true), new TableColumn("95 % interval", true) })],
        [
            .. groups.Select(group => new TableRow(
            [
                new(Name(group)), new(Count(group)), new(group.Cases.ToString(CultureInfo.InvariantCulture)),
                .. metrics.SelectMany(metric => Cells(rows.First(row => (row.Dimension, row.Group, row.Metric) == (group.Dimension, group.Group, metric)), audit.Run.Text(metric), group)),
            ], IsMuted: group.Patients.Expected < AuditRow.FewestPatients)),
        ],
        audit.Run.Record.Task.IsClassification
            ? "AUC over the images of the sites together; patients resampled with all their images. A group in italics is too small to say anything."
            : "Mean over patients, each the mean of its scans and structures; patients resampled. What has no finite value is counted and in no mean. A group in italics is too small to say anything.");

    static string Count(AuditRow row) => row.Patients.ToString();

    static IEnumerable<TableCell> Cells(AuditRow row, MetricText metric, AuditRow group)
    {
        string counted = row.Patients.Used == group.Patients.Used ? "" : $" ({row.Patients})";
        if (row is { Mean: not null, SingleClass.Count: > 0 }) counted += $" (without {ReportPage.Count(row.SingleClass.Count, "finding")})";
        yield return new TableCell((row.Mean is { } mean ? metric.Value(mean) : "–") + counted);
        yield return new TableCell(AuditRow.Interval(row.Low, row.High, row.Patients, metric.Value));
    }

    static IEnumerable<Block> OfForgetting(Audit audit)
    {
        yield return new HeadingBlock("Before and after adapting", 3);
        if (audit.Forgetting.Count == 0)
        {
            yield return new ParagraphBlock(audit.NoForgetting is { } reason ? $"Not known: {reason}" : "Not adapted from another model.");
            yield break;
        }
        yield return new TableBlock([new("Metric"), new("Source model", true), new("This model", true), new("Change", true), new("95 % interval", true), new("Patients", true)],
        [
            .. audit.Forgetting.Select(lost => (lost, metric: audit.Run.Text(lost.Metric))).Select(row => new TableRow(
            [
                new(row.metric.WithUnit), new(row.lost.Before is { } before ? row.metric.Value(before) : "–"), new(row.lost.After is { } after ? row.metric.Value(after) : "–"),
                new(row.lost.Change is { } change ? row.metric.Difference(change) : "–"),
                new(AuditRow.Interval(row.lost.Low, row.lost.High, row.lost.Values, row.metric.Difference)), new(row.lost.Values.ToString()),
            ])),
        ], "The same test patients of the source under both models. Below zero the source lost something (of distances: above zero).");
        foreach (var block in Patients(audit.Forgetting[0], audit.Run.Headline)) yield return block;
    }

    static IEnumerable<Block> Patients(AuditForgetting lost, MetricText metric)
    {
        if (lost.Patients.Count == 0) yield break;
        List<PatientChange> sorted = [.. lost.Patients.OrderBy(patient => patient.Change is { } change && double.IsFinite(change) ? change : double.NegativeInfinity).ThenBy(patient => patient.Subject, StringComparer.Ordinal)];
        var shown = sorted.Take(MostPatients).ToList();
        yield return new FigureBlock(
            DotRows.Draw("source-before-after", metric, [.. shown.Select(patient => new DotRow($"{patient.Subject}", Finite(patient.After), From: Finite(patient.Before)))]),
            $"{metric.Name} of each test patient of the source, before and after adapting",
            "Ring: the source model; dot: this model; the patient that lost most on top." + (sorted.Count > shown.Count ? $" {shown.Count} of {sorted.Count} patients." : ""));
        yield return new FoldedBlock("Patient by patient",
        [
            new TableBlock([new("Patient"), new("Site"), new("Source model", true), new("This model", true), new("Change", true)],
                [.. sorted.Select(patient => new TableRow([new(patient.Subject), new(patient.Site), new(Value(patient.Before)), new(Value(patient.After)), new(Finite(patient.Change) is { } change ? metric.Difference(change) : "–")]))],
                metric.WithUnit),
        ]);

        string Value(double? value) => value switch { null => "missing", { } number when !double.IsFinite(number) => "not finite", { } number => metric.Value(number) };
    }

    static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
