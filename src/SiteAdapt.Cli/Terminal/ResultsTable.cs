using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary>Result rows on the terminal: the target's scores, the source's after adaptation, and the change of both.</summary>
static class ResultsTable
{
    public static void Print(IReadOnlyList<ResultRow> rows, Output output) => output.Result(rows, console =>
    {
        foreach (var pair in rows.GroupBy(row => (row.Source, row.Target)))
        {
            double none = pair.First(row => row.Method == "none").TargetSurfaceDice;
            console.Line($"{pair.Key.Source} to {pair.Key.Target}, surface Dice at {Tables.Tolerance(pair.First().ToleranceMm)}");
            var table = Tables.Make("method", ">patients", ">slices", ">target\nsurface Dice", ">against\nnone", ">target\nDice", ">source after\nsurface Dice", ">source\nchange");
            foreach (var row in pair)
                Tables.Row(table, row.Method, $"{row.Patients}", $"{row.Slices}", Tables.Score(row.TargetSurfaceDice), Tables.Change(row.TargetSurfaceDice - none), Tables.Score(row.TargetDice),
                    Tables.Score(row.SourceSurfaceDiceAfter), Tables.Change(row.SourceSurfaceDiceAfter - row.SourceSurfaceDiceBefore));
            console.Write(table);
        }
    });
}
