using System.Diagnostics;
using System.Globalization;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// Proves on this machine that a run which is interrupted ends like one that is not: replays a run's record twice, once undisturbed and
/// once in processes that are killed at random moments, and compares all that both end with, byte by byte.
/// </summary>
/// <param name="epochs">Epochs to replay; null: all.</param>
public sealed class ResumeProof(string run, string scratch, IReplayStarter starter, int? epochs, int kills, long seed)
{
    /// <summary>Checkpoints that a replay has at least, where its steps are enough for them.</summary>
    const int FewestCheckpoints = 10;

    /// <summary>Further tries where no kill left something to go on from: right after the first checkpoint.</summary>
    const int FurtherTries = 5;

    /// <summary>Time between two looks at the files of a replay.</summary>
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    readonly RunRecord record = new RunFolder(run).ReadRecord();
    readonly RandomStream random = new(seed, "kills");

    /// <summary>Told steps saved and killed for, of the steps of both replays, and what is being done.</summary>
    public Action<int, int, string>? Progress { get; init; }

    int Steps => Math.Min(epochs ?? int.MaxValue, record.Training.Epochs) * record.Training.StepsPerEpoch;

    /// <summary>Steps from one checkpoint of the run to the next.</summary>
    int Interval => record.Training.CheckpointEvery ?? record.Training.StepsPerEpoch;

    /// <summary>Steps between a replay's checkpoints where the run's are too few for the kills; null: as the run. Which steps are saved does not change what is computed.</summary>
    int? ShorterInterval => Steps / Interval > kills ? null : Math.Min(Interval, Math.Max(1, Steps / Math.Max(FewestCheckpoints, kills + 1)));

    int ReplayInterval => ShorterInterval ?? Interval;

    /// <summary>Checkpoints of a replay, the last included.</summary>
    int Checkpoints => Math.Max(1, Steps / ReplayInterval);

    string Calm => Path.Combine(scratch, "undisturbed");

    string Storm => Path.Combine(scratch, "killed");

    /// <exception cref="InputException">The run cannot be replayed; the message is the replay's own.</exception>
    public ResumeVerdict Run(CancellationToken stop)
    {
        if (Checkpoints < 2) throw new InputException($"{run}: {Steps} steps have no checkpoint to go on from before the last, so that nothing can be proven. Take a longer run, or more --epochs.");
        var saving = Finish(Calm, done: 0, "undisturbed", stop);
        // Kills are drawn over what a checkpoint interval takes.
        double interval = saving.TotalSeconds / (Checkpoints - 1);
        var killed = new List<int>();
        foreach (var (step, share) in Moments())
        {
            stop.ThrowIfCancellationRequested();
            if (Kill(step, TimeSpan.FromSeconds(share * interval), stop)) killed.Add(SavedStep(Storm));
            else if (killed.Any(LeavesWork)) break;
            else // It was over too soon: once more from the start.
            {
                killed.Clear();
                Directory.Delete(Storm, recursive: true);
            }
            if (killed.Count >= kills && killed.Any(LeavesWork)) break;
        }
        if (!killed.Any(LeavesWork))
            throw new InputException($"{run}: no kill came between the first checkpoint of the replay and its end, so that nothing was resumed and nothing is proven. Give more --kills, another --seed, more --epochs, or a longer run.");
        Finish(Storm, Steps, $"resumed after {killed.Count} kills", stop);
        return Compare(killed);
    }

    /// <summary>Whether the process after the kill has a checkpoint to go on from, and steps to go.</summary>
    bool LeavesWork(int saved) => saved > 0 && saved < Steps;

    /// <summary>
    /// Steps that must be saved before each kill, ascending, and the share of an interval to wait then; at least one of the steps is not 0. Then more,
    /// for the case that none of these hit.
    /// </summary>
    IEnumerable<(int Step, double Share)> Moments()
    {
        var steps = Enumerable.Range(0, kills - 1).Select(_ => random.NextInt(Checkpoints)).Append(1 + random.NextInt(Checkpoints - 1)).Order().ToList();
        return [.. steps.Select(step => (step * ReplayInterval, random.NextUniform(0, 1))), .. Enumerable.Repeat((ReplayInterval, 0.0), FurtherTries)];
    }

    /// <summary>False where the replay ended before it could be killed.</summary>
    bool Kill(int step, TimeSpan after, CancellationToken stop)
    {
        using var process = starter.Start(Storm, ShorterInterval);
        while (SavedStep(Storm) < step)
            if (Ended(process, Storm, Look, Steps, $"until it is killed after step {step}", stop)) return false;
        if (Ended(process, Storm, after, Steps, $"until it is killed after step {step}", stop)) return false;
        process.Kill();
        return true;
    }

    /// <summary>The time from its first checkpoint to its end.</summary>
    TimeSpan Finish(string folder, int done, string what, CancellationToken stop)
    {
        var (clock, isSaved) = (Stopwatch.StartNew(), false);
        using var process = starter.Start(folder, ShorterInterval);
        while (!Ended(process, folder, Look, done, what, stop))
            if (!isSaved && SavedStep(folder) > 0)
            {
                isSaved = true;
                clock.Restart();
            }
        return clock.Elapsed;
    }

    bool Ended(IReplayProcess process, string folder, TimeSpan wait, int done, string what, CancellationToken stop)
    {
        Progress?.Invoke(Math.Min(done + SavedStep(folder), 2 * Steps - 1), 2 * Steps, what);
        bool ended = Task.WhenAny(process.Exit, Task.Delay(wait, stop)).GetAwaiter().GetResult() == process.Exit;
        stop.ThrowIfCancellationRequested();
        if (ended && process.Exit.Result is not 0 and var code)
            throw new InputException(process.LastWords.Length > 0 ? $"{run}: cannot be replayed:\n{process.LastWords}" : $"{run}: cannot be replayed: the process ended with exit code {code}.");
        return ended;
    }

    ResumeVerdict Compare(IReadOnlyList<int> killed)
    {
        Checkpoint calm = Newest(Calm), storm = Newest(Storm);
        var comparison = CheckpointComparison.Of(calm, storm);
        bool isWhole = Steps == record.Training.TotalSteps && new RunFolder(run).IsDone;
        bool? same = isWhole ? CheckpointComparison.Of(Newest(run), calm).Differences.All(what => !what.Contains(".safetensors", StringComparison.Ordinal)) : null;
        Progress?.Invoke(2 * Steps, 2 * Steps, "compared");
        return new ResumeVerdict(run, comparison.IsIdentical, calm.State.Step, record.Training.TotalSteps, killed, comparison.Tensors, comparison.Bytes, comparison.Differences, same, scratch);
    }

    static Checkpoint Newest(string folder) => new RunFolder(folder).NewestCheckpoint(RunFolder.Last)
        ?? throw new InputException($"{folder}: the replay left no checkpoint.");

    /// <summary>The newest step with a checkpoint under its complete name, told by the name.</summary>
    static int SavedStep(string folder)
    {
        string checkpoints = Path.Combine(folder, "checkpoints");
        if (!Directory.Exists(checkpoints)) return 0;
        return Directory.EnumerateDirectories(checkpoints, $"{RunFolder.Last}-*").Select(path => Path.GetFileName(path)[(RunFolder.Last.Length + 1)..])
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? step : 0).DefaultIfEmpty(0).Max();
    }
}
