using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>Pair by pair: maps of the gain over no adaptation, and a table for each pair as the paper's Table 5.</summary>
static class ReportPairs
{
    /// <summary>Up to here every pair's table is open.</summary>
    const int FewPairs = 2;

    public static IEnumerable<Block> Of(ReportContent content)
    {
        if (content.Pairs.Count < 2) yield break;
        List<ResultTable> tables = [.. content.TablesOf(content.Headline, ScorePlace.Target, NormSource.Own)];
        if (tables.Count == 0) yield break;
        yield return new HeadingBlock("Pair by pair");
        if (content.Headline.IsFraction && content.Pairs.Count > FewPairs)
            foreach (var table in tables)
                if (Maps(table) is { Count: > 0 } maps)
                {
                    yield return new ParagraphBlock($"Gain over no adaptation in points, {PageText.Name(table.Optimizer)}, {table.Columns[0].Budget}: blue is better, orange worse than the source model.");
                    yield return new FigureGroupBlock(maps);
                }
        List<Block> pairs = [.. tables.SelectMany(table => content.Pairs.Select(pair => Table(content, table, pair)))];
        if (content.Pairs.Count <= FewPairs)
            foreach (var block in pairs) yield return block;
        else yield return new FoldedBlock("A table for each pair", pairs);
    }

    /// <summary>A map per method at the smallest budget, in one scale.</summary>
    static List<FigureBlock> Maps(ResultTable table)
    {
        if (table.Cells.FirstOrDefault(cell => cell.Method == MethodNames.None) is not { } none) return [];
        var before = none.Pairs.ToDictionary(pair => (pair.Source, pair.Target), pair => pair.Mean);
        var maps = table.Methods.Select(method => table[method, table.Columns[0].Budget]).OfType<ResultCell>().Where(cell => !cell.IsBound && cell.Mean is not null)
            .Select(cell => (cell.Method, Gains: cell.Pairs.Select(pair => new PairValue(pair.Source, pair.Target, pair.Mean - before.GetValueOrDefault((pair.Source, pair.Target)))).ToList())).ToList();
        double full = maps.SelectMany(map => map.Gains).Select(pair => Math.Abs(pair.Value ?? 0)).DefaultIfEmpty(0).Max();
        return full == 0 ? [] : maps.ConvertAll(map => new FigureBlock(
            PairMap.Draw($"pairs-{table.Optimizer.ToString().ToLowerInvariant()}-{maps.IndexOf(map)}", map.Gains, full),
            $"Gain of {map.Method} over no adaptation in points: {string.Join(", ", map.Gains.Select(pair => $"{pair.Source} to {pair.Target} {(pair.Value is { } value ? PageText.SignedPoints(value) : "missing")}"))}.",
            map.Method));
    }

    static TableBlock Table(ReportContent content, ResultTable table, StudyPair pair)
    {
        var metric = content.Headline;
        string Text(ResultCell? cell) => cell?.Pairs.FirstOrDefault(one => one.Source == pair.SourceName && one.Target == pair.Target) is { Mean: { } mean } one
            ? metric.Value(new Spread(mean, one.Deviation, 1)) : "–";
        return new TableBlock([new("Method"), .. table.Columns.Select(column => new TableColumn(column.Budget, IsNumber: true))],
            [.. table.Methods.Select(method => new TableRow([new(method, Swatch: content.Looks.Color(method)), .. table.Columns.Select(column => new TableCell(Text(table[method, column.Budget])))],
                IsMuted: table.Cells.First(cell => cell.Method == method).IsBound))],
            $"{pair.SourceName} to {pair.Target}, {PageText.Name(table.Optimizer)}: {metric.WithUnit}, mean ± standard deviation over seeds.");
    }
}
