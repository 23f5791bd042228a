using System.Diagnostics;
using System.Globalization;
using SiteAdapt.Learning;
using Spectre.Console;

namespace SiteAdapt.Cli;

/// <summary>
/// Says on stderr what is done, how far it is and how long it will take: a live bar on a terminal, a plain line now and then
/// where there is none.
/// </summary>
sealed class ProgressLine(string title) : IProgress<TrainingProgress>, IDisposable
{
    static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(20);
    readonly Stopwatch clock = Stopwatch.StartNew();
    readonly Lock gate = new();
    LiveBar? bar;
    TimeSpan last;
    int first = -1;

    public void Report(TrainingProgress value) =>
        Report(value.Step, value.TotalSteps, value.Work ?? string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch + 1}  loss {value.Loss:0.0000}"));

    /// <summary>Says that <paramref name="done"/> of <paramref name="total"/> parts are done.</summary>
    public void Report(int done, int total, string detail)
    {
        lock (gate)
        {
            if (first < 0) first = done - 1;
            if (Console.IsErrorRedirected) WriteLine(done, total, detail);
            else (bar ??= new LiveBar(title)).Show(done, total, $"{title}  {detail}");
            if (done == total) Close();
        }
    }

    void WriteLine(int done, int total, string detail)
    {
        var now = clock.Elapsed;
        if (done < total && now - last < BetweenLines) return;
        last = now;
        int here = done - first;
        string time = done == total ? $"in {Span(now)}" : here < 2 ? "" : $"{Span(now / here * (total - done))} left";
        Console.Error.WriteLine($"{title}  {done}/{total}  {detail}  {time}".TrimEnd());
    }

    static string Span(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");

    void Close()
    {
        bar?.Dispose();
        bar = null;
    }

    public void Dispose()
    {
        lock (gate) Close();
    }

    /// <summary>Spectre.Console's progress bar, which lives inside a call of its own, on stderr.</summary>
    sealed class LiveBar : IDisposable
    {
        readonly TaskCompletionSource end = new();
        readonly TaskCompletionSource<ProgressTask> started = new();
        readonly Task drawing;

        public LiveBar(string title)
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
            drawing = console.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(async context =>
                {
                    started.SetResult(context.AddTask(Markup.Escape(title), autoStart: true));
                    await end.Task;
                });
        }

        public void Show(int done, int total, string text)
        {
            if (Task.WaitAny(started.Task, drawing) == 1) return; // The bar cannot be drawn; the work goes on without.
            var task = started.Task.Result;
            task.MaxValue = total;
            task.Value = done;
            task.Description = Markup.Escape(text);
        }

        public void Dispose()
        {
            end.TrySetResult();
            Task.WaitAny(drawing);
        }
    }
}
