using System.Diagnostics;
using System.Globalization;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary>
/// One line on stderr that says what is done, how far it is and how long it will take; rewritten in place on a terminal,
/// and a plain line now and then where there is none.
/// </summary>
sealed class ProgressLine : IProgress<TrainingProgress>, IDisposable
{
    static readonly TimeSpan OnTerminal = TimeSpan.FromSeconds(0.2), Elsewhere = TimeSpan.FromSeconds(20);
    readonly string title;
    readonly bool terminal = !Console.IsErrorRedirected;
    readonly Stopwatch clock = Stopwatch.StartNew();
    readonly Lock gate = new();
    TimeSpan last = TimeSpan.Zero;
    int first = -1;
    int width;

    public ProgressLine(string title) => this.title = title;

    public void Report(TrainingProgress value) =>
        Report(value.Step, value.TotalSteps, string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch + 1}  loss {value.Loss:0.0000}"));

    /// <summary>Says that <paramref name="done"/> of <paramref name="total"/> parts are done.</summary>
    public void Report(int done, int total, string detail)
    {
        lock (gate)
        {
            if (first < 0) first = Math.Max(0, done - 1);
            var now = clock.Elapsed;
            bool end = done == total;
            if (!end && now - last < (terminal ? OnTerminal : Elsewhere)) return;
            last = now;
            string text = $"{title}  {done}/{total}  {detail}{Left(done, total, now)}";
            if (terminal)
            {
                text = Fit(text);
                Console.Error.Write("\r" + text.PadRight(width) + (end ? "\n" : ""));
                width = end ? 0 : text.Length;
            }
            else Console.Error.WriteLine(text);
        }
    }

    /// <summary>A line that wraps could not be written over.</summary>
    static string Fit(string text)
    {
        int columns = Console.WindowWidth is > 20 and var width ? width - 1 : 79;
        return text.Length <= columns ? text : text[..(columns - 3)] + "...";
    }

    string Left(int done, int total, TimeSpan now)
    {
        int here = done - first;
        if (done == total) return $"  in {Span(now)}";
        return here < 2 ? "" : $"  {Span(now / here * (total - done))} left";
    }

    static string Span(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");

    public void Dispose()
    {
        if (terminal && width > 0) Console.Error.WriteLine();
    }
}
