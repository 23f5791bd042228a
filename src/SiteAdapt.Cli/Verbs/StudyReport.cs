using System.Globalization;
using SiteAdapt.Studies;
using Spectre.Console;

namespace SiteAdapt.Cli;

/// <summary>What <c>study run</c> and <c>study status</c> say of a study.</summary>
static class StudyReport
{
    /// <summary>Failures that are told; the others are counted.</summary>
    public const int MostFailures = 10;

    static readonly UnitState[] Shown = [UnitState.Done, UnitState.Running, UnitState.Ready, UnitState.Waiting, UnitState.Failed, UnitState.Blocked];

    /// <summary>Writes the results as far as they are there and says where.</summary>
    public static void Collect(StudyPlan plan, Output output, LaunchTimes? times = null)
    {
        var rows = StudyResults.Collect(plan);
        StudyResults.Write(plan, rows);
        Status(plan, output, rows.Select(row => (row.Method, row.Source, row.Target, row.Budget, row.Optimizer, row.Seed, row.NormStatistics)).Distinct().Count(), times);
    }

    public static void Status(StudyPlan plan, Output output, int? cells = null, LaunchTimes? times = null)
    {
        var status = StudyStatus.Of(plan);
        var result = new
        {
            study = plan.Study.Name,
            results = Path.Combine(plan.Study.Results, $"{plan.Study.Name}.results.csv"),
            units = plan.Units.Count,
            states = Shown.ToDictionary(Name, state => status[state]),
            kinds = status.Counts.ToDictionary(kind => kind.Key.ToString().ToLowerInvariant(), kind => Shown.ToDictionary(Name, state => kind.Value.GetValueOrDefault(state))),
            running = status.Running.Select(unit => new { unit = unit.Unit.Reference.Name, what = unit.Unit.Title, unit.Progress }),
            failed = status.Failed.Select(unit => new { unit = unit.Unit.Reference.Name, what = unit.Unit.Title, unit.Failure.Reason, log = plan.FolderOf(unit.Unit).Log }),
            seconds = times is null ? null : new { wall = times.Wall.TotalSeconds, processes = times.Processes.TotalSeconds, work = times.Work.TotalSeconds, started = times.Started },
        };
        output.Result(result, console => Draw(console, plan, status, cells));
    }

    static void Draw(IAnsiConsole console, StudyPlan plan, StudyStatus status, int? cells)
    {
        var table = Tables.Make([plan.Study.Name, .. Shown.Select(state => $">{Name(state)}")]);
        foreach (var (kind, counts) in status.Counts)
            Tables.Row(table, [kind.ToString().ToLowerInvariant(), .. Shown.Select(state => $"{counts.GetValueOrDefault(state)}")]);
        console.Write(table);
        foreach (var unit in status.Running) console.Line($"running: {RunningText.Of(unit)}");
        foreach (var unit in status.Failed.Take(MostFailures)) console.Line($"failed: {unit.Unit.Title}: {unit.Failure.Reason}\n  {plan.FolderOf(unit.Unit).Log}");
        if (status.Failed.Count > MostFailures) console.Line($"and {status.Failed.Count - MostFailures} more failed");
        if (cells is { } count) console.Line(string.Create(CultureInfo.InvariantCulture, $"{count} of {plan.Results.Count} table cells: {Path.Combine(plan.Study.Results, $"{plan.Study.Name}.results.csv")}"));
    }

    static string Name(UnitState state) => state.ToString().ToLowerInvariant();
}
