namespace SiteAdapt.Studies;

/// <summary>One method's rows in a table, and what they say together.</summary>
public sealed record MethodScores(string Method, IReadOnlyList<ResultRow> Rows)
{
    public Spread TargetSurfaceDice { get; } = Spread.Of(Rows.Select(row => row.TargetSurfaceDice));

    public Spread TargetDice { get; } = Spread.Of(Rows.Select(row => row.TargetDice));

    public Spread SourceBefore { get; } = Spread.Of(Rows.Select(row => row.SourceSurfaceDiceBefore));

    public Spread SourceAfter { get; } = Spread.Of(Rows.Select(row => row.SourceSurfaceDiceAfter));

    public Spread SourceChange { get; } = Spread.Of(Rows.Select(row => row.SourceChange));

    public bool IsBound => Rows[0].IsBound;
}

/// <summary>
/// All methods at one budget under one optimizer, over all pairs of sites and seeds or (with <see cref="Target"/>) those of
/// one target. The two bounds are in every table, though they have no budget.
/// </summary>
/// <param name="Optimizer">What trained the models; never averaged over.</param>
/// <param name="Target">The target site, or null for all of them.</param>
/// <param name="Budget">Annotated target data.</param>
/// <param name="Methods">In the order of <see cref="MethodNames.Order"/>.</param>
public sealed record BudgetTable(string Optimizer, string? Target, ResultBudget Budget, IReadOnlyList<MethodScores> Methods)
{
    /// <summary>The scores of a method, or null where the table has none.</summary>
    public MethodScores? this[string method] => Methods.FirstOrDefault(scores => scores.Method == method);

    /// <summary>The methods proper, without the two bounds.</summary>
    public IEnumerable<MethodScores> Adapted => Methods.Where(scores => !scores.IsBound);
}

/// <summary>Means and standard deviations by method, over pairs of sites and seeds.</summary>
public static class ResultsSummary
{
    /// <summary>One table per optimizer and budget, smallest budget first, over all pairs of sites and seeds.</summary>
    public static IReadOnlyList<BudgetTable> OverTargets(IEnumerable<ResultRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return [.. ByOptimizer(rows).SelectMany(group => Tables(group.Key, null, [.. group]))];
    }

    /// <summary>One table per optimizer, target site and budget.</summary>
    public static IReadOnlyList<BudgetTable> ByTarget(IEnumerable<ResultRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return
        [
            .. ByOptimizer(rows).SelectMany(group => group
                .GroupBy(row => row.Target)
                .OrderBy(target => target.Key, StringComparer.Ordinal)
                .SelectMany(target => Tables(group.Key, target.Key, [.. target]))),
        ];
    }

    static IEnumerable<IGrouping<string, ResultRow>> ByOptimizer(IEnumerable<ResultRow> rows) =>
        rows.GroupBy(row => row.Optimizer).OrderBy(group => group.Key, StringComparer.Ordinal);

    static IEnumerable<BudgetTable> Tables(string optimizer, string? target, IReadOnlyList<ResultRow> rows)
    {
        var bounds = ResultsFile.Sort(rows.Where(row => row.IsBound));
        foreach (var (budget, members) in ResultBudget.Group(rows.Where(row => !row.IsBound)))
            yield return new BudgetTable(optimizer, target, budget, ByMethod([.. bounds, .. members]));
    }

    static List<MethodScores> ByMethod(IEnumerable<ResultRow> rows) =>
    [
        .. rows.GroupBy(row => row.Method)
            .OrderBy(group => group.Key, MethodNames.Order)
            .Select(group => new MethodScores(group.Key, [.. group])),
    ];
}
