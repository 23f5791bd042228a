using System.Globalization;
using System.Text;
using System.Text.Json;
using SiteAdapt.Imaging;

namespace SiteAdapt.Studies;

/// <summary>What of the demonstration a user may choose.</summary>
/// <param name="Preset">quick or full.</param>
/// <param name="Labels">Folder of label maps to render in place of procedural heads, or null.</param>
/// <param name="Threads">Of the tensor library in each process; part of what decides the numbers.</param>
public sealed record DemoChoice(string Preset, string? Labels, long Seed, int Threads, string Device);

/// <summary>
/// The demonstration is a study like any other: its file travels inside the program. Its size was fixed before any method was
/// run on it; the simulation's difficulty was set by looking at "none" and "all-target-data" alone (docs/concepts/simulation.md).
/// </summary>
public static class DemoStudy
{
    static readonly string[] Presets = ["quick", "full"];

    /// <summary>Writes <c>demo.yaml</c> into a folder, where its data, units and report go too.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="InputException">No such preset, fewer than one thread, or a folder that holds something else.</exception>
    public static string Write(string folder, DemoChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        if (!Presets.Contains(choice.Preset)) throw new InputException($"--preset: is '{choice.Preset}'; expected quick or full.");
        if (choice.Threads < 1) throw new InputException($"--threads: is {choice.Threads}; expected 1 or more.");
        string path = Path.Combine(folder, "demo.yaml");
        if (!File.Exists(path) && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InputException($"{folder}: holds files, but no demonstration was started here. Use a new or empty folder as --out.");
        AtomicFile.WriteText(path, Text(choice));
        return path;
    }

    internal static string Text(DemoChoice choice) => Encoding.UTF8.GetString(EmbeddedFile.Read($"demo-{choice.Preset}.yaml"))
        .Replace("@SEED@", choice.Seed.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        // A quoted JSON string is a quoted YAML string, whatever is in the path.
        .Replace("@LABELS@", choice.Labels is null ? "" : $", labels: {JsonSerializer.Serialize(choice.Labels)}", StringComparison.Ordinal)
        .Replace("@THREADS@", choice.Threads.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("@DEVICE@", choice.Device, StringComparison.Ordinal);
}
