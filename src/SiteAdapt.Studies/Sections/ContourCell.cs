using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>A cell of a study's tables whose methods are shown side by side: one pair, budget, optimizer and seed.</summary>
/// <param name="Results">A method each, the bounds too; evaluated, and in the order of the study.</param>
/// <param name="Asked">Methods that the cell has in the plan.</param>
sealed record ContourCell(string Budget, IReadOnlyList<PlannedResult> Results, int Asked)
{
    public StudyPair Pair => Results[0].Pair;

    public string Title => FormattableString.Invariant($"{Pair.SourceName} to {Pair.Target}, {Budget}, {Results[0].Optimizer.ToString().ToLowerInvariant()}, seed {Results[0].Seed}");

    /// <summary>For each budget the first cell with the most methods evaluated.</summary>
    public static IReadOnlyList<ContourCell> Of(StudyPlan plan)
    {
        List<PlannedResult> results = [.. plan.Results.Where(result => result.Target.Count > 0 && result.NormStatistics == plan.Study.Evaluation.NormStatistics[0])];
        var cells =
            from budget in plan.Study.Budgets.Count > 0 ? plan.Study.Budgets.Select(BudgetName.Of) : [BudgetName.Of(null)]
            from cell in results.Where(result => result.Budget is null || BudgetName.Of(result.Budget) == budget).GroupBy(result => (result.Pair, result.Optimizer, result.Seed))
            select new ContourCell(budget, [.. cell.Where(result => plan.FolderOf(result.Target[0]).IsDone)], cell.Count());
        return [.. cells.Where(cell => cell.Results.Count > 0).GroupBy(cell => cell.Budget).Select(budget => budget.MaxBy(cell => cell.Results.Count)!)];
    }
}

/// <summary>A test case of a cell with its score by each method.</summary>
sealed record RankedCase(string Case, IReadOnlyList<double> Scores)
{
    public double Mean => Scores.Average();

    /// <summary>The cases that all methods scored, best mean first; equal means by name.</summary>
    public static IReadOnlyList<RankedCase> Of(IReadOnlyList<ScoresFile> files)
    {
        var names = files.Select(file => file.Cases.Select(item => item.Case).ToHashSet(StringComparer.Ordinal)).Aggregate((a, b) => [.. a.Intersect(b)]);
        return
        [
            .. names.Select(name => new RankedCase(name, [.. files.Select(file => PatientValues.Mean(file.Cases.Where(item => item.Case == name), file.Metric))]))
                .OrderByDescending(item => item.Mean).ThenBy(item => item.Case, StringComparer.Ordinal),
        ];
    }

    /// <summary>Best, median (of an even number the better one) and worst; fewer where there are fewer cases.</summary>
    public static IReadOnlyList<(string Place, RankedCase Case)> Shown(IReadOnlyList<RankedCase> ranked) => ranked.Count switch
    {
        0 => [],
        1 => [("the only case", ranked[0])],
        2 => [("best", ranked[0]), ("worst", ranked[1])],
        _ => [("best", ranked[0]), ("median", ranked[(ranked.Count - 1) / 2]), ("worst", ranked[^1])],
    };
}
