using SiteAdapt.Learning;

namespace SiteAdapt.Serve;

/// <summary>A run in the list.</summary>
/// <param name="Path">Below the served folder.</param>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Changed">When it last wrote, in milliseconds since 1970.</param>
sealed record RunRow(string Path, string? Study, RunState State, RunHead Head, int Epoch, double? Loss, IReadOnlyDictionary<string, double>? Validation, long Changed);

enum RunState
{
    Running,

    /// <summary>Neither finished nor at work: the command that started it goes on with it.</summary>
    Stopped,
    Done,
}

/// <summary>The runs of the folder. Of each only the record and the last epoch are read, and again only when they have changed.</summary>
sealed class RunList(ServedFolder folder, FolderIndex index)
{
    readonly FileCache<RunHead> heads = new(RunHead.Read);
    readonly FileCache<MetricRow?> metrics = new(LastMetrics.Read);

    public IReadOnlyList<RunRow> Rows() => [.. index.Files.Runs.AsParallel().AsOrdered().Select(Row)];

    public RunRow Row(string run)
    {
        string file = System.IO.Path.Combine(run, "metrics.jsonl");
        var last = metrics.Of(file);
        long changed = new FileInfo(last is null ? System.IO.Path.Combine(run, "run.json") : file).LastWriteTimeUtc.Ticks;
        return new RunRow(folder.RelativeOf(run), StudyOf(run), StateOf(run), heads.Of(System.IO.Path.Combine(run, "run.json")),
            last is null ? 0 : last.Epoch + 1, last?.Loss, last?.Validation, (changed - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond);
    }

    /// <summary>The results folder of the study that the run is a unit of: RESULTS/units/KIND/HASH/run.</summary>
    string? StudyOf(string run)
    {
        string[] parts = folder.RelativeOf(run).Split('/');
        return parts is [.., "units", _, _, "run"] ? string.Join('/', parts[..^4]) : null;
    }

    static RunState StateOf(string run)
    {
        if (new RunFolder(run).IsDone) return RunState.Done;
        return RunLock.IsHeld(run) || RunLock.IsHeld(System.IO.Path.GetDirectoryName(run)!) ? RunState.Running : RunState.Stopped;
    }
}
