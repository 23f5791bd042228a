using System.Globalization;

namespace SiteAdapt.Studies;

/// <summary>
/// The pattern that the paper reports (its Tables 2 and 3), as relations with margins, read from one's own rows. Every
/// relation is told as it came out.
/// </summary>
public static class PaperPattern
{
    /// <summary>"Far": ten points of surface Dice.</summary>
    public const double Far = 0.10;

    /// <summary>"Near the top": within one point of the best other method.</summary>
    public const double Near = 0.01;

    /// <summary>"Keeps the source": loses at most three points there.</summary>
    public const double Kept = 0.03;

    /// <summary>"Forgets the source": loses fifteen points or more.</summary>
    public const double Forgotten = 0.15;

    const string Missing = "the rows that it needs are missing";

    /// <summary>The claims for each optimizer in turn.</summary>
    public static IReadOnlyList<Claim> Read(IEnumerable<ResultRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return [.. ResultsSummary.OverTargets(rows).GroupBy(table => table.Optimizer).SelectMany(group => OfOneOptimizer([.. group]))];
    }

    static IEnumerable<Claim> OfOneOptimizer(IReadOnlyList<BudgetTable> budgets)
    {
        var (smallest, largest) = (budgets[0], budgets[^1]);
        yield return SitesDiffer(smallest);
        yield return NoAdaptationIsFarBelow(smallest);
        yield return MmtlIsNearTheTop(smallest);
        foreach (var table in budgets.Take(2)) yield return MmtlIsNotBelowFineTuning(table);
        yield return MmtlKeepsTheSource(budgets);
        yield return TheOthersForget(budgets);
        if (smallest.Optimizer != "sgd" || budgets.Count < 2) yield break;
        yield return OctlAgainstFineTuning(smallest, above: false);
        yield return OctlAgainstFineTuning(largest, above: true);
    }

    static Claim SitesDiffer(BudgetTable table) => Compare(
        "Without adaptation the source model is at least 10 points below a model trained on all target data: the sites differ.",
        table, table[MethodNames.AllTargetData], table[MethodNames.None], Far);

    static Claim NoAdaptationIsFarBelow(BudgetTable table) => Compare(
        "No adaptation is far below: the best adapted model is at least 10 points above it.",
        table, Best(table.Adapted), table[MethodNames.None], Far);

    static Claim MmtlIsNearTheTop(BudgetTable table) => Compare(
        "mmtl is at or near the top at the smallest budget: at most 1 point below the best other method.",
        table, table[MethodNames.Mmtl], Best(table.Adapted.Where(scores => !MethodNames.KeepsSourceData(scores.Method))), -Near);

    static Claim MmtlIsNotBelowFineTuning(BudgetTable table) => Compare(
        "mmtl is at least as good as fine-tune-all on the target.",
        table, table[MethodNames.Mmtl], table[MethodNames.FineTuneAll], 0);

    static Claim OctlAgainstFineTuning(BudgetTable table, bool above)
    {
        var (octl, plain) = (table[MethodNames.Octl], table[MethodNames.FineTuneAll]);
        return above
            ? Compare("octl is at least as good as fine-tune-all at the largest budget (SGD).", table, octl, plain, 0)
            : Compare("octl is not better than fine-tune-all at the smallest budget (SGD).", table, plain, octl, 0);
    }

    static Claim Compare(string statement, BudgetTable table, MethodScores? first, MethodScores? second, double margin)
    {
        var difference = first is null || second is null
            ? null
            : PairedDifference.Of(first.Rows, second.Rows, row => row.TargetSurfaceDice);
        if (difference is null)
            return new Claim(statement, ClaimVerdict.Undecided, Scope([table], table.Methods), [], Missing);
        var verdict = difference.AtLeast(margin);
        return new Claim(statement, verdict, Scope([table], [first!]),
        [
            new(first!.Method, difference.First.Mean),
            new(second!.Method, difference.Second.Mean),
            new("difference", difference.Difference.Mean, IsDifference: true),
        ], Note(verdict));
    }

    static Claim MmtlKeepsTheSource(IReadOnlyList<BudgetTable> budgets)
    {
        const string Statement = "mmtl keeps the source: it loses at most 3 points there, at every budget.";
        var changes = SourceChanges(budgets, method => method == MethodNames.Mmtl);
        return Together(Statement, budgets, changes, change => PairedDifference.AtLeast(change, -Kept));
    }

    static Claim TheOthersForget(IReadOnlyList<BudgetTable> budgets)
    {
        const string Statement = "The methods without source data forget it: each loses at least 15 points there, at every budget.";
        var changes = SourceChanges(budgets, method => !MethodNames.KeepsSourceData(method));
        return Together(Statement, budgets, changes, change => PairedDifference.AtLeast(Negated(change), Forgotten));
    }

    static Spread Negated(Spread spread) => spread with { Mean = -spread.Mean };

    static List<(string Name, MethodScores Scores)> SourceChanges(IReadOnlyList<BudgetTable> budgets, Func<string, bool> which) =>
    [
        .. from table in budgets
           from scores in table.Adapted
           where which(scores.Method)
           select (budgets.Count == 1 ? scores.Method : $"{scores.Method} ({table.Budget})", scores),
    ];

    /// <summary>True only of all: one that fails decides against the claim, one that is open leaves it open.</summary>
    static Claim Together(
        string statement, IReadOnlyList<BudgetTable> budgets, List<(string Name, MethodScores Scores)> parts,
        Func<Spread, ClaimVerdict> judge)
    {
        if (parts.Count == 0)
            return new Claim(statement, ClaimVerdict.Undecided, Scope(budgets, budgets[0].Methods), [], Missing);
        var verdicts = parts.ConvertAll(part => judge(part.Scores.SourceChange));
        var verdict = verdicts.Contains(ClaimVerdict.DoesNotHold) ? ClaimVerdict.DoesNotHold
            : verdicts.Contains(ClaimVerdict.Undecided) ? ClaimVerdict.Undecided
            : ClaimVerdict.Holds;
        return new Claim(statement, verdict, Scope(budgets, parts.Select(part => part.Scores)),
            parts.ConvertAll(part => new ClaimNumber(part.Name, part.Scores.SourceChange.Mean, IsDifference: true)), Note(verdict));
    }

    static MethodScores? Best(IEnumerable<MethodScores> methods) => methods.MaxBy(scores => scores.TargetSurfaceDice.Mean);

    static string? Note(ClaimVerdict verdict) =>
        verdict == ClaimVerdict.Undecided ? "the margin lies within two standard errors of the mean of the runs" : null;

    static string Scope(IReadOnlyList<BudgetTable> budgets, IEnumerable<MethodScores> methods)
    {
        List<ResultRow> rows = [.. methods.SelectMany(scores => scores.Rows)];
        List<long> seeds = [.. rows.Select(row => row.Seed).Distinct()];
        int pairs = rows.Select(row => (row.Source, row.Target)).Distinct().Count();
        string seed = seeds.Count == 1 ? $"seed {seeds[0].ToString(CultureInfo.InvariantCulture)}" : $"{seeds.Count} seeds";
        string optimizer = budgets[0].Optimizer.Length == 0 ? "" : $", {budgets[0].Optimizer}";
        string budget = budgets.Count == 1 ? $", {budgets[0].Budget}" : $", {budgets.Count} budgets";
        return $"{seed}, {pairs} {(pairs == 1 ? "pair" : "pairs")} of sites{optimizer}{budget}";
    }
}
