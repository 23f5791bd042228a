using System.IO.Compression;

namespace SiteAdapt.Cli.Tests;

/// <summary>
/// Two simulated sites of four heads with 8 mm voxels, with a split column (two train, one validates, one tests), a clean pre-training on site1, and
/// manifests with planted faults.
/// </summary>
public sealed class LeakySites : IDisposable
{
    static readonly string[] Subsets = ["train", "train", "validation", "test"];
    readonly TemporaryFolder folder = new();
    readonly string[] rows;

    public LeakySites()
    {
        folder.Write("tiny.yaml", "base: brain\nname: tiny\nspacing: 8\nwindow: 24\nnetwork:\n  width: 2\n");
        Run("data", "simulate", "data", "--sites", "2", "--subjects", "4", "--spacing", "8").Succeed();
        string[][] cells = [.. System.IO.File.ReadAllLines(File("data", "manifest.csv")).Select(line => line.Split(','))];
        int Column(string name) => Array.IndexOf(cells[0], name);
        int[] kept = [.. ((string[])["case", "subject", "site", "image", "label"]).Select(Column)];
        rows = [.. cells[1..].Select((row, i) => string.Join(',', [.. kept.Select(c => row[c]), Subsets[i % 4]]))];
        Clean = Manifest("clean", row => row);
        Pretraining = Run(["pretrain", "--task", "tiny.yaml", "--data", Clean, "--source", "site1", "--out", "source", .. Training]);
    }

    internal static string[] Training => ["--epochs", "1", "--steps-per-epoch", "2", "--batch", "2", "--threads", "1"];

    internal string Clean { get; }

    internal Outcome Pretraining { get; }

    internal string File(params string[] parts) => folder.File(parts);

    internal Outcome Run(params string[] arguments) => SiteAdaptProcess.Run(folder.Path, arguments);

    /// <summary>A manifest of changed rows (case, subject, site, image, label, split; null: left out) and more of them.</summary>
    internal string Manifest(string name, Func<string, string?> change, params string[] more)
    {
        folder.Write($"data/{name}.csv", string.Join('\n', ["case,subject,site,image,label,split", .. rows.Select(change).OfType<string>(), .. more]) + "\n");
        return $"data/{name}.csv";
    }

    /// <summary>The image of a case in another file with other bytes; its path in manifests.</summary>
    internal string Compressed(string id, string name)
    {
        string image = rows.Select(row => row.Split(',')).Single(row => row[0] == id)[3];
        using var from = new GZipStream(System.IO.File.OpenRead(File("data", image)), CompressionMode.Decompress);
        using var to = new GZipStream(System.IO.File.Create(File("data", name + ".nii.gz")), CompressionLevel.Fastest);
        from.CopyTo(to);
        return name + ".nii.gz";
    }

    internal string Label(string id) => rows.Select(row => row.Split(',')).Single(row => row[0] == id)[4];

    public void Dispose() => folder.Dispose();
}
