using System.Globalization;
using System.Text;

namespace SiteAdapt.Data;

/// <summary>What lies beside simulated heads, for whoever finds the folder: a manifest that is written anew, without the scanner, says nothing of it.</summary>
static class SiteSimulationNote
{
    public const string Beginning = "These head scans are simulated";

    public static string Of(SimulationSettings settings, IReadOnlyList<SiteProtocol> sites)
    {
        var text = new StringBuilder()
            .Append(Beginning).Append(": signal equations over ")
            .Append(settings.LabelsFolder is null ? "heads made of simple shapes. No person was scanned.\n" : "label maps that were given. No scanner was used.\n")
            .Append("Never report results on them as clinical.\n\n");
        if (settings.LabelsFolder is not null) text.Append("each label map at every site\n");
        text.Append(CultureInfo.InvariantCulture, $"{settings.SubjectsPerSite} subjects a site; voxels of about {settings.Spacing} mm; seed {settings.Seed}, shift {settings.Shift}\n");
        foreach (SiteProtocol site in sites)
            text.Append(CultureInfo.InvariantCulture, $"\n{site.Name}: {site.Scanner}; signal to noise {site.SignalToNoise:0.#}, field {site.BiasStrength:0.##}, ")
                .Append(CultureInfo.InvariantCulture, $"voxels x{site.VoxelFactor.X:0.##}, x{site.VoxelFactor.Y:0.##}, x{site.VoxelFactor.Z:0.##}\n");
        return text.ToString();
    }
}
