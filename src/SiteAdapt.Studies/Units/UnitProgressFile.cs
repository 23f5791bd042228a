using System.Diagnostics;
using System.Globalization;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// Writes where a unit is into its folder, at most once in two seconds, so that whoever looks sees the same; an epoch's end
/// goes into the log.
/// </summary>
sealed class UnitProgressFile(UnitFolder folder, UnitLog log, IProgress<UnitProgress>? observer) : IProgress<TrainingProgress>
{
    static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(2);
    readonly Stopwatch clock = Stopwatch.StartNew();
    TimeSpan written = -BetweenWrites;
    int first = -1, last, epoch;
    double loss;

    /// <summary>Steps or cases that were done here, without those of an attempt before.</summary>
    public int PartsHere => first < 0 ? 0 : last - first;

    public void Report(TrainingProgress value)
    {
        if (value.Epoch > epoch && first >= 0) log.Write(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch + 1}: loss {loss:0.00000}"));
        (epoch, loss) = (value.Epoch, value.Loss);
        Report(value.Step, value.TotalSteps, value.Loss);
    }

    public void Report(int done, int total, double? atLoss = null)
    {
        if (first < 0) first = done - 1;
        last = done;
        if (clock.Elapsed - written < BetweenWrites) return;
        written = clock.Elapsed;
        var progress = new UnitProgress(done, total, atLoss, Math.Round(clock.Elapsed.TotalSeconds, 1));
        try
        {
            folder.WriteProgress(progress);
        }
        catch (IOException)
        {
            // It is only for who looks; work that goes on need not stop for it.
        }
        observer?.Report(progress);
    }
}
