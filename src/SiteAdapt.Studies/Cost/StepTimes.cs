using System.Security.Cryptography;
using System.Text.Json;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// Times that were measured for a study's networks on this machine. Kept in the user's cache folder, since they belong to the
/// machine and not to a study; the file's name is a hash of machine, task, batch, threads and device.
/// </summary>
public sealed record StepTimes(IReadOnlyDictionary<WorkKind, double> Rates, long? BytesPerRun)
{
    public static StepTimes None { get; } = new(new Dictionary<WorkKind, double>(), null);

    /// <summary>$XDG_CACHE_HOME/siteadapt, ~/.cache/siteadapt, or the local application data of Windows.</summary>
    public static string DefaultFolder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
        : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "siteadapt");

    /// <summary>What was measured before; <see cref="None"/> where nothing was.</summary>
    public static StepTimes Load(StudyDefinition study, string folder)
    {
        try
        {
            var entries = JsonSerializer.Deserialize<Stored>(File.ReadAllBytes(PathOf(study, folder)), Json.Pretty);
            return entries is null ? None : new StepTimes(entries.Rates.ToDictionary(entry => new WorkKind(entry.Kind, entry.What), entry => entry.Seconds), entries.BytesPerRun);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return None; // measured again when asked for
        }
    }

    public void Save(StudyDefinition study, string folder) => AtomicFile.WriteText(PathOf(study, folder),
        JsonSerializer.Serialize(new Stored(Environment.MachineName, BytesPerRun, [.. Rates.Select(rate => new Entry(rate.Key.Kind, rate.Key.What, rate.Value))]), Json.Pretty) + "\n");

    static string PathOf(StudyDefinition study, string folder)
    {
        var (training, pretraining) = (study.Training, study.Pretraining);
        string key = string.Join('\n', Environment.MachineName, study.Task.ToYaml(), training.BatchSize, pretraining.BatchSize, training.Threads, pretraining.Threads, training.Device);
        return Path.Combine(folder, $"step-times-{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)))[..16]}.json");
    }

    sealed record Entry(UnitKind Kind, string What, double Seconds);

    sealed record Stored(string Machine, long? BytesPerRun, IReadOnlyList<Entry> Rates);
}
