using System.Globalization;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The cells of one optimizer, and claims about them. A claim about a method that the study does not have is null.</summary>
sealed class RelationCells(IReadOnlyList<CellScores> cells)
{
    const string Missing = "the scores that it needs are missing";

    public OptimizerKind Optimizer => cells[0].Optimizer;

    public bool OnTarget => cells.Any(cell => cell.Target is not null);

    public bool OnSource => cells.Any(cell => cell.Source is not null);

    /// <summary>Smallest first.</summary>
    public IReadOnlyList<string> Budgets { get; } = BudgetName.InOrder(cells);

    public CellScores? None => cells.FirstOrDefault(cell => cell.IsNoAdaptation);

    public CellScores? All => cells.FirstOrDefault(cell => cell.IsAllTargetData);

    /// <summary>The method as it is published: none with other options or less source data, whatever its label.</summary>
    public CellScores? this[string method, string budget] => cells.FirstOrDefault(cell => cell.Method.Is(method) && BudgetName.Of(cell.Budget) == budget);

    /// <summary>The best of these methods with this budget, by its mean on the target.</summary>
    public CellScores? Best(string budget, IEnumerable<string> methods) => methods
        .Select(method => this[method, budget]).OfType<CellScores>()
        .Where(cell => cell.Target?.Summary.Mean is { } mean && double.IsFinite(mean))
        .MaxBy(cell => cell.Target!.Summary.Mean * (cell.Metric.HigherIsBetter ? 1 : -1));

    /// <summary>The first is above the second by the margin or more, on the target.</summary>
    public Claim? AtLeast(string statement, string? budget, CellScores? first, CellScores? second, double margin) =>
        Judge(statement, budget, first, second, difference => difference.AtLeast(margin));

    /// <summary>The first is above the second, on the target.</summary>
    public Claim? Above(string statement, string? budget, CellScores? first, CellScores? second) =>
        Judge(statement, budget, first, second, difference => difference.Above(0));

    Claim? Judge(string statement, string? budget, CellScores? first, CellScores? second, Func<CertainDifference, ClaimVerdict> judge)
    {
        if (first is null || second is null) return null;
        var difference = CertainDifference.Of(first.Target, second.Target);
        if (difference is null) return new Claim(statement, ClaimVerdict.Undecided, Scope(null, budget), [], Missing);
        return new Claim(statement, judge(difference), Scope(difference.Differences, budget),
        [
            new(first.Label, difference.First),
            new(second.Label, difference.Second),
            new("difference", difference.Mean, IsDifference: true, difference.Interval),
        ], Note([("", difference)]), difference.OnOneSeed);
    }

    /// <summary>Something of the change on the source, of each of some methods at each budget.</summary>
    public Claim? EachChange(string statement, IReadOnlyList<string> methods, Func<CertainDifference, ClaimVerdict> judge)
    {
        List<CellScores> asked = [.. methods.SelectMany(method => Budgets.Select(budget => this[method, budget])).OfType<CellScores>()];
        if (asked.Count == 0) return null;
        var parts = asked.Select(cell => (Cell: cell, Change: CertainDifference.OfForgetting(cell))).Where(part => part.Change is not null)
            .Select(part => (part.Cell, Change: part.Change!, Verdict: judge(part.Change!))).ToList();
        if (parts.Count == 0) return new Claim(statement, ClaimVerdict.Undecided, Scope(null, null), [], Missing);
        var verdict = parts.Exists(part => part.Verdict == ClaimVerdict.DoesNotHold) ? ClaimVerdict.DoesNotHold
            : parts.Count < asked.Count || parts.Exists(part => part.Verdict == ClaimVerdict.Undecided) ? ClaimVerdict.Undecided
            : ClaimVerdict.Holds;
        return new Claim(statement, verdict, Scope(parts[0].Change.Differences, Budgets.Count == 1 ? Budgets[0] : $"{Budgets.Count} budgets"),
            [.. parts.Select(part => new ClaimNumber(Name(part.Cell), part.Change.Mean, IsDifference: true, part.Change.Interval))],
            Note([.. parts.Select(part => (Name(part.Cell), part.Change))]), parts.Exists(part => part.Change.OnOneSeed));
    }

    string Name(CellScores cell) => Budgets.Count == 1 ? cell.Label : $"{cell.Label} {BudgetName.Of(cell.Budget)}";

    string Note(IReadOnlyList<(string Name, CertainDifference Difference)> parts)
    {
        if (parts.Any(part => part.Difference.Interval is null)) return "no interval can be computed from so few patients and sites";
        string over = "95 % intervals " + string.Join(" and ", parts.Select(part => part.Difference.Over).Distinct());
        return parts.All(part => part.Difference.OnOneSeed)
            ? $"{over}; one seed, so that chance in training is not seen"
            : $"{over}, and over seeds: {string.Join("; ", parts.Select(part => (part.Name + " " + Seeds(part.Difference)).TrimStart()))}";
    }

    /// <summary>"+7.9 to +8.3 (+8.0, +8.1, +8.2)": the interval over seeds and the difference of each.</summary>
    string Seeds(CertainDifference difference)
    {
        var metric = cells[0].Metric;
        string each = string.Join(", ", difference.BySeed.Select(value => metric.Difference(value)));
        return difference.OverSeeds is { Low: { } low, High: { } high } ? $"{metric.Difference(low)} to {metric.Difference(high)} ({each})" : $"one seed ({each})";
    }

    string Scope(ScoreSet? differences, string? budget)
    {
        string optimizer = PageText.Name(Optimizer) + (budget is null ? "" : $", {budget}");
        if (differences is null) return optimizer;
        List<RunValue> used = [.. differences.Runs.Where(run => run.Value is { } value && double.IsFinite(value))];
        int pairs = used.Select(run => (run.Source, run.Target)).Distinct().Count(), expected = differences.Pairs.Count;
        List<long> seeds = [.. used.Select(run => run.Seed).Distinct()];
        string seed = seeds.Count == 1 ? string.Create(CultureInfo.InvariantCulture, $"seed {seeds[0]}") : $"{seeds.Count} seeds";
        string runs = used.Count < differences.Runs.Count ? $" ({used.Count} of {differences.Runs.Count} runs)" : "";
        return $"{optimizer}, {(pairs < expected ? $"{pairs} of {expected} pairs" : $"{pairs} {(pairs == 1 ? "pair" : "pairs")}")} of sites, {seed}{runs}";
    }
}
