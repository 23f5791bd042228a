using System.Text.Json;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary><c>dataset_description.json</c> of a BIDS derivative (BIDS 1.9, "Derived dataset and pipeline description").</summary>
static class BidsDerivative
{
    static readonly JsonSerializerOptions AsInTheStandard = new() { WriteIndented = true };

    public static void Describe(string folder, string model)
    {
        string path = Path.Combine(folder, "dataset_description.json");
        if (File.Exists(path)) return; // what its owner wrote there stays
        AtomicFile.WriteText(path, JsonSerializer.Serialize(new
        {
            Name = "Masks predicted by SiteAdapt",
            BIDSVersion = "1.9.0",
            DatasetType = "derivative",
            GeneratedBy = new[] { new { Name = "siteadapt", Version = TorchRuntime.Versions["siteadapt"], Description = $"predict, model {model}" } },
        }, AsInTheStandard) + "\n");
    }
}
