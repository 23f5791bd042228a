namespace SiteAdapt.Studies;

/// <summary>From the scores of a study to its tables.</summary>
public static class ResultTables
{
    /// <summary>Column of a table in which no method has a budget.</summary>
    public const string NoBudget = "no labels";

    /// <summary>A table per optimizer, place and kind of normalisation statistics.</summary>
    public static IReadOnlyList<ResultTable> Of(IReadOnlyList<CellScores> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        return
        [
            .. from place in Enum.GetValues<ScorePlace>()
               where cells.Any(cell => cell.On(place) is not null)
               from norm in cells.Select(cell => cell.NormStatistics).Distinct()
               from optimizer in cells.Select(cell => cell.Optimizer).Distinct()
               let members = cells.Where(cell => cell.Optimizer == optimizer && cell.NormStatistics == norm).ToList()
               where members.Count > 0
               select Table(members, place),
        ];
    }

    static ResultTable Table(List<CellScores> cells, ScorePlace place)
    {
        var first = cells[0];
        // Intervals of different cells have streams of their own: the order in which they are computed does not matter.
        return new ResultTable(first.Metric.Key, first.Optimizer, first.NormStatistics, place,
            [.. Budgets(cells).AsParallel().AsOrdered().Select(budget => Column(cells, place, budget))],
            [.. cells.AsParallel().AsOrdered().Select(cell => ResultCells.Of(cell, place, cells))]);
    }

    static IReadOnlyList<string> Budgets(List<CellScores> cells)
    {
        var budgets = BudgetName.InOrder(cells);
        return budgets.Count > 0 ? budgets : [NoBudget];
    }

    static ResultColumn Column(List<CellScores> cells, ScorePlace place, string budget)
    {
        List<NamedScores> competing =
        [
            .. cells.Where(cell => !cell.IsBound && (cell.Budget is null || BudgetName.Of(cell.Budget) == budget)).Select(cell => new NamedScores(cell.Label, cell.On(place)!)),
        ];
        var marks = BestMarks.Of(competing, cells[0].Metric.HigherIsBetter);
        var pairs = marks.Methods.Select(method => method.AgainstBest).OfType<PairedComparison>().FirstOrDefault()?.Differences.Pairs ?? [];
        return new ResultColumn(budget, marks.Test, pairs.Count == 0 ? "" : TestTrust.Of(pairs).Text, marks.Runs,
            [.. marks.Methods.Select(method => new ColumnEntry(method.Method, method.Mark, Difference(method.AgainstBest)))]);
    }

    static ColumnDifference? Difference(PairedComparison? one) => one is null ? null : new ColumnDifference(
        one.MeanDifference, one.OverPatients, one.OverSites?.Interval, one.SignedRankAdjusted, one.SitesAdjusted, one.RankBiserial, one.CohenDz);
}
