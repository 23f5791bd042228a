using System.Diagnostics;
using System.Text.Json;

namespace SiteAdapt.Bench;

/// <summary>
/// What a worker and <c>bench/compare</c> say to each other, a line each way: "WORK COUNT" on standard input, a JSON object on
/// standard output. A first object says that the worker is ready; the end of the input ends it.
/// </summary>
static class Requests
{
    /// <param name="works">Works by name; each does one unit (a step, a volume) and returns what it computed, for the other side to agree on.</param>
    public static void Serve(IReadOnlyDictionary<string, Func<double>> works, object about)
    {
        Reply(about);
        while (Console.In.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            int count = int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
            Reply(Measure(works[words[0]], count));
        }
    }

    /// <summary>Times and results of units of work.</summary>
    public static object Measure(Func<double> work, int count)
    {
        double[] seconds = new double[count], results = new double[count];
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            results[i] = work();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        return new { seconds, results };
    }

    public static void Reply(object answer)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(answer));
        Console.Out.Flush();
    }
}
