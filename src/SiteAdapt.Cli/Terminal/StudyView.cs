using SiteAdapt.Studies;
using Spectre.Console;

namespace SiteAdapt.Cli;

/// <summary>Shows on stderr where a study is: one live table on a terminal, lines where there is none.</summary>
abstract class StudyView : IProgress<LaunchState>, IDisposable
{
    public static StudyView Open(StudyPlan plan, int jobs) => Console.IsErrorRedirected ? new StudyLines(Console.Error, TimeProvider.System) : new StudyTable(plan, jobs);

    public abstract void Report(LaunchState value);

    public abstract void Dispose();
}

/// <summary>A line when something changed, at most one in a few seconds, and the last.</summary>
sealed class StudyLines(TextWriter output, TimeProvider clock) : StudyView
{
    static readonly TimeSpan Between = TimeSpan.FromSeconds(5);
    readonly long start = clock.GetTimestamp();
    TimeSpan next = TimeSpan.Zero;
    string said = "", latest = "";

    public override void Report(LaunchState value)
    {
        latest = Text(value);
        if (clock.GetElapsedTime(start) >= next) Say();
    }

    void Say()
    {
        if (latest == said) return;
        (said, next) = (latest, clock.GetElapsedTime(start) + Between);
        output.WriteLine(latest);
    }

    static string Text(LaunchState state)
    {
        string text = $"{state.Done}/{state.Total} done";
        if (state.Failed > 0) text += $", {state.Failed} failed, {state.Blocked} blocked";
        if (state.TimeLeft is { } left) text += $", about {RunningText.Span(left)} left";
        return state.Running.Count == 0 ? text : $"{text}; {string.Join("; ", state.Running.Select(RunningText.Of))}";
    }

    public override void Dispose() => Say();
}

/// <summary>Spectre.Console's live display, which lives inside a call of its own.</summary>
sealed class StudyTable : StudyView
{
    readonly TaskCompletionSource end = new();
    readonly TaskCompletionSource<LiveDisplayContext> started = new();
    readonly Task drawing;
    readonly string name;
    readonly int jobs;

    public StudyTable(StudyPlan plan, int jobs)
    {
        (name, this.jobs) = (plan.Study.Name, jobs);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        drawing = console.Live(new Text("")).StartAsync(async context =>
        {
            started.SetResult(context);
            await end.Task;
        });
    }

    public override void Report(LaunchState value)
    {
        if (Task.WaitAny(started.Task, drawing) == 1) return; // The table cannot be drawn; the study goes on without.
        started.Task.Result.UpdateTarget(Draw(name, jobs, value));
    }

    internal static Table Draw(string name, int jobs, LaunchState state)
    {
        var table = new Table().Border(TableBorder.Rounded).Title(new TableTitle(Markup.Escape($"{name}: {state.Done} of {state.Total} units done")))
            .AddColumn("running").AddColumn(new Spectre.Console.TableColumn("step").RightAligned()).AddColumn(new Spectre.Console.TableColumn("loss").RightAligned());
        foreach (var unit in state.Running)
            Tables.Row(table, unit.Unit.Title, unit.Progress is { } at ? $"{at.Done}/{at.Total}" : "", unit.Progress?.Loss is { } loss ? FormattableString.Invariant($"{loss:0.0000}") : "");
        for (int empty = state.Running.Count; empty < jobs; empty++) Tables.Row(table, "", "", "");
        string left = state.TimeLeft is { } time ? $", about {RunningText.Span(time)} left" : "";
        return table.Caption(new TableTitle(Markup.Escape($"{state.Failed} failed, {state.Blocked} blocked, {RunningText.Span(state.Times.Wall)} so far{left}")));
    }

    public override void Dispose()
    {
        end.TrySetResult();
        Task.WaitAny(drawing);
    }
}
