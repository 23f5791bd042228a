using System.Globalization;

namespace SiteAdapt.Studies;

/// <summary>Results as blocks of a page: what demo and report have in common.</summary>
public static class ResultBlocks
{
    /// <summary>
    /// A budget's table: target surface Dice and Dice, the source before and after, and the change, in points. The best of
    /// the adapted models is marked in each column; the two bounds stand back.
    /// </summary>
    public static TableBlock Scores(BudgetTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var columns = new List<ScoreColumn>
        {
            new("Target surface Dice", PageText.Points, scores => scores.TargetSurfaceDice),
            new("Target Dice", PageText.Points, scores => scores.TargetDice),
            new("Source before", PageText.Points, scores => scores.SourceBefore, HasBest: false),
            new("Source after", PageText.Points, scores => scores.SourceAfter),
            new("Change on source", PageText.SignedPoints, scores => scores.SourceChange),
        };
        var best = columns.ConvertAll(column => Best(table, column));
        return new TableBlock(
            [new("Method"), .. columns.Select(column => new TableColumn(column.Head, IsNumber: true))],
            [.. table.Methods.Select(scores => Row(scores, columns, best))],
            Caption(table));
    }

    /// <summary>The two charts of a budget, side by side.</summary>
    /// <param name="table">The scores.</param>
    /// <param name="name">Start of the figures' names: letters, digits and dashes, unique on the page.</param>
    public static FigureGroupBlock Charts(BudgetTable table, string name)
    {
        ArgumentNullException.ThrowIfNull(table);
        string values = string.Join(", ", table.Methods.Select(scores => $"{scores.Method} {PageText.Points(scores.TargetSurfaceDice)}"));
        string changes = string.Join(", ", table.Adapted.Select(scores => $"{scores.Method} {PageText.SignedPoints(scores.SourceChange)}"));
        return new FigureGroupBlock(
        [
            new FigureBlock(Studies.Charts.TargetBars($"{name}-bars", table),
                $"Bars of target surface Dice in percent: {values}.",
                "What each method reaches on the target, between no adaptation and training on all target data."),
            new FigureBlock(Studies.Charts.GainAgainstSourceChange($"{name}-gain", table),
                $"Gain on the target against change on the source in points. Change on the source: {changes}.",
                "Up is better on the target; left of the vertical line is what the source lost."),
        ]);
    }

    /// <summary>The paper's pattern: how much of it shows, and each relation with its numbers.</summary>
    public static IReadOnlyList<Block> Pattern(IReadOnlyList<ResultRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var claims = PaperPattern.Read(rows);
        if (claims.Count == 0)
            return [new CalloutBlock(CalloutKind.Note, "No adapted model yet.", "There is nothing to hold against the paper's pattern.")];
        return [Verdict(claims, rows), new ClaimsBlock(claims)];
    }

    static CalloutBlock Verdict(IReadOnlyList<Claim> claims, IReadOnlyList<ResultRow> rows)
    {
        int holds = claims.Count(claim => claim.Verdict == ClaimVerdict.Holds);
        List<Claim> fails = [.. claims.Where(claim => claim.Verdict == ClaimVerdict.DoesNotHold)];
        int open = claims.Count - holds - fails.Count;
        List<long> seeds = [.. rows.Select(row => row.Seed).Distinct()];
        string where = seeds.Count == 1
            ? string.Create(CultureInfo.InvariantCulture, $"on this seed ({seeds[0]})")
            : $"over these {seeds.Count} seeds";
        string undecided = open == 0 ? "" : $" {open} undecided.";
        string count = $"{holds} of {claims.Count} relations hold {where}.{undecided}";
        if (fails.Count == 0)
        {
            return new CalloutBlock(open == 0 ? CalloutKind.Good : CalloutKind.Note,
                open == 0 ? "The paper's pattern shows." : "Nothing speaks against the paper's pattern.", count);
        }
        return new CalloutBlock(CalloutKind.Warning, $"The paper's pattern does not fully show {where}.",
            $"{count} Does not hold: {string.Join(" ", fails.Select(claim => claim.Statement))}");
    }

    static string Caption(BudgetTable table)
    {
        List<ResultRow> rows = [.. table.Methods.SelectMany(scores => scores.Rows)];
        int runs = table.Adapted.Max(scores => scores.Rows.Count);
        string several = runs > 1 ? $"; mean ± standard deviation over {runs} runs" : "";
        string tolerances = string.Join(" and ", rows.Select(row => row.ToleranceMm).Distinct().Order()
            .Select(tolerance => tolerance.ToString("0.##", CultureInfo.InvariantCulture)));
        string optimizer = table.Optimizer.Length > 0 ? $", {table.Optimizer}" : "";
        string target = table.Target is null ? "" : $"target {table.Target}, ";
        return $"Percent; {target}{table.Budget}{optimizer}; surface Dice at {tolerances} mm{several}. " +
            "The best adapted model of a column is marked.";
    }

    static TableRow Row(MethodScores scores, List<ScoreColumn> columns, List<string?> best) => new(
        [
            new TableCell(scores.Method, Swatch: MethodColors.Of(scores.Method)),
            .. columns.Select((column, i) => new TableCell(
                column.Write(column.Value(scores)), IsBest: !scores.IsBound && best[i] is { } top && Shown(column, scores) == top)),
        ], IsMuted: scores.IsBound);

    /// <summary>Equal as printed is equally best.</summary>
    static string? Best(BudgetTable table, ScoreColumn column)
    {
        var top = table.Adapted.MaxBy(scores => column.Value(scores).Mean);
        return column.HasBest && top is not null ? Shown(column, top) : null;
    }

    static string Shown(ScoreColumn column, MethodScores scores) => PageText.SignedPoints(column.Value(scores).Mean);

    sealed record ScoreColumn(string Head, Func<Spread, string> Write, Func<MethodScores, Spread> Value, bool HasBest = true);
}
