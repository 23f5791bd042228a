using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>
/// One run on disk: <c>run.json</c> (what decides its result), <c>seen.jsonl</c> (see <see cref="SeenCases"/>), <c>checkpoints/</c> (<c>last-…</c>, <c>best-…</c>, named by
/// step), <c>metrics.jsonl</c>, <c>tensorboard/</c>, and <c>done.json</c> when it is finished.
/// </summary>
public sealed partial class RunFolder(string path)
{
    public const string Last = "last", Best = "best";
    internal const string MetricsFile = "metrics.jsonl";
    internal const string CheckpointFolder = "checkpoints";
    const string RecordFile = "run.json", DoneFile = "done.json";

    public string Path { get; } = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    public bool IsDone => File.Exists(In(DoneFile));

    string Checkpoints => In(CheckpointFolder);

    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Opens a finished run for reading: its record, and the checkpoint that it ended with.</summary>
    /// <exception cref="InputException">It is not finished, or its record or its last checkpoint was changed or lost since.</exception>
    public static (RunRecord Record, Checkpoint Checkpoint) OpenFinished(string path)
    {
        var folder = new RunFolder(path);
        var record = folder.ReadRecord();
        if (!folder.IsDone)
            throw new InputException($"{folder.Path}: this run is not finished. Give the command that started it again; it continues where it stopped.");
        var checkpoint = folder.FinalCheckpoint();
        FinishedRun.RequireRecord(folder.In(RecordFile), record, checkpoint);
        return (record, checkpoint);
    }

    public RunRecord ReadRecord()
    {
        string file = In(RecordFile);
        if (!File.Exists(file)) throw new InputException($"{Path}: is not a run folder ({RecordFile} is missing). Give the --out folder of a pretrain or adapt command.");
        try
        {
            var record = JsonSerializer.Deserialize<RunRecord>(File.ReadAllBytes(file), Json.Pretty) ?? throw new JsonException("it is null");
            record.Task.Require($"{file}: task"); // it may have been edited by hand
            return record;
        }
        catch (JsonException fault)
        {
            throw new InputException($"{file}: is not a run record ({fault.Message}).", fault);
        }
    }

    /// <summary>Takes up the run that is in this folder, if there is one; a run of other settings is refused, and so is a folder of other files.</summary>
    public void TakeUp(RunRecord record)
    {
        string file = In(RecordFile);
        if (!File.Exists(file))
        {
            if (Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Select(System.IO.Path.GetFileName).Any(IsForeign))
                throw new InputException($"{Path}: the folder holds other files and no run. Give a new or empty folder as --out.");
            RemoveLeftovers();
            return;
        }
        var differences = JsonDifference.Find(ReadJson(file), JsonSerializer.SerializeToNode(record, Json.Pretty)!).ToList();
        if (differences.Count > 0)
            throw new InputException($"{Path}: holds a run of other settings. Use another --out, or the settings of that run:\n  " + string.Join("\n  ", differences.Take(12)));
        RemoveLeftovers();
    }

    /// <summary>Writes the record of a run that starts here; one that is there already stays.</summary>
    public void Begin(RunRecord record)
    {
        if (!File.Exists(In(RecordFile))) AtomicFile.WriteText(In(RecordFile), JsonSerializer.Serialize(record, Json.Pretty) + "\n");
    }

