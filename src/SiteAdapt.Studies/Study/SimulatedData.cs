using System.Security.Cryptography;
using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The simulated sites of a study: below its results, in a folder named by what decides them.</summary>
public static class SimulatedData
{
    /// <summary>The manifest of the study's simulated sites, whether it is there or not.</summary>
    public static string ManifestOf(StudyDefinition study)
    {
        ArgumentNullException.ThrowIfNull(study);
        string name = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(study.Simulation, Json.Line)))[..8];
        return Path.Combine(study.Results, $"simulated-{name}", "manifest.csv");
    }

    /// <summary>Makes the scans if they are not there; somebody else who is making them is waited for.</summary>
    public static void Make(StudyDefinition study, IProgress<SimulationProgress>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (study.Simulation is not { } wanted) return;
        string manifest = ManifestOf(study), folder = Path.GetDirectoryName(manifest)!;
        if (File.Exists(manifest)) return;
        using var held = RunLock.Wait(folder, stop);
        if (File.Exists(manifest)) return;
        // The manifest is written last.
        if (wanted.Kind == SimulationKind.ChestXray) RadiographSimulation.Run(Radiographs(wanted, folder), progress, stop);
        else SiteSimulation.Run(Settings(wanted, folder), progress, stop);
    }

    internal static IReadOnlyList<StudySite> Sites(SimulatedSites wanted) =>
        [.. Enumerable.Range(0, wanted.Sites).Select(index => new StudySite(NameOf(wanted, index), wanted.Subjects))];

    static string NameOf(SimulatedSites wanted, int index) => wanted.Kind == SimulationKind.ChestXray
        ? RadiographProtocols.Of(index, wanted.Seed, wanted.Shift).Name
        : SiteProtocols.Of(index, wanted.Seed, wanted.Shift).Name;

    static RadiographSimulationSettings Radiographs(SimulatedSites wanted, string folder)
    {
        var plain = new RadiographSimulationSettings { Output = folder };
        return plain with
        {
            Sites = wanted.Sites,
            SubjectsPerSite = wanted.Subjects,
            Size = wanted.Size ?? plain.Size,
            Seed = wanted.Seed,
            Shift = wanted.Shift,
        };
    }

    /// <summary>What cannot be simulated is told before a plan counts its units.</summary>
    internal static void Check(SimulatedSites wanted, Faults faults)
    {
        try
        {
            Settings(wanted, "simulated").Validate();
        }
        catch (InputException fault)
        {
            faults.Add($"'simulation': {fault.Message}");
        }
    }

    static SimulationSettings Settings(SimulatedSites wanted, string folder) => new()
    {
        Output = folder,
        Sites = wanted.Sites,
        SubjectsPerSite = wanted.Subjects,
        Spacing = wanted.Spacing ?? 1,
        Seed = wanted.Seed,
        Shift = wanted.Shift,
        LabelsFolder = wanted.Labels,
    };
}
