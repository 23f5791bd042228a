using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary><c>dataset_description.json</c> of a BIDS derivative (BIDS 1.9, "Derived dataset and pipeline description").</summary>
static class BidsDerivative
{
    static readonly JsonSerializerOptions AsInTheStandard = new() { WriteIndented = true };

    /// <summary>An import knows our masks by the description beside them, so that they must not lie in a folder of somebody else.</summary>
    /// <exception cref="InputException">The folder has another description, of raw data or of another program's derivative.</exception>
    public static void RequireOwn(string folder)
    {
        if (File.Exists(Path.Combine(folder, BidsDescription.FileName)) && !BidsDescription.IsOurs(folder))
            throw new InputException($"--out: '{folder}' is a BIDS data set of its own: its {BidsDescription.FileName} does not say that {BidsDescription.Program} made it. Give another folder, such as derivatives/siteadapt.");
    }

    public static void Describe(string folder, string model)
    {
        string path = Path.Combine(folder, BidsDescription.FileName);
        if (File.Exists(path)) return; // ours, of an earlier prediction: RequireOwn lets no other pass
        AtomicFile.WriteText(path, JsonSerializer.Serialize(new
        {
            Name = "Masks predicted by SiteAdapt",
            BIDSVersion = "1.9.0",
            DatasetType = "derivative",
            GeneratedBy = new[] { new { Name = BidsDescription.Program, Version = TorchRuntime.Versions["siteadapt"], Description = $"predict, model {model}" } },
        }, AsInTheStandard) + "\n");
    }
}
