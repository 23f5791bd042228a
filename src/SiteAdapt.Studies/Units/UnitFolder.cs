using System.Text.Json;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// A unit on disk, <c>units/KIND/HASH</c> below the study's results. What is in it is the truth about the unit, whatever a
/// launcher or a cluster says: <c>unit.json</c> (the record), <c>place.json</c> (where its data are), the work itself
/// (<c>run/</c>, <c>scores.json</c> or <c>prepared.json</c>), <c>done.json</c> when it is finished, else <c>failed.json</c>
/// with the reason, <c>progress.json</c> while it runs, and <c>log.txt</c>.
/// </summary>
public sealed class UnitFolder(string path)
{
    const string RecordFile = "unit.json", PlaceFile = "place.json", DoneFile = "done.json", FailedFile = "failed.json", ProgressFile = "progress.json";

    static readonly string[] FilesOfOthers = [RecordFile, PlaceFile, FailedFile];

    public string Path { get; } = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The run folder of a training unit.</summary>
    public string Run => In("run");

    public string Scores => In("scores.json");

    public string Prepared => In("prepared.json");

    public string Log => In("log.txt");

    public bool IsDone => File.Exists(In(DoneFile));

    /// <summary>Whether a process works on it now.</summary>
    public bool IsBusy => RunLock.IsHeld(Path);

    /// <summary>Why the last attempt ended without a result, or null.</summary>
    public UnitFailure? Failure => Read<UnitFailure>(FailedFile);

    /// <summary>How far the work is or was when it was last seen, or null.</summary>
    public UnitProgress? Progress => Read<UnitProgress>(ProgressFile);

    public UnitDone? Done => Read<UnitDone>(DoneFile);

    /// <summary>The folder of another unit of the same study.</summary>
    public UnitFolder Of(UnitReference reference) => new(System.IO.Path.Combine(Path, "..", "..", reference.Path));

    public void Materialise(UnitRecord record, UnitPlace place)
    {
        byte[] text = UnitText.Of(record);
        if (!File.Exists(In(RecordFile))) AtomicFile.Write(In(RecordFile), stream => stream.Write(text));
        if (Read<UnitPlace>(PlaceFile) != place) AtomicFile.WriteText(In(PlaceFile), JsonSerializer.Serialize(place, Json.Pretty) + "\n");
    }

    /// <exception cref="InputException">This is no unit's folder, or its record was changed.</exception>
    public UnitRecord ReadRecord()
    {
        string file = In(RecordFile);
        if (!File.Exists(file)) throw new InputException($"{Path}: is not the folder of a unit ({RecordFile} is missing). Units are made by 'study run'.");
        byte[] text = File.ReadAllBytes(file);
        string hash = UnitText.Hash(text), name = System.IO.Path.GetFileName(Path);
        if (!hash.StartsWith(name, StringComparison.Ordinal))
            throw new InputException($"{file}: its SHA-256 begins with {hash[..UnitReference.NameLength]}, but its folder is named {name}: the record was changed. Delete the folder; 'study run' makes it anew.");
        try
        {
            return UnitText.Parse(text);
        }
        catch (JsonException fault)
        {
            throw new InputException($"{file}: is not a unit's record ({fault.Message}). It was made by another version of the program; delete the folder.", fault);
        }
    }

    public UnitPlace ReadPlace() => Read<UnitPlace>(PlaceFile) ?? throw new InputException($"{Path}: {PlaceFile} is missing. Give 'study run' again; it writes it.");

    internal void WriteDone(UnitDone done)
    {
        // Last, because a unit that is done is never looked at again.
        FileLayer.Delete(In(FailedFile));
        FileLayer.Delete(In(ProgressFile));
        Write(DoneFile, done);
    }

    internal void WriteFailure(UnitFailure failure) => Write(FailedFile, failure);

    internal void ForgetFailure() => FileLayer.Delete(In(FailedFile));

    /// <summary>What a killed process left half-written goes; the caller holds the unit's lock. Planners and launchers, which hold none, may be writing their files now.</summary>
    internal void RemoveLeftovers()
    {
        foreach (string file in Leftovers.In(Path))
            if (FilesOfOthers.Any(name => System.IO.Path.GetFileName(file).StartsWith(name + ".", StringComparison.Ordinal))) Leftovers.RemoveIfLeft(file);
            else FileLayer.Delete(file);
    }

    internal void WriteProgress(UnitProgress progress) => Write(ProgressFile, progress);

    void Write<T>(string name, T value) => AtomicFile.WriteText(In(name), JsonSerializer.Serialize(value, Json.Pretty) + "\n");

    T? Read<T>(string name) where T : class
    {
        if (!File.Exists(In(name))) return null; // a thrown exception costs as much as fifty looks
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(In(name)), Json.Pretty);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException fault)
        {
            throw new InputException($"{In(name)}: cannot be read ({fault.Message}). Delete it and give 'study run' again.", fault);
        }
    }
}

/// <summary>A finished unit.</summary>
/// <param name="Seconds">What the last attempt took.</param>
/// <param name="Parts">Steps or cases that the last attempt did in this time.</param>
public sealed record UnitDone(double Seconds, int Parts, string Host);

/// <summary>Why a unit has no result.</summary>
public sealed record UnitFailure(string Reason, int ExitCode, string Host);

/// <summary>Where a unit is: steps or cases done of all, and the loss of a training.</summary>
public sealed record UnitProgress(int Done, int Total, double? Loss, double Seconds);
