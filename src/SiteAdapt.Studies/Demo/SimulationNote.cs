using System.Text.Json;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// <c>simulation.json</c> of a demonstration: what its scans were made from. A folder with other scans is refused, so that a
/// page never speaks of data that it does not show.
/// </summary>
static class SimulationNote
{
    sealed record Settings(int Sites, int SubjectsPerSite, double SpacingMm, long Seed, string? Labels);

    public static void Require(string output, string data, DemoPreset preset, string? labels, long seed)
    {
        string path = Path.Combine(output, "simulation.json");
        var wanted = new Settings(preset.Sites, preset.SubjectsPerSite, preset.SpacingMm, seed, labels);
        if (File.Exists(path))
        {
            if (Read(path) != wanted)
                throw new InputException($"{path}: the scans in this folder were made with other settings (preset, seed or label maps). Use another --out, or the settings of that demonstration.");
            return;
        }
        if (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any())
            throw new InputException($"{data}: holds files, but no demonstration was started here. Use a new or empty folder as --out.");
        AtomicFile.WriteText(path, JsonSerializer.Serialize(wanted, Json.Pretty) + "\n");
    }

    static Settings? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Settings>(File.ReadAllBytes(path), Json.Pretty);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
