using System.Diagnostics;

namespace SiteAdapt.Bench;

/// <summary>Times from one call to the next.</summary>
sealed class StepTimes
{
    readonly List<double> seconds = [], results = [];
    long last;

    public void Restart() => last = Stopwatch.GetTimestamp();

    public void Add(double result)
    {
        seconds.Add(Stopwatch.GetElapsedTime(last).TotalSeconds);
        results.Add(result);
        Restart();
    }

    /// <summary>All since the last call of this, as an answer.</summary>
    public object Take()
    {
        var answer = new { seconds = seconds.ToArray(), results = results.ToArray() };
        seconds.Clear();
        results.Clear();
        return answer;
    }
}
