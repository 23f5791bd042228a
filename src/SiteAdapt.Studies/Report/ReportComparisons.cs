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
            List<Answer> answers = [.. content.Plan.Study.Comparisons.SelectMany(question => Answers(content, question, place))];
            if (answers.Count == 0) continue;
            List<string> over = [.. answers.Select(answer => answer.Over).Where(text => text.Length > 0).Distinct()];
            yield return new TableBlock(
                [new("Question", Wraps: true), new("First minus second"), new("Difference", true), new("95 %", true), new("Optimizer"), new("Budget"), new("Pairs above 0", true), new("Runs", true)],
                [.. answers.Select((answer, i) => Row(answer, isAgain: i > 0 && answers[i - 1].Question == answer.Question, over))],
                $"{content.Headline.WithUnit} on the {(place == ScorePlace.Target ? "target" : "source")}'s test patients, on the runs that both have.{Intervals(over)} {Chance(content)}");
        }
    }

    /// <summary>What the intervals are over; a minority is marked in its row.</summary>
    static string Intervals(List<string> over) => over.Count == 0 ? "" : $" 95 % intervals {over[0]}{(over.Count > 1 ? " where nothing else is said" : "")}.";

    static string Chance(ReportContent content) => content.Plan.Study.Seeds.Count > 1
        ? "No correction for the number of questions." : "One seed: chance in training is not seen. No correction for the number of questions.";

    static IEnumerable<Answer> Answers(ReportContent content, StudyComparison question, ScorePlace place) =>
        from optimizer in content.Cells.Select(cell => cell.Optimizer).Distinct()
        from first in Cells(content, optimizer, question.First, question.FirstStatistics)
        from second in Cells(content, optimizer, question.Second, question.SecondStatistics)
        where first.Budget is null || second.Budget is null || first.Budget == second.Budget
        where first.On(place) is not null && second.On(place) is not null
        select Of(content.Headline, question.Question, first, second, place);

    static IEnumerable<CellScores> Cells(ReportContent content, OptimizerKind optimizer, string label, NormSource norm) =>
        content.Cells.Where(cell => cell.Optimizer == optimizer && cell.Label == label && cell.NormStatistics == norm);

    static Answer Of(MetricText metric, string question, CellScores first, CellScores second, ScorePlace place)
    {
        string budget = (first.Budget ?? second.Budget) is { } one ? BudgetName.Of(one) : ResultTables.NoBudget;
        var answer = new Answer(question, $"{Name(first)} − {Name(second)}", PageText.Name(first.Optimizer), budget);
        if (CertainDifference.Of(first.On(place), second.On(place)) is not { } difference) return answer;
        List<double> pairs = [.. difference.Differences.Pairs.Select(pair => pair.Value).OfType<double>().Where(double.IsFinite)];
        var counts = difference.Differences.Runs;
        int used = counts.Count(run => run.Value is { } value && double.IsFinite(value));
        return answer with
        {
            Difference = metric.Difference(difference.Mean),
            Interval = metric.Difference(difference.Interval),
            Over = difference.Over,
            Above = string.Create(CultureInfo.InvariantCulture, $"{pairs.Count(value => value > 0)} of {pairs.Count}"),
            Runs = string.Create(CultureInfo.InvariantCulture, $"{used} of {counts.Count}"),
        };
    }

    /// <param name="answer">What the row says.</param>
    /// <param name="isAgain">Whether the row above answers the same question, which is then not repeated.</param>
    /// <param name="over">What the intervals of the table are over; the first is said in the caption.</param>
    static TableRow Row(Answer answer, bool isAgain, List<string> over)
    {
        string aside = answer.Over.Length > 0 && answer.Over != over[0] ? $" {answer.Over}" : "";
        return new TableRow([new(isAgain ? "" : answer.Question), new(answer.Names), new(answer.Difference), new(answer.Interval + aside), new(answer.Optimizer), new(answer.Budget), new(answer.Above), new(answer.Runs)]);
    }

    static string Name(CellScores cell) => cell.NormStatistics == NormSource.Own ? cell.Label : $"{cell.Label} ({cell.NormStatistics.ToString().ToLowerInvariant()} statistics)";

    /// <summary>Of one optimizer and budget, as it is written.</summary>
    sealed record Answer(string Question, string Names, string Optimizer, string Budget)
    {
        public string Difference { get; init; } = "not evaluated yet";

        public string Interval { get; init; } = "";

        public string Over { get; init; } = "";

        public string Above { get; init; } = "";

        public string Runs { get; init; } = "0";
    }
}
