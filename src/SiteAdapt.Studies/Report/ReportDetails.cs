using System.Globalization;

namespace SiteAdapt.Studies;

/// <summary>Intervals, tests, worst cases and what every patient lost: folded tables, of the metric that the study is judged by.</summary>
static class ReportDetails
{
    public static IEnumerable<Block> Of(ReportContent content)
    {
        List<ResultTable> tables = [.. content.Tables.Where(table => table.Metric == content.Headline.Key && table.Cells.Any(cell => cell.Mean is not null))];
        if (tables.Count == 0) yield break;
        yield return new HeadingBlock("Details");
        foreach (var place in tables.GroupBy(table => table.Place))
        {
            string at = place.Key == ScorePlace.Target ? "target" : "source";
            yield return new FoldedBlock($"Intervals at the {at}", [.. place.Select(table => Intervals(content, table))]);
            yield return new FoldedBlock($"Tests against the best at the {at}", [.. Tests(content, [.. place])]);
            yield return new FoldedBlock($"Worst sites and patients, chance and counts at the {at}", [.. place.Select(table => Spreads(content, table))]);
        }
        if (PatientChanges.Of(content) is { Count: > 0 } patients) yield return new FoldedBlock("What the source patients lost", [.. ReportPatients.Of(content.Headline, patients)]);
    }

    static TableBlock Intervals(ReportContent content, ResultTable table)
    {
        var metric = content.Headline;
        bool target = table.Place == ScorePlace.Target;
        return new TableBlock(
            [new("Method"), new("Budget"), new("Mean", true), new("95 % over patients", true), new("95 % over sites", true), new(target ? "Against no adaptation" : "Against the source model", true), new("95 % over patients", true),
                .. target ? [new("Share of the gap closed", true), new("95 %", true), new("Median of pairs", true)] : Array.Empty<TableColumn>()],
            [.. table.Cells.Select(cell => new TableRow([new(cell.Method), new(cell.Budget ?? ""), new(cell.Mean is { } mean ? metric.Value(mean) : "–"), new(metric.Value(cell.OverPatients)), new(metric.Value(cell.OverSites)),
                new(cell.Change is { } change ? metric.Difference(change.Mean) : ""), new(metric.Difference(cell.Change?.OverPatients)),
                .. target ? [new(Number(cell.GapClosed?.Share)), new(cell.GapClosed?.OverPatients is { } gap ? $"{Number(gap.Low)} to {Number(gap.High)}" : ""),
                    new(Number(cell.GapClosed?.MedianOfPairs) + (cell.GapClosed?.UndefinedPairs > 0 ? $" ({cell.GapClosed.UndefinedPairs} undefined)" : ""))] : Array.Empty<TableCell>()], cell.IsBound))],
            $"{content.NameOf(table)}. {metric.WithUnit}.");
    }

    /// <summary>Which test to trust is said once, above the tables it is said of first.</summary>
    static IEnumerable<Block> Tests(ReportContent content, IReadOnlyList<ResultTable> tables)
    {
        var metric = content.Headline;
        HashSet<string> said = [];
        foreach (var (table, column) in tables.SelectMany(table => table.Columns.Where(column => column.Best is not null).Select(column => (table, column))))
        {
            if (column.Trust.Length > 0 && said.Add(column.Trust)) yield return new ParagraphBlock(column.Trust);
            yield return new TableBlock(
                [new("Method"), new($"Minus {column.Best}", true), new("95 % over patients", true), new("95 % over sites", true), new("p Wilcoxon (Holm)", true), new("p sites (Holm)", true), new("Rank-biserial", true), new("Cohen's d_z", true)],
                [.. column.Methods.Where(entry => entry.AgainstBest is not null).Select(entry => Row(metric, entry.Method, entry.AgainstBest!))],
                $"{content.NameOf(table)}. {column.Budget}; on the {column.Runs} runs that all methods have.");
        }
    }

    static TableRow Row(MetricText metric, string method, ColumnDifference one) => new([new(method), new(one.Mean is { } mean ? metric.Difference(mean) : "–"), new(metric.Difference(one.OverPatients)), new(metric.Difference(one.OverSites)),
        new(P(one.SignedRankP)), new(P(one.SitesP)), new(Number(one.RankBiserial)), new(Number(one.CohenDz))]);

    static TableBlock Spreads(ReportContent content, ResultTable table)
    {
        var metric = content.Headline;
        return new TableBlock(
            [new("Method"), new("Budget"), new("Worst site"), new("Its mean", true), new("Worst tenth of patients", true), new("Spread of pairs", true), new("of seeds", true), new("of the rest", true), new("of two runs", true), new("Runs", true), new("Patients' values", true)],
            [.. table.Cells.Select(cell => new TableRow([new(cell.Method), new(cell.Budget ?? ""), new(cell.Worst?.Site ?? ""), new(cell.Worst is { } worst ? metric.Value(worst.SiteMean) : ""),
                new(cell.Worst?.WorstTenth is { } tenth ? metric.Value(tenth) : ""), new(Value(metric, cell.Variance?.Pair)), new(Value(metric, cell.Variance?.Seed)), new(Value(metric, cell.Variance?.Residual)), new(Value(metric, cell.Variance?.Run)),
                new(cell.Runs.ToString()), new(cell.Patients.Expected == 0 ? "" : cell.Patients.ToString())], cell.IsBound))],
            $"{content.NameOf(table)}. {metric.WithUnit}; spreads are standard deviations of a two-way analysis of variance (docs/reference/statistics.md).");
    }

    static string Value(MetricText metric, double? value) => value is { } number ? metric.Value(number) : "";

    static string Number(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture).Replace('-', '−') ?? "";

    static string P(double? value) => value is { } p ? p < 0.0001 ? "< 0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture) : "";
}
