using SiteAdapt.Data;
using SiteAdapt.Learning;
using TorchSharp;

namespace SiteAdapt.Testing;

/// <summary>
/// A folder with sites of small radiograph-like images and a manifest: sites "a" and "b" label x and y, site "c" labels y and z,
/// and some of its labels are uncertain. A finding is a bright quarter of the image. Six patients a site, two images each.
/// </summary>
sealed class TinyImages : IDisposable
{
    static readonly string[] Findings = ["x", "y", "z"];
    readonly TemporaryFolder folder = new();

    public TinyImages()
    {
        var rows = new List<string> { "case,subject,site,image,split,label:x,label:y,label:z" };
        foreach (string site in new[] { "a", "b", "c" })
            for (int patient = 0; patient < 6; patient++)
                for (int image = 0; image < 2; image++)
                    rows.Add(Row(site, patient, image));
        ManifestPath = folder.Write("manifest.csv", string.Join('\n', rows) + "\n");
    }

    public string ManifestPath { get; }

    public static TaskSettings Task { get; } = TaskPresets.ChestXray with { Name = "tiny-images", Window = 32 };

    /// <summary>Two epochs of two steps of four images.</summary>
    public static TrainingSettings Training { get; } = new() { Epochs = 2, StepsPerEpoch = 2, BatchSize = 4, LearningRate = 1e-3, Seed = 5 };

    public string File(params string[] parts) => folder.File(parts);

    public TrainingData Data(TaskSettings? task = null) => new(Manifest.Read(ManifestPath), new SplitRecord(), task ?? Task, new PreparedCache(folder.File("cache")));

    public RunOptions Options(string run) => new(new RunFolder(folder.File(run)), torch.CPU);

    /// <summary>A finished pre-training on site "a"; returns its run folder.</summary>
    public string Pretrain(string run, OptimizerKind optimizer = OptimizerKind.Adam)
    {
        if (Directory.Exists(folder.File(run))) return folder.File(run);
        using var data = Data();
        Pretraining.Run(data, ["a"], Training, new OptimizerSettings(optimizer), Options(run), CancellationToken.None);
        return folder.File(run);
    }

    string Row(string site, int patient, int image)
    {
        var random = new RandomStream(patient, $"{site} {image}");
        bool[] present = [random.NextInt(2) == 1, random.NextInt(2) == 1, random.NextInt(2) == 1];
        string id = $"{site}{patient}-{image}";
        folder.Write($"{id}.png", PngFile.Grey8(40, 36, (i, j) => (byte)(40 + random.NextInt(20) + (Bright(present, i, j) ? 150 : 0))));
        var labels = Findings.Select((finding, f) => IsLabelled(site, finding) ? site == "c" && random.NextInt(4) == 0 ? "-1" : present[f] ? "1" : "0" : "");
        string split = patient switch { < 4 => "train", 4 => "validation", _ => "test" };
        return $"{id},{site}{patient},{site},{id}.png,{split},{string.Join(',', labels)}";
    }

    static bool Bright(bool[] present, int i, int j) => (present[0] && i < 20 && j < 18) || (present[1] && i >= 20 && j < 18) || (present[2] && i < 20 && j >= 18);

    static bool IsLabelled(string site, string finding) => finding == "y" || (finding == "x") == (site != "c");

    public void Dispose() => folder.Dispose();
}
