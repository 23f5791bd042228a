using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The top of the report: what is missing or failed, and which method wins with which budget.</summary>
static class ReportHead
{
    const int MostFailures = 20;

    static readonly UnitState[] States = [UnitState.Done, UnitState.Running, UnitState.Ready, UnitState.Waiting, UnitState.Failed, UnitState.Blocked];

    public static IEnumerable<Block> Of(ReportContent content)
    {
        foreach (var block in Progress(content)) yield return block;
        if (IsSimulated(content.Plan))
            yield return new CalloutBlock(CalloutKind.Note, "Simulated data.", "Scans of this study were made by this program; what the methods reach on them says nothing of a clinic.");
        if (Winners(content) is { Rows.Count: > 0 } winners)
        {
            yield return new HeadingBlock("Which method wins, and what does it forget?");
            yield return winners;
        }
    }

    /// <summary>By the study itself, or before by 'data simulate', which says so in the manifest's column 'scanner'.</summary>
    static bool IsSimulated(StudyPlan plan) => plan.Study.Simulation is not null
        || (plan.Data.IsThere && plan.Data.Manifest.Cases.Any(item => plan.Data.Sites.Contains(item.Site) && item.Scanner?.StartsWith("simulated", StringComparison.Ordinal) == true));

    static IEnumerable<Block> Progress(ReportContent content)
    {
        if (content.IsComplete) yield break;
        var status = content.Status;
        int failed = status[UnitState.Failed], blocked = status[UnitState.Blocked], done = status[UnitState.Done];
        string failures = failed == 0 ? "" : $" {ReportPage.Count(failed, "unit")} failed, and {blocked} could not start because of that.";
        yield return new CalloutBlock(CalloutKind.Warning, "Not finished.",
            $"{done} of {content.Plan.Units.Count} units are done.{failures} All numbers below stand on what is there; \"(n of m)\" behind one says on how many runs of how many. 'study run' goes on.");
        yield return new FoldedBlock("What is missing", [.. Missing(content)]);
    }

    static IEnumerable<Block> Missing(ReportContent content)
    {
        yield return new TableBlock([new("Units"), .. States.Select(state => new TableColumn(state.ToString(), IsNumber: true))],
            [.. content.Status.Counts.OrderBy(kind => kind.Key).Select(kind => new TableRow([new(kind.Key.ToString()), .. States.Select(state => new TableCell($"{kind.Value.GetValueOrDefault(state)}"))]))]);
        if (content.Status.Failed.Count == 0) yield break;
        yield return new TableBlock([new("Failed"), new("Why"), new("Folder")],
            [.. content.Status.Failed.Take(MostFailures).Select(unit => new TableRow([new(unit.Unit.Title), new(unit.Failure.Reason), new(unit.Unit.Reference.Name)]))],
            content.Status.Failed.Count > MostFailures ? $"The first {MostFailures} of {content.Status.Failed.Count}." : "");
    }

    /// <summary>A row for each optimizer and budget.</summary>
    static TableBlock Winners(ReportContent content)
    {
        var metric = content.Headline;
        var sources = content.TablesOf(metric, ScorePlace.Source, NormSource.Own).ToDictionary(table => table.Optimizer);
        List<TableRow> rows =
        [
            .. from table in content.TablesOf(metric, ScorePlace.Target, NormSource.Own)
               from column in table.Columns
               let winner = Standing.Best(table, column)
               where winner is not null
               let best = table[winner!, column.Budget]!
               let forgotten = Standing.Change(sources.GetValueOrDefault(table.Optimizer)?[winner!, column.Budget], content.IsComplete)
               let close = column.Methods.Where(entry => entry.Mark == ColumnMark.NotSignificantlyWorse).Select(entry => entry.Method).ToList()
               let untested = column.Methods.Any(entry => entry.Mark is ColumnMark.TooFewPairs or ColumnMark.Untested)
               select new TableRow([new(PageText.Name(table.Optimizer)), new(column.Budget), new(best.Method, Swatch: content.Looks.Color(best.Method)),
                   new(best.Mean is { } mean ? metric.Value(mean) + Standing.Part(best) : ""), new(Standing.Change(best, content.IsComplete) is { } gain ? metric.Difference(gain) : ""),
                   new(forgotten is { } change ? metric.Difference(change) : ""), new(Keeper(content, sources.GetValueOrDefault(table.Optimizer), column.Budget)),
                   new(close.Count > 0 ? string.Join(", ", close) : untested ? "too few sites to say" : "none")]),
        ];
        bool[] shown = [true, true, true, true, true, sources.Count > 0, sources.Count > 0, true];
        return Only(shown, new TableBlock([new("Optimizer"), new("Budget"), new("Best at the target"), new("Score", true), new("Gain over no adaptation", true), new("Its change at the source", true), new("Keeps the source best"), new("Not significantly worse at the target")],
            rows, $"{metric.WithUnit}, means over pairs of sites and seeds.{(content.IsComplete ? "" : " The study is not finished: of the methods that have scores so far, where these have the same runs; a change stands only where it is over the runs of the score.")}"));
    }

    static TableBlock Only(bool[] shown, TableBlock table) => table with
    {
        Columns = [.. table.Columns.Where((_, i) => shown[i])],
        Rows = [.. table.Rows.Select(row => row with { Cells = [.. row.Cells.Where((_, i) => shown[i])] })],
    };

    static string Keeper(ReportContent content, ResultTable? source, string budget) =>
        source?.Columns.FirstOrDefault(column => column.Budget == budget) is { } column && Standing.Best(source, column) is { } best
            && Standing.Change(source[best, budget], content.IsComplete) is { } change ? $"{best} ({content.Headline.Difference(change)})" : "";
}
