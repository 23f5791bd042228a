using System.Globalization;
using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>
/// Labelled, prepared slices of source patients beside a run (folder <c>replay</c>), for methods that mix source samples into their
/// batches where the source's data cannot go. They are patients' images: only a user who says so puts them into a bundle.
/// </summary>
public sealed class ReplayBuffer : IDisposable
{
    const string Folder = "replay", List = "replay.json";

    readonly List<PreparedCase> open = [];

    ReplayBuffer() { }

    /// <summary>What training may draw from.</summary>
    public IReadOnlyList<PoolCase> Pool { get; private set; } = [];

    sealed record Entry(string File, string Site);

    public static bool IsIn(string run) => File.Exists(Path.Combine(run, Folder, List));

    /// <summary>Opens the buffer of a run folder; the caller disposes it.</summary>
    public static ReplayBuffer Open(string run, TaskSettings task)
    {
        ArgumentNullException.ThrowIfNull(task);
        string folder = Path.Combine(run, Folder), list = Path.Combine(folder, List);
        var buffer = new ReplayBuffer();
        var pool = new List<PoolCase>();
        try
        {
            foreach (var entry in JsonSerializer.Deserialize<List<Entry>>(TextFile.Read(list), Json.Pretty) ?? throw new JsonException("it is null"))
            {
                if (Path.GetFileName(entry.File) != entry.File) throw new InputException($"{list}: '{entry.File}' is not the name of a file of this folder.");
                string path = Path.Combine(folder, entry.File);
                // Its content stands in the record of whatever is trained on it; whose it was, nobody can tell here.
                var source = new Case { Id = entry.File, Subject = $"{Folder} {entry.File}", Site = entry.Site, Image = path, Label = path };
                var (prepared, slices) = ReplaySlices.Open(path, source, task.InputSlices);
                buffer.open.Add(prepared);
                pool.Add(new PoolCase(prepared, slices));
            }
        }
        catch (Exception fault)
        {
            buffer.Dispose();
            throw fault is JsonException ? new InputException($"{list}: is not a list of replay slices ({fault.Message}).", fault) : fault;
        }
        buffer.Pool = pool;
        return buffer;
    }

    /// <summary>Writes slices drawn from the training cases of the run's sites, as evenly over the patients as chance does.</summary>
    public static void Write(string run, TrainingData data, IReadOnlyList<string> sites, int count)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Task.IsClassification) throw new InputException("--replay: is for segmentation. Leave it out.");
        var slices = data.Pool(sites, budget: null).SelectMany(item => item.Slices.Select(slice => (item.Case, Slice: slice))).ToArray();
        if (count < 1 || count > slices.Length)
            throw new InputException($"--replay: is {count}; the training cases of {string.Join(", ", sites)} have {slices.Length} slices, expected 1 to {slices.Length}.");
        new RandomStream(0, "replay").Shuffle<(IPreparedCase, int)>(slices);
        var entries = new List<Entry>();
        foreach (var group in slices.Take(count).GroupBy(item => item.Case))
        {
            string file = string.Create(CultureInfo.InvariantCulture, $"{entries.Count + 1:0000}.prepared");
            ReplaySlices.Write(Path.Combine(run, Folder, file), (PreparedCase)group.Key, [.. group.Select(item => item.Slice).Order()], data.Task.InputSlices);
            entries.Add(new Entry(file, group.Key.Case.Site));
        }
        AtomicFile.WriteText(Path.Combine(run, Folder, List), JsonSerializer.Serialize(entries, Json.Pretty) + "\n");
    }

    public void Dispose()
    {
        foreach (var prepared in open) prepared.Dispose();
    }
}
