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
    /// <summary>Time between two looks at the files of a replay.</summary>
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    readonly RunRecord record = new RunFolder(run).ReadRecord();
    readonly RandomStream random = new(seed, "kills");

    /// <summary>Told steps saved and killed for, of the steps of both replays, and what is being done.</summary>
    public Action<int, int, string>? Progress { get; init; }

    int Steps => Math.Min(epochs ?? int.MaxValue, record.Training.Epochs) * record.Training.StepsPerEpoch;

    /// <summary>Steps from one checkpoint to the next.</summary>
    int Interval => record.Training.CheckpointEvery ?? record.Training.StepsPerEpoch;

    string Calm => Path.Combine(scratch, "undisturbed");

    string Storm => Path.Combine(scratch, "killed");

    /// <exception cref="InputException">The run cannot be replayed; the message is the replay's own.</exception>
    public ResumeVerdict Run(CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        Finish(Calm, done: 0, "undisturbed", stop);
        // What a checkpoint interval takes, the process's start included: kills are drawn over it.
        double interval = clock.Elapsed.TotalSeconds / Math.Max(1, Steps / Interval);
        var killed = new List<int>();
        foreach (int step in Moments())
        {
            stop.ThrowIfCancellationRequested();
            if (Kill(step, TimeSpan.FromSeconds(random.NextUniform(0, interval)), stop)) killed.Add(SavedStep(Storm));
            else if (killed.Count > 0) break;
            else Directory.Delete(Storm, recursive: true); // It was over too soon: once more from the start.
        }
        if (killed.Count == 0) throw new InputException($"{run}: the replay was over each time before it could be killed, so that nothing is proven. Give more --kills, or a longer run.");
        Finish(Storm, Steps, $"resumed after {killed.Count} kills", stop);
        return Compare(killed);
    }

    /// <summary>Steps that must be saved before each kill, ascending.</summary>
    List<int> Moments() => [.. Enumerable.Range(0, kills).Select(_ => random.NextInt(Math.Max(1, Steps / Interval)) * Interval).Order()];

    /// <summary>False where the replay ended before it could be killed.</summary>
    bool Kill(int step, TimeSpan after, CancellationToken stop)
    {
        using var process = starter.Start(Storm);
        while (SavedStep(Storm) < step)
            if (Ended(process, Storm, Look, Steps, $"until it is killed after step {step}", stop)) return false;
        if (Ended(process, Storm, after, Steps, $"until it is killed after step {step}", stop)) return false;
        process.Kill();
        return true;
    }

    void Finish(string folder, int done, string what, CancellationToken stop)
    {
        using var process = starter.Start(folder);
        while (!Ended(process, folder, Look, done, what, stop)) { }
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
