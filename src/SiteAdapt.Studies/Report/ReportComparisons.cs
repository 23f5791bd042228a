using System.Globalization;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The questions that a study asks, each answered by a paired difference at every budget and with every optimizer.</summary>
static class ReportComparisons
{
    public static IEnumerable<Block> Of(ReportContent content)
    {
        if (content.Plan.Study.Comparisons.Count == 0) yield break;
        yield return new HeadingBlock("What the study asks");
        foreach (var place in Enum.GetValues<ScorePlace>())
        {
            List<TableRow> rows = [.. content.Plan.Study.Comparisons.SelectMany(question => Rows(content, question, place))];
            if (rows.Count > 0)
                yield return new TableBlock([new("Question"), new("First minus second"), new("Optimizer"), new("Budget"), new("Difference", true), new("95 %", true), new("Over"), new("Pairs above 0", true), new("Runs", true)], rows,
                    $"{content.Headline.WithUnit} on the {(place == ScorePlace.Target ? "target" : "source")}'s test patients, on the runs that both have. {Chance(content)}");
        }
    }

    static string Chance(ReportContent content) => content.Plan.Study.Seeds.Count > 1
        ? "No correction for the number of questions." : "One seed: chance in training is not seen. No correction for the number of questions.";

    static IEnumerable<TableRow> Rows(ReportContent content, StudyComparison question, ScorePlace place) =>
        from optimizer in content.Cells.Select(cell => cell.Optimizer).Distinct()
        from first in Cells(content, optimizer, question.First, question.FirstStatistics)
        from second in Cells(content, optimizer, question.Second, question.SecondStatistics)
        where first.Budget is null || second.Budget is null || first.Budget == second.Budget
        where first.On(place) is not null && second.On(place) is not null
        select Row(content.Headline, question, first, second, place);

    static IEnumerable<CellScores> Cells(ReportContent content, OptimizerKind optimizer, string label, NormSource norm) =>
        content.Cells.Where(cell => cell.Optimizer == optimizer && cell.Label == label && cell.NormStatistics == norm);

    static TableRow Row(MetricText metric, StudyComparison question, CellScores first, CellScores second, ScorePlace place)
    {
        string budget = (first.Budget ?? second.Budget) is { } one ? BudgetName.Of(one) : ResultTables.NoBudget;
        string names = $"{Name(first)} − {Name(second)}";
        if (CertainDifference.Of(first.On(place), second.On(place)) is not { } difference)
            return new TableRow([new(question.Question), new(names), new(PageText.Name(first.Optimizer)), new(budget), new("–"), new(""), new("not evaluated yet"), new(""), new("0")]);
        List<double> pairs = [.. difference.Differences.Pairs.Select(pair => pair.Value).OfType<double>().Where(double.IsFinite)];
        var counts = difference.Differences.Runs;
        int used = counts.Count(run => run.Value is { } value && double.IsFinite(value));
        return new TableRow([new(question.Question), new(names), new(PageText.Name(first.Optimizer)), new(budget), new(metric.Difference(difference.Mean)), new(metric.Difference(difference.Interval)),
            new(difference.Over), new(string.Create(CultureInfo.InvariantCulture, $"{pairs.Count(value => value > 0)} of {pairs.Count}")), new(string.Create(CultureInfo.InvariantCulture, $"{used} of {counts.Count}"))]);
    }

    static string Name(CellScores cell) => cell.NormStatistics == NormSource.Own ? cell.Label : $"{cell.Label} ({cell.NormStatistics.ToString().ToLowerInvariant()} statistics)";
}
