using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>Tables in the layout of the paper's Tables 2 to 5, with their charts; variants of the normalisation statistics as tables of their own.</summary>
static class ReportTables
{
    public static IEnumerable<Block> Of(ReportContent content, ScorePlace place)
    {
        List<ResultTable> tables = [.. content.Tables.Where(table => table.Place == place && table.Metric == content.Headline.Key)];
        if (tables.Count == 0) yield break;
        yield return new HeadingBlock(place == ScorePlace.Target ? "At the target" : "What is left at the source");
        HashSet<string> said = [];
        foreach (var group in tables.GroupBy(table => table.NormStatistics))
        {
            if (group.Key != NormSource.Own)
                yield return new HeadingBlock(group.Key == NormSource.Source
                    ? "With the source model's normalisation statistics" : "With normalisation statistics re-estimated on the site's training images", Level: 3);
            foreach (var table in group)
                foreach (var block in Table(content, table, said)) yield return block;
            if (group.Key == NormSource.Own) yield return new FigureGroupBlock([.. place == ScorePlace.Target ? ReportCharts.Target(content) : ReportCharts.Gains(content)]);
        }
        List<Block> others = [.. content.Metrics.Skip(1).SelectMany(metric =>
            content.Tables.Where(table => table.Place == place && table.Metric == metric.Key).SelectMany(table => Table(content, table, said)).Prepend(new HeadingBlock(metric.WithUnit, Level: 3)))];
        if (others.Count > 0) yield return new FoldedBlock("The same by other metrics", others);
    }

    /// <param name="said">Which test to trust, where the section has said it before.</param>
    static IEnumerable<Block> Table(ReportContent content, ResultTable table, HashSet<string> said)
    {
        var metric = content.Metrics.First(metric => metric.Key == table.Metric);
        if (table.Cells.All(cell => cell.Runs.Used + cell.Runs.NotFinite == 0))
        {
            yield return new ParagraphBlock($"{content.NameOf(table)}: nothing is evaluated yet.");
            yield break;
        }
        yield return new TableBlock([new("Method"), .. table.Columns.Select(column => new TableColumn(column.Budget, IsNumber: true))],
            [.. SourceModel(table, metric), .. table.Methods.Select(method => Row(content.Looks, table, metric, method))], Caption(content, table, metric));
        List<string> unreal = [.. table.Cells.Where(cell => cell.Patients.NotFinite + (cell.Patients.Expected == 0 ? cell.Runs.NotFinite : 0) > 0)
            .Select(cell => $"{cell.Method}{(cell.Budget is null ? "" : $" with {cell.Budget}")} {(cell.Patients.Expected > 0 ? cell.Patients : cell.Runs)}")];
        if (table.Columns.Select(column => column.Trust).FirstOrDefault(text => text.Length > 0) is { } trust && said.Add(trust)) yield return new ParagraphBlock(trust);
        if (unreal.Count > 0) yield return new ParagraphBlock($"Values that are not finite are left out of the means, which flatters a method: {string.Join("; ", unreal)}.");
    }

    /// <summary>Before adapting; the row of "none" is the same.</summary>
    static IEnumerable<TableRow> SourceModel(ResultTable table, MetricText metric)
    {
        if (table.Place == ScorePlace.Target || table.Cells.Any(cell => cell.Method == MethodNames.None)) yield break;
        if (table.Cells.Select(cell => cell.Change).OfType<CellChange>().FirstOrDefault() is { } change)
            yield return new TableRow([new("source model"), .. table.Columns.Select(_ => new TableCell(metric.Value(change.From)))], IsMuted: true);
    }

    static TableRow Row(MethodLooks looks, ResultTable table, MetricText metric, string method) => new(
        [
            new TableCell(method, Swatch: looks.Color(method)),
            .. table.Columns.Select(column => table[method, column.Budget] is { } cell
                ? new TableCell(Text(table, metric, cell), column[method]?.Mark == ColumnMark.Best, IsClose: column[method]?.Mark == ColumnMark.NotSignificantlyWorse) : new TableCell("")),
        ], IsMuted: table.Cells.First(cell => cell.Method == method).IsBound);

    static string Text(ResultTable table, MetricText metric, ResultCell cell)
    {
        if (cell.Mean is not { } mean) return cell.Runs.Used == 0 && cell.Runs.NotFinite > 0 ? "not finite" : "–";
        string change = table.Place == ScorePlace.Source && cell.Change is { } one ? $" ({metric.Difference(one.Mean)})" : "";
        return metric.Value(new Spread(mean, cell.Deviation, cell.Seeds.Count)) + change + Standing.Part(cell);
    }

    static string Caption(ReportContent content, ResultTable table, MetricText metric)
    {
        string where = table.Place == ScorePlace.Target ? "the target's test patients" : "the source's test patients after adapting, in brackets the change";
        int seeds = content.Plan.Study.Seeds.Count;
        string spread = seeds > 1 ? $"Mean ± standard deviation over {seeds} seeds" : "Means of one seed";
        return $"{metric.WithUnit} on {where}; {content.NameOf(table)}. {spread}, {ReportPage.Count(content.Pairs.Count, "pair")} of sites. {Marks(table)}";
    }

    static string Marks(ResultTable table)
    {
        if (table.Columns.All(column => column.Best is null)) return "";
        bool Has(ColumnMark mark) => table.Columns.Any(column => column.Methods.Any(entry => entry.Mark == mark));
        List<PairedTest> tests = [.. table.Columns.Select(column => column.Test).OfType<PairedTest>().Distinct()];
        string names = string.Join(" and ", tests.Select(test => test == PairedTest.SignedRank ? "Wilcoxon over pairs" : "bootstrap over sites"));
        string close = tests.Count == 0 ? "" : $"; dotted: not significantly worse ({names}, Holm, 5 %)";
        string untested = Has(ColumnMark.Untested) ? " Whether the others are worse is not tested: no test can be trusted for these pairs." : "";
        string tooFew = Has(ColumnMark.TooFewPairs) ? " There are too few pairs for a test." : "";
        return $"Underlined: best{close}.{untested}{tooFew}";
    }
}
