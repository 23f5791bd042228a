using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// What one <c>study run --launcher slurm</c> gave to Slurm: the folder <c>slurm/SUBMISSION</c> of a study's results with the
/// scripts, the lists of units, the elements' logs and <c>submission.json</c>. Written before sbatch is called, so that a job
/// in the queue always finds its units here; the job numbers are only noted, since a cluster gives them out again.
/// </summary>
/// <param name="Results">The results folder that it was made for: a copy of that folder has no jobs.</param>
/// <param name="Jobs">By array: the job that sbatch made of it.</param>
public sealed record SlurmSubmission(string Study, string Results, SortedDictionary<string, string> Jobs)
{
    const string RecordFile = "submission.json";

    /// <summary>Whether <c>study cancel</c> took its jobs out of the queue: those that never started left no log.</summary>
    public bool Cancelled { get; init; }

    [JsonIgnore]
    public string Folder { get; private init; } = "";

    [JsonIgnore]
    public string Name => Path.GetFileName(Folder);

    /// <summary>The folder of all submissions of a results folder.</summary>
    public static string Root(string results) => Path.Combine(results, "slurm");

    public static SlurmSubmission New(StudyDefinition study, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(clock);
        string name = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..8]}");
        return new SlurmSubmission(study.Name, study.Results, new(StringComparer.Ordinal)) { Folder = Path.Combine(Root(study.Results), name) };
    }

    /// <summary>All of a results folder, the latest first.</summary>
    public static IReadOnlyList<SlurmSubmission> All(string results)
    {
        string root = Root(results);
        if (!Directory.Exists(root)) return [];
        return [.. Directory.EnumerateDirectories(root).OrderDescending(StringComparer.Ordinal).Select(Read).OfType<SlurmSubmission>().Where(submission => submission.Results == results)];
    }

    static SlurmSubmission? Read(string folder)
    {
        string file = Path.Combine(folder, RecordFile);
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize<SlurmSubmission>(File.ReadAllBytes(file), Json.Pretty)! with { Folder = folder };
        }
        catch (JsonException fault)
        {
            throw new InputException($"{file}: cannot be read ({fault.Message}). Cancel its jobs with scancel and delete its folder; the units' own folders are not touched.", fault);
        }
    }

    public void Write() => AtomicFile.WriteText(Path.Combine(Folder, RecordFile), JsonSerializer.Serialize(this, Json.Pretty) + "\n");

    public SlurmJobName JobName(string array) => new(Study, array, Name);

    public string ScriptOf(string array) => Path.Combine(Folder, array + ".sh");

    public string LogOf(string array, int element) => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{array}-{element}.log"));

    /// <summary>A line an element: its units as "adapt/0123456789abcdef", with blanks between.</summary>
    public void WriteUnits(SlurmArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        AtomicFile.WriteText(ListOf(array.Key), string.Concat(array.Elements.Select(units => $"{string.Join(' ', units.Select(unit => unit.Reference.Name))}\n")));
    }

    /// <summary>The names of the units of each element; empty where the list is not there.</summary>
    public IReadOnlyList<string[]> ReadUnits(string array) =>
        File.Exists(ListOf(array)) ? [.. File.ReadLines(ListOf(array)).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))] : [];

    /// <summary>The arrays that were written, submitted or not.</summary>
    public IEnumerable<string> Arrays() => Directory.EnumerateFiles(Folder, "*.units").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    string ListOf(string array) => Path.Combine(Folder, array + ".units");
}
