using SiteAdapt.Learning;
using SiteAdapt.Studies;
using Spectre.Console;

namespace SiteAdapt.Cli;

/// <summary>The main table of a study on the terminal: each method at the target and what is left at the source.</summary>
static class WinnersTable
{
    public static void Print(ResultsDocument document, Output output)
    {
        int done = document.Units.GetValueOrDefault("done"), all = document.Units.Values.Sum();
        output.Result(document, console => Draw(console, document, isComplete: done == all));
        if (done < all) Output.Note($"Not finished: {done} of {Tables.Count(all, "unit")} are done. \"(n of m)\" behind a number says on how many runs of how many it stands; 'study run' goes on.");
    }

    static void Draw(IAnsiConsole console, ResultsDocument document, bool isComplete)
    {
        var metric = new MetricText(document.Metric, document.ToleranceMm);
        List<ResultTable> tables = [.. document.Tables.Where(table => table.Metric == document.Metric && table.NormStatistics == NormSource.Own)];
        foreach (var group in tables.GroupBy(table => table.Optimizer))
        {
            var (target, source) = (group.FirstOrDefault(table => table.Place == ScorePlace.Target), group.FirstOrDefault(table => table.Place == ScorePlace.Source));
            foreach (var column in (target ?? source!).Columns)
            {
                console.Line($"{column.Budget}, {group.Key.ToString().ToLowerInvariant()}: {metric.WithUnit}");
                string? best = target is null ? null : Standing.Best(target, column);
                var table = Tables.Make("method", ">target", ">against\nnone", ">source\nafter", ">source\nchange", "");
                foreach (string method in (target ?? source!).Methods)
                {
                    var (gained, left) = (target?[method, column.Budget], source?[method, column.Budget]);
                    Tables.Row(table, method, Value(metric, gained), Standing.Change(gained, isComplete) is { } gain ? metric.Difference(gain) : "",
                        Value(metric, left), Standing.Change(left, isComplete) is { } change ? metric.Difference(change) : "", method == best ? "best at the target" : "");
                }
                console.Write(table);
            }
        }
    }

    static string Value(MetricText metric, ResultCell? cell) => cell?.Mean is { } mean ? metric.Value(new Spread(mean, cell.Deviation, cell.Seeds.Count)) + Standing.Part(cell) : "";
}
