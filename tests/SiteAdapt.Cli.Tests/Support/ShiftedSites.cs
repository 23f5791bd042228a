using System.Text.Json.Nodes;

namespace SiteAdapt.Cli.Tests;

/// <summary>
/// Two simulated sites of twelve heads with 8 mm voxels, and a model that was adapted to six of site2's: made once through the executable. The other six and
/// six of site1's are manifests of new, unlabelled scans.
/// </summary>
public sealed class ShiftedSites : IDisposable
{
    readonly TemporaryFolder folder = new();

    public ShiftedSites()
    {
        folder.Write("tiny.yaml", "base: brain\nname: tiny\nspacing: 8\nwindow: 24\nnetwork:\n  width: 2\nmetric:\n  tolerance_mm: 8\n");
        Run("data", "simulate", "data", "--sites", "2", "--subjects", "12", "--spacing", "8").Succeed();
        Run(["pretrain", "--task", "tiny.yaml", "--data", "data/manifest.csv", "--source", "site1", "--split-counts", "6/0/6", "--out", "source", .. SimulatedSites.Short]).Succeed();
        Run(["adapt", "--method", "fine-tune-all", "--from", "source", "--data", "data/manifest.csv", "--target", "site2", "--patients", "6", "--out", "adapted", .. SimulatedSites.Short]).Succeed();
        var record = JsonNode.Parse(System.IO.File.ReadAllText(File("adapted", "run.json")))!["data"]!["cases"]!.AsArray();
        var trained = record.Select(item => (string)item!["case"]!).ToHashSet();
        Assert.Equal(6, trained.Count);
        string[] lines = System.IO.File.ReadAllLines(File("data", "manifest.csv")), columns = lines[0].Split(',');
        foreach (string site in new[] { "site1", "site2" })
            folder.Write($"data/new-{site}.csv", string.Join('\n', [lines[0], .. lines.Skip(1).Select(line => line.Split(',')).Where(row => row[Array.IndexOf(columns, "site")] == site && !trained.Contains(row[Array.IndexOf(columns, "case")]))
                .Take(6).Select(row => string.Join(',', row.Select((cell, c) => columns[c] == "label" ? "" : cell)))]) + "\n");
    }

    internal string File(params string[] parts) => folder.File(parts);

    internal Outcome Run(params string[] arguments) => SiteAdaptProcess.Run(folder.Path, arguments);

    public void Dispose() => folder.Dispose();
}
