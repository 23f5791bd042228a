using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The charts of the main tables: score against budget, and gain against forgetting.</summary>
static class ReportCharts
{
    /// <summary>A chart per optimizer: curves over budgets, or bars where there is one budget.</summary>
    public static IEnumerable<FigureBlock> Target(ReportContent content)
    {
        var metric = content.Headline;
        foreach (var table in content.TablesOf(metric, ScorePlace.Target, NormSource.Own))
        {
            List<ChartValue> bounds = [.. table.Cells.Where(cell => cell is { Budget: null, Mean: not null } && (cell.IsBound || table.Columns.Count > 1)).Select(Value)];
            List<string> methods = [.. table.Cells.Where(cell => !cell.IsBound && (cell.Budget is not null || table.Columns.Count == 1)).Select(cell => cell.Method).Distinct()];
            if (!table.Cells.Any(cell => methods.Contains(cell.Method) && cell.Mean is not null)) continue;
            string optimizer = PageText.Name(table.Optimizer), name = $"target-{optimizer.ToLowerInvariant()}";
            List<BudgetCurve> curves = [.. methods.Select(method => new BudgetCurve(method,
                [.. table.Columns.Select(column => table[method, column.Budget] is { Mean: not null } cell ? Value(cell) : null)]))];
            var picture = table.Columns.Count > 1
                ? BudgetChart.Draw(name, metric, [.. table.Columns.Select(column => column.Budget)], curves, bounds, content.Looks)
                : TargetBars.Draw(name, metric, [.. curves.Select(curve => curve.Values[0]).OfType<ChartValue>()], bounds, content.Looks);
            string values = string.Join("; ", curves.Select(curve => $"{curve.Method} {string.Join(", ", curve.Values.Select(value => value is null ? "missing" : metric.Value(value.Value)))}"));
            yield return new FigureBlock(picture, $"{metric.WithUnit} by budget, {optimizer}: {values}.",
                $"{optimizer}: what each method reaches at the target with the label budgets of the study. Bars: 95 % intervals over patients.");
        }
    }

    /// <summary>A chart per optimizer and budget; none where the study lacks no adaptation or the source.</summary>
    public static IEnumerable<FigureBlock> Gains(ReportContent content)
    {
        var metric = content.Headline;
        foreach (var source in content.TablesOf(metric, ScorePlace.Source, NormSource.Own))
        {
            var target = content.TablesOf(metric, ScorePlace.Target, NormSource.Own).FirstOrDefault(table => table.Optimizer == source.Optimizer);
            foreach (var (index, column) in source.Columns.Index())
            {
                List<GainPoint> points =
                [
                    .. from method in source.Methods
                       let gained = target?[method, column.Budget]
                       let lost = source[method, column.Budget]
                       where gained is { IsBound: false, Change: not null } && lost?.Change is not null
                       select new GainPoint(method, gained.Change!.Mean, gained.Change.OverPatients, lost!.Change!.Mean, lost.Change.OverPatients),
                ];
                if (points.Count == 0) continue;
                string optimizer = PageText.Name(source.Optimizer);
                yield return new FigureBlock(GainChart.Draw($"gain-{optimizer.ToLowerInvariant()}-{index}", metric, points, content.Looks),
                    $"Gain at the target and change at the source, {optimizer}, {column.Budget}: {string.Join("; ", points.Select(point => $"{point.Method} {metric.Difference(point.Gain)} and {metric.Difference(point.Change)}"))}.",
                    $"{optimizer}, {column.Budget}: up is better at the target; left of the vertical line is what the source lost. Lines: 95 % intervals over patients.");
            }
        }
    }

    static ChartValue Value(ResultCell cell) => new(cell.Method, cell.Mean!.Value, cell.OverPatients);
}
