using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The paper's numbers beside one's own, where the study is the paper's; where it is not, that is said and they are not shown.</summary>
static class ReportPublished
{
    public static IEnumerable<Block> Of(ReportContent content)
    {
        yield return new HeadingBlock("The published numbers");
        var study = content.Plan.Study;
        var compared = PublishedTables.All.Where(table => Speaks(table, study)).Select(table => (Table: table, Differences: table.Differences(study, content.Plan.Data.Sites))).ToList();
        var same = compared.Where(pair => pair.Differences.Count == 0).ToList();
        if (same.Count == 0)
        {
            yield return new ParagraphBlock("Not shown: this study is none of the paper's, so that its numbers cannot be held against the published ones. " + (compared.Count == 0
                ? "It has another kind of task." : compared.MinBy(pair => pair.Differences.Count) is var (nearest, differences) ? $"From Table {nearest.Number} it differs in {string.Join(", ", differences)}." : ""));
            yield break;
        }
        foreach (var (table, _) in same)
            foreach (var group in table.Values.GroupBy(value => (value.Optimizer, value.Pair)))
                if (Table(content, table, [.. group]) is { } block) yield return block;
    }

    /// <summary>Tables of the same kind of task that look at what the study looks at.</summary>
    static bool Speaks(PublishedTable table, StudyDefinition study) => table.Study.Task.IsClassification == study.Task.IsClassification
        && table.Study.Task.Metric.Headline == study.Task.Metric.Headline
        && (table.Values[0].Place == ScorePlace.Target ? study.Evaluation.Target : study.Evaluation.Source);

    static TableBlock? Table(ReportContent content, PublishedTable published, IReadOnlyList<PublishedValue> values)
    {
        var (metric, first) = (content.Headline, values[0]);
        var own = content.TablesOf(metric, first.Place, NormSource.Own).FirstOrDefault(table => table.Optimizer == first.Optimizer);
        if (own is null) return null;
        var budgets = published.Budgets.Zip(published.Study.Budgets.Select(budget => BudgetName.Of(budget)))
            .Where(pair => own.Columns.Any(column => column.Budget == pair.Second)).ToList();
        var methods = (from label in own.Methods
                       let method = content.Plan.Study.Methods.FirstOrDefault(method => method.Label == label && method.Is(method.Method))?.Method
                       where values.Any(value => value.Method == method)
                       select (Label: label, Method: method)).ToList();
        if (budgets.Count == 0 || methods.Count == 0) return null;
        return new TableBlock(
            [new("Method"), .. budgets.SelectMany(budget => (TableColumn[])[new($"{budget.First}: here", true), new("published", true)])],
            [.. methods.Select(method => new TableRow([new(method.Label, Swatch: content.Looks.Color(method.Label)), .. budgets.SelectMany(budget => (TableCell[])[new(Own(metric, own[method.Label, budget.Second], first.Pair)), new(Text(metric, values, method.Method, budget.First))])]))],
            $"Table {published.Number}{(first.Pair.Length > 0 ? $", {first.Pair.Replace(">", " to ", StringComparison.Ordinal)}" : "")}, {PageText.Name(first.Optimizer)}: {metric.WithUnit}, {(first.Place == ScorePlace.Target ? "target" : "source after adapting")}, mean ± standard deviation over seeds (published: 3).");
    }

    static string Own(MetricText metric, ResultCell? cell, string pair)
    {
        if (pair.Length == 0) return cell?.Mean is { } mean ? metric.Value(new Spread(mean, cell.Deviation, 1)) : "–";
        return cell?.Pairs.FirstOrDefault(one => $"{one.Source}>{one.Target}" == pair) is { Mean: { } ofPair } found ? metric.Value(new Spread(ofPair, found.Deviation, 1)) : "–";
    }

    static string Text(MetricText metric, IReadOnlyList<PublishedValue> values, string method, string budget) =>
        values.FirstOrDefault(value => value.Method == method && (value.Budget == budget || value.Budget.Length == 0)) is { } value ? metric.Value(new Spread(value.Mean, value.Deviation, 3)) : "";
}
