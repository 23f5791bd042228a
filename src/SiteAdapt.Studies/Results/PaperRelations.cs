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

    /// <summary>"Near": within one point.</summary>
    public const double Near = 0.01;

    /// <summary>"Keeps the source": loses at most three points there.</summary>
    public const double Kept = 0.03;

    /// <summary>"Forgets the source": loses fifteen points or more.</summary>
    public const double Forgotten = 0.15;

    static readonly string[] WithoutSourceData = [MethodNames.FineTuneAll, MethodNames.FineTuneFirst, MethodNames.L2Sp, MethodNames.SpotTUNet, MethodNames.Octl];

    /// <summary>The claims for each optimizer in turn; none where no method of the paper takes part.</summary>
    /// <param name="cells">Of one metric; only models with their own normalisation statistics are looked at.</param>
    public static IReadOnlyList<Claim> Read(IEnumerable<CellScores> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        return [.. cells.Where(cell => cell.NormStatistics == NormSource.Own).GroupBy(cell => cell.Optimizer).SelectMany(group => OfOneOptimizer(new RelationCells([.. group])))];
    }

    static IEnumerable<Claim> OfOneOptimizer(RelationCells cells)
    {
        if (cells.Budgets.Count == 0) return [];
        List<Claim?> claims = [];
        var (smallest, largest) = (cells.Budgets[0], cells.Budgets[^1]);
        if (cells.OnTarget)
        {
            claims.Add(cells.AtLeast("Without adaptation the source model is at least 10 points below a model trained on all target data: the sites differ.", null, cells.All, cells.None, Far));
            claims.Add(cells.AtLeast("No adaptation is far below: the best adapted model is at least 10 points above it at the smallest budget.", smallest, cells.Best(smallest, _ => true), cells.None, Far));
            claims.Add(cells.AtLeast("mmtl is at or near the top at the smallest budget: at most 1 point below the best other method.",
                smallest, cells[MethodNames.Mmtl, smallest], cells.Best(smallest, label => !MethodNames.KeepsSourceData(label)), -Near));
            foreach (string budget in cells.Budgets.Take(2))
                claims.Add(cells.AtLeast("mmtl is at least as good as fine-tune-all on the target.", budget, cells[MethodNames.Mmtl, budget], cells[MethodNames.FineTuneAll, budget], 0));
            if (cells.Optimizer == OptimizerKind.Adam)
                claims.Add(cells.AtLeast("l2sp is within 1 point of mmtl at the smallest budget (Adam).", smallest, cells[MethodNames.L2Sp, smallest], cells[MethodNames.Mmtl, smallest], -Near));
            if (cells.Optimizer == OptimizerKind.Sgd && cells.Budgets.Count > 1)
            {
                claims.Add(cells.AtLeast("octl is not better than fine-tune-all at the smallest budget (SGD).", smallest, cells[MethodNames.FineTuneAll, smallest], cells[MethodNames.Octl, smallest], 0));
                claims.Add(cells.AtLeast("octl is at least as good as fine-tune-all at the largest budget (SGD).", largest, cells[MethodNames.Octl, largest], cells[MethodNames.FineTuneAll, largest], 0));
            }
        }
        if (cells.OnSource)
        {
            claims.Add(cells.EachChange("mmtl keeps the source: it loses at most 3 points there, at every budget.", [MethodNames.Mmtl], change => change.AtLeast(-Kept)));
            claims.Add(cells.EachChange("The paper's methods without source data forget it: each loses at least 15 points there, at every budget.", WithoutSourceData, change => change.AtMost(-Forgotten)));
        }
        return claims.OfType<Claim>();
    }
}
