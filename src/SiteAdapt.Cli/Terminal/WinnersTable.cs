using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary>The main table of a study on the terminal: each method at the target and what is left at the source.</summary>
static class WinnersTable
{
    public static void Print(ResultsDocument document, Output output) => output.Result(document, console =>
    {
        var metric = new MetricText(document.Metric, document.ToleranceMm);
        List<ResultTable> tables = [.. document.Tables.Where(table => table.Metric == document.Metric && table.NormStatistics == NormSource.Own)];
        foreach (var group in tables.GroupBy(table => table.Optimizer))
        {
            var (target, source) = (group.FirstOrDefault(table => table.Place == ScorePlace.Target), group.FirstOrDefault(table => table.Place == ScorePlace.Source));
            foreach (var column in (target ?? source!).Columns)
            {
                console.Line($"{column.Budget}, {group.Key.ToString().ToLowerInvariant()}: {metric.WithUnit}");
                var table = Tables.Make("method", ">target", ">against\nnone", ">source\nafter", ">source\nchange", "");
                foreach (string method in (target ?? source!).Methods)
                {
                    var (gained, left) = (target?[method, column.Budget], source?[method, column.Budget]);
                    Tables.Row(table, method, Value(metric, gained), gained?.Change is { } gain ? metric.Difference(gain.Mean) : "",
                        Value(metric, left), left?.Change is { } change ? metric.Difference(change.Mean) : "", column.Best == method && target is not null ? "best at the target" : "");
                }
                console.Write(table);
            }
        }
    });

    static string Value(MetricText metric, ResultCell? cell) => cell?.Mean is { } mean ? metric.Value(new Spread(mean, cell.Deviation, cell.Seeds.Count)) : "";
}
