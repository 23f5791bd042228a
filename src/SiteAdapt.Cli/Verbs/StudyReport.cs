using System.Globalization;
using SiteAdapt.Studies;
using Spectre.Console;

namespace SiteAdapt.Cli;

/// <summary>What <c>study run</c> and <c>study status</c> say of a study.</summary>
static class StudyReport
{
    /// <summary>Failures that are told; the others are counted.</summary>
    public const int MostFailures = 10;

    /// <summary>Units that others wait for that are told.</summary>
    const int MostAwaited = 5;

    static readonly UnitState[] Shown = [UnitState.Done, UnitState.Running, UnitState.Ready, UnitState.Waiting, UnitState.Failed, UnitState.Blocked];

    /// <summary>Writes the results as far as they are there and says where.</summary>
    /// <param name="file">The study file, as the user gave it; null: what runs on a cluster is not looked at.</param>
    public static void Collect(StudyScores scores, Output output, string? file = null, LaunchTimes? times = null)
    {
        var (plan, rows) = (scores.Plan, StudyResults.Collect(scores));
        StudyResults.Write(plan, rows);
        int cells = rows.Select(row => (row.Method, row.Source, row.Target, row.Budget, row.Optimizer, row.Seed, row.NormStatistics)).Distinct().Count();
        Status(plan, output, file, cells, times);
    }

    public static void Status(StudyPlan plan, Output output, string? file, int? cells = null, LaunchTimes? times = null)
    {
        var jobs = file is null ? StudyJobs.None : SlurmReport.Jobs(plan);
        var status = StudyStatus.Of(plan, jobs);
        var result = new
        {
            study = plan.Study.Name,
            results = Path.Combine(plan.Study.Results, $"{plan.Study.Name}.results.csv"),
            units = plan.Units.Count,
            states = Shown.ToDictionary(Name, state => status[state]),
            kinds = status.Counts.ToDictionary(kind => Name(kind.Key), kind => Shown.ToDictionary(Name, state => kind.Value.GetValueOrDefault(state))),
            awaited = status.Awaited.Select(unit => new { unit = unit.Unit.Reference.Name, what = unit.Unit.Title, state = Name(unit.State), by = unit.Waiting.ToDictionary(kind => Name(kind.Key), kind => kind.Value) }),
            slurm = SlurmReport.Json(jobs, status),
            running = status.Running.Select(unit => new { unit = unit.Unit.Reference.Name, what = unit.Unit.Title, unit.Progress }),
            failed = status.Failed.Select(unit => new { unit = unit.Unit.Reference.Name, what = unit.Unit.Title, unit.Failure.Reason, log = plan.FolderOf(unit.Unit).Log }),
            seconds = times is null ? null : new { wall = times.Wall.TotalSeconds, processes = times.Processes.TotalSeconds, work = times.Work.TotalSeconds, started = times.Started },
        };
        output.Result(result, console =>
        {
            Draw(console, plan, status, jobs);
            if (file is not null) SlurmReport.Draw(console, jobs, status, file);
            if (cells is { } count) console.Line(string.Create(CultureInfo.InvariantCulture, $"{count} of {plan.Results.Count} table cells: {result.results}"));
        });
    }

    static void Draw(IAnsiConsole console, StudyPlan plan, StudyStatus status, StudyJobs jobs)
    {
        var table = Tables.Make([plan.Study.Name, .. Shown.Select(state => $">{Name(state)}")]);
        foreach (var (kind, counts) in status.Counts)
            Tables.Row(table, [Name(kind), .. Shown.Select(state => $"{counts.GetValueOrDefault(state)}")]);
        console.Write(table);
        foreach (var unit in status.Running) console.Line($"running: {RunningText.Of(unit)}{SlurmReport.Place(jobs, unit.Unit)}");
        // That a model's own evaluations come after it is no news.
        List<AwaitedUnit> awaited = [.. status.Awaited.Where(unit => unit.State != UnitState.Running || unit.Waiting.Keys.Any(kind => kind != UnitKind.Evaluate))];
        foreach (var unit in awaited.Take(MostAwaited))
            console.Line($"waiting: {string.Join(", ", unit.Waiting.OrderBy(kind => kind.Key).Select(kind => $"{kind.Value} {Name(kind.Key)}"))} for {unit.Unit.Title} ({Name(unit.State)})");
        if (awaited.Count > MostAwaited) console.Line($"and for {awaited.Count - MostAwaited} more");
        foreach (var unit in status.Failed.Take(MostFailures)) console.Line($"failed: {unit.Unit.Title}: {unit.Failure.Reason}\n  {plan.FolderOf(unit.Unit).Log}");
        if (status.Failed.Count > MostFailures) console.Line($"and {status.Failed.Count - MostFailures} more failed");
    }

    static string Name(UnitKind kind) => kind.ToString().ToLowerInvariant();

    static string Name(UnitState state) => state.ToString().ToLowerInvariant();
}
