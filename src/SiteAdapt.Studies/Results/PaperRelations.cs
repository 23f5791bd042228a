using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// What the paper reports (its Tables 2 and 3), as relations with margins, read from one's own scores: each with its numbers
/// and the 95 % interval that decides it. Every relation that the study can speak to is told as it came out.
/// </summary>
public static class PaperRelations
{
    /// <summary>"Far": ten points.</summary>
    public const double Far = 0.10;

    /// <summary>"Near": at most one point below.</summary>
    public const double Near = 0.01;

    /// <summary>"Keeps the source": loses at most three points there.</summary>
    public const double Kept = 0.03;

    /// <summary>"Forgets the source": loses more than fifteen points.</summary>
    public const double Forgotten = 0.15;

    static readonly string[] WithoutSourceData = [MethodNames.FineTuneAll, MethodNames.FineTuneFirst, MethodNames.L2Sp, MethodNames.SpotTUNet, MethodNames.Octl];

    static readonly string[] OfThePaper = [.. WithoutSourceData, MethodNames.Mmtl];

    /// <summary>
    /// The claims for each optimizer in turn, none where no method of the paper takes part; and the statements that the study
    /// cannot speak to with any optimizer.
    /// </summary>
    /// <param name="cells">Of one metric; only models with their own normalisation statistics and the paper's methods as they are published are looked at.</param>
    public static (IReadOnlyList<Claim> Claims, IReadOnlyList<string> NotAsked) Read(IEnumerable<CellScores> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        List<(string Statement, Claim? Claim)> relations =
            [.. cells.Where(cell => cell.NormStatistics == NormSource.Own).GroupBy(cell => cell.Optimizer).SelectMany(group => OfOneOptimizer(new RelationCells([.. group])))];
        return ([.. relations.Select(relation => relation.Claim).OfType<Claim>()],
            [.. relations.GroupBy(relation => relation.Statement).Where(group => group.All(relation => relation.Claim is null)).Select(group => group.Key)]);
    }

    static List<(string Statement, Claim? Claim)> OfOneOptimizer(RelationCells cells)
    {
        if (cells.Budgets.Count == 0) return [];
        List<(string Statement, Claim? Claim)> relations = [];
        var (smallest, largest) = (cells.Budgets[0], cells.Budgets[^1]);
        bool sgd = cells.Optimizer == OptimizerKind.Sgd && cells.Budgets.Count > 1;
        void OnTarget(string statement, Func<string, Claim?> read, bool speaks = true) => relations.Add((statement, cells.OnTarget && speaks ? read(statement) : null));
        void OnSource(string statement, Func<string, Claim?> read) => relations.Add((statement, cells.OnSource ? read(statement) : null));

        OnTarget("Without adaptation the source model is at least 10 points below a model trained on all target data: the sites differ.",
            text => cells.AtLeast(text, null, cells.All, cells.None, Far));
        OnTarget("No adaptation is far below: the paper's best method is at least 10 points above it at the smallest budget.",
            text => cells.AtLeast(text, smallest, cells.Best(smallest, OfThePaper), cells.None, Far));
        OnTarget("mmtl is at or near the top at the smallest budget: at most 1 point below the best other method of the paper.",
            text => cells.AtLeast(text, smallest, cells[MethodNames.Mmtl, smallest], cells.Best(smallest, WithoutSourceData), -Near));
        foreach (string budget in cells.Budgets.Take(2))
            OnTarget("mmtl is at least as good as fine-tune-all on the target.", text => cells.AtLeast(text, budget, cells[MethodNames.Mmtl, budget], cells[MethodNames.FineTuneAll, budget], 0));
        OnTarget("l2sp is at most 1 point below mmtl at the smallest budget (Adam).",
            text => cells.AtLeast(text, smallest, cells[MethodNames.L2Sp, smallest], cells[MethodNames.Mmtl, smallest], -Near), cells.Optimizer == OptimizerKind.Adam);
        OnTarget("octl is not better than fine-tune-all at the smallest budget (SGD).",
            text => cells.AtLeast(text, smallest, cells[MethodNames.FineTuneAll, smallest], cells[MethodNames.Octl, smallest], 0), sgd);
        OnTarget("octl is better than fine-tune-all at the largest budget (SGD).",
            text => cells.Above(text, largest, cells[MethodNames.Octl, largest], cells[MethodNames.FineTuneAll, largest]), sgd);
        OnSource("mmtl keeps the source: it loses at most 3 points there, at every budget.", text => cells.EachChange(text, [MethodNames.Mmtl], change => change.AtLeast(-Kept)));
        OnSource("The paper's methods without source data forget it: each loses more than 15 points there, at every budget.",
            text => cells.EachChange(text, WithoutSourceData, change => change.AtMost(-Forgotten)));
        return relations;
    }
}