    public void SaveCheckpoint(string kind, ILearner learner, CheckpointState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        string name = NameOf(kind, state.Step);
        try
        {
            Checkpoint.Save(System.IO.Path.Combine(Checkpoints, name), learner, state);
            foreach (string older in Named(kind).Where(folder => System.IO.Path.GetFileName(folder) != name)) FileLayer.DeleteFolder(older);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Path}: the checkpoint of step {state.Step} cannot be saved: {fault.Message}. The one before it is kept. "
                + "Make room, or see to your rights in the folder, and give the same command again; it continues from there.", fault);
        }
    }

    /// <summary>The newest checkpoint that loads, or null where there is none. A damaged newest one is an error when no older one loads.</summary>
    public Checkpoint? NewestCheckpoint(string kind)
    {
        InputException? fault = null;
        foreach (string folder in Named(kind))
        {
            try
            {
                return Checkpoint.Open(folder);
            }
            catch (InputException damaged)
            {
                fault ??= damaged;
            }
        }
        return fault is null ? null : throw fault;
    }

    /// <summary>The checkpoint that a finished run ended with; an older one is no stand-in.</summary>
    Checkpoint FinalCheckpoint()
    {
        var newest = NewestCheckpoint(Last) ?? throw new InputException($"{Path}: the run says that it is finished, but has no checkpoint. Train again into a new folder.");
        string name = FinishedRun.Steps(In(DoneFile)) is { } steps ? NameOf(Last, steps) : System.IO.Path.GetFileNameWithoutExtension(Named(Last)[0]);
        if (NameOf(Last, newest.State.Step) == name) return newest;
        string why = "it is newer than the end of the run";
        try
        {
            Checkpoint.Open(System.IO.Path.Combine(Checkpoints, name));
        }
        catch (InputException fault)
        {
            why = fault.Message;
        }
        throw new InputException($"{Path}: the run ended with the checkpoint {name}, and the newest that can be read is that of step {newest.State.Step} ({why}). Put it back, "
            + $"or delete {In(DoneFile)} and give the command that started the run again; it continues from step {newest.State.Step}.");
    }

    /// <summary>The epochs so far, from <c>metrics.jsonl</c>: without opening a checkpoint.</summary>
    public IReadOnlyList<MetricRow> ReadMetrics()
    {
        string file = In(MetricsFile);
        try
        {
            return [.. File.ReadLines(file).Select(line => JsonSerializer.Deserialize<MetricRow>(line, Json.Line) ?? throw new JsonException("a line is null"))];
        }
        catch (Exception fault) when (fault is JsonException or IOException)
        {
            throw new InputException($"{file}: cannot be read ({fault.Message}). It is a view of the checkpoint's history; 'siteadapt run show' still has that.", fault);
        }
    }

    /// <summary>Marks the run as finished.</summary>
    public void Finish(IReadOnlyList<MetricRow> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        AtomicFile.WriteText(In(DoneFile), JsonSerializer.Serialize(new { steps = history.Count > 0 ? history[^1].Step : 0, final_loss = history.Count > 0 ? history[^1].Loss : (double?)null }, Json.Pretty) + "\n");
    }

    /// <summary>All complete checkpoints of a kind, newest first; one that is being replaced comes after its successor.</summary>
    List<string> Named(string kind) => !Directory.Exists(Checkpoints) ? [] :
    [
        .. Directory.EnumerateDirectories(Checkpoints, kind + "-*").Where(folder => CheckpointName.IsMatch(System.IO.Path.GetFileName(folder)))
            .OrderByDescending(StepOf).ThenBy(folder => folder.Length),
    ];

    /// <summary>Removes what a killed process left half-written, and the checkpoints that it had no time to remove.</summary>
    void RemoveLeftovers()
    {
        if (!Directory.Exists(Path)) return;
        RunLeftovers.Remove(Path);
        foreach (string kind in new[] { Last, Best })
            if (Named(kind) is { Count: > 1 } several && NewestCheckpoint(kind) is { } newest)
                foreach (string older in several.Skip(several.IndexOf(newest.Folder) + 1)) FileLayer.DeleteFolder(older);
    }

    static long StepOf(string folder) => long.Parse(System.IO.Path.GetFileNameWithoutExtension(folder).AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture);

    static string NameOf(string kind, int step) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{step:D7}");

    [GeneratedRegex(@"^(last|best)-[0-9]{7,10}(\.replaced)?$", RegexOptions.CultureInvariant)]
    static partial Regex CheckpointName { get; }

    /// <summary>Neither a lock nor the record that a process was killed at writing.</summary>
    static bool IsForeign(string? name) => !name!.StartsWith('.')
        && !(name.StartsWith(RecordFile, StringComparison.Ordinal) && Leftovers.IsOurs(name));

    static JsonNode? ReadJson(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file));
        }
        catch (JsonException fault)
        {
            throw new InputException($"{file}: is not a run record ({fault.Message}). Use another --out.", fault);
        }
    }
}
