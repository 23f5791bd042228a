using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using TorchSharp;

namespace SiteAdapt.Testing;

/// <summary>
/// A folder with sites "a", "b", ... of small scans: a bright ellipsoid in a noisy head, each site with a contrast of its own,
/// and a manifest. Subjects of each site: the first two for training, one for validation, one for test.
/// </summary>
sealed class TinySites : IDisposable
{
    public static Size3 Size { get; } = new(24, 28, 12);

    readonly TemporaryFolder folder = new();

    public TinySites(int sites = 2, int subjects = 4, string prefix = "")
    {
        var rows = new List<string> { "case,subject,site,image,label,split" };
        for (int s = 0; s < sites; s++)
            for (int i = 0; i < subjects; i++)
                rows.Add(Row(prefix + (char)('a' + s), i, s, i < subjects - 2 ? "train" : i == subjects - 2 ? "validation" : "test"));
        ManifestPath = folder.Write($"{prefix}manifest.csv", string.Join('\n', rows) + "\n");
    }

    public string ManifestPath { get; }

    public static TaskSettings Task { get; } = new()
    {
        Name = "tiny",
        Window = 16,
        Structures = [Structure.AnyPositive("blob")],
        Network = new NetworkSettings(Width: 2),
    };

    /// <summary>Two epochs of three steps of four slices.</summary>
    public static TrainingSettings Training { get; } = new() { Epochs = 2, StepsPerEpoch = 3, BatchSize = 4, LearningRate = 0.01, Seed = 5 };

    public string File(params string[] parts) => folder.File(parts);

    public Manifest Manifest => Manifest.Read(ManifestPath);

    public TrainingData Data(TaskSettings? task = null) => new(Manifest, new SplitRecord(), task ?? Task, Cache);

    public PreparedCache Cache => new(folder.File("cache"));

    public RunOptions Options(string run) => new(new RunFolder(folder.File(run)), torch.CPU);

    /// <summary>A finished pre-training on site "a"; returns its run folder.</summary>
    public string Pretrain(string run, OptimizerKind optimizer = OptimizerKind.Adam, TrainingSettings? training = null, string site = "a", TaskSettings? task = null)
    {
        using var data = Data(task);
        Pretraining.Run(data, [site], training ?? Training, new OptimizerSettings(optimizer), Options(run), CancellationToken.None);
        return folder.File(run);
    }

    /// <summary>A file of the newest checkpoint of a run.</summary>
    public string CheckpointFile(string run, string name) => CheckpointFile(folder.File(run), name, RunFolder.Last);

    public static string CheckpointFile(string run, string name, string kind) =>
        Path.Combine(Directory.GetDirectories(Path.Combine(run, "checkpoints"), kind + "-*").Single(), name);

    /// <summary>What two runs of the same settings must share to the byte, by name.</summary>
    public SortedDictionary<string, string> Bytes(string run)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(folder.File(run), "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(folder.File(run), path);
            if (name.StartsWith('.') || name.StartsWith("tensorboard", StringComparison.Ordinal)) continue;
            files[name] = Convert.ToHexString(System.IO.File.ReadAllBytes(path));
        }
        return files;
    }

    /// <summary>An image of a site's look and its label on a grid of <see cref="Size"/>.</summary>
    public static (Volume Image, Volume Label) Scan(int site, int subject)
    {
        var random = new RandomStream(100 * site + subject, "tiny scan");
        float[] image = new float[Size.Count], label = new float[Size.Count];
        double x = Size.X / 2 + random.NextUniform(-2, 2), y = Size.Y / 2 + random.NextUniform(-2, 2);
        for (int k = 0, v = 0; k < Size.Z; k++)
            for (int j = 0; j < Size.Y; j++)
                for (int i = 0; i < Size.X; i++, v++)
                {
                    bool inside = Square((i - x) / 7) + Square((j - y) / 8) + Square((k - 5.5) / 5) < 1;
                    label[v] = inside ? 1 : 0;
                    image[v] = (float)((inside ? 100 - 60 * site : 30 + 20 * site) + 5 * random.NextNormal());
                }
        var grid = Grid.FromSpacing(Size, Spacing.Isotropic(1));
        return (new Volume(grid, image), new Volume(grid, label));
    }

    string Row(string site, int subject, int look, string subset)
    {
        string id = $"{site}{subject}";
        var (image, label) = Scan(look, subject);
        Nifti.Write(folder.File($"{id}.nii"), image);
        Nifti.Write(folder.File($"{id}_mask.nii"), label);
        return $"{id},subject-{id},{site},{id}.nii,{id}_mask.nii,{subset}";
    }

    static double Square(double value) => value * value;

    public void Dispose() => folder.Dispose();
}

/// <summary>Asks a run to stop after a number of steps, always at the same place.</summary>
sealed class StopAt : IProgress<TrainingProgress>, IDisposable
{
    readonly CancellationTokenSource source = new();
    readonly int step;

    public StopAt(int step)
    {
        this.step = step;
        if (step == 0) source.Cancel();
    }

    public CancellationToken Token => source.Token;

    public void Report(TrainingProgress value)
    {
        if (value.Step == step) source.Cancel();
    }

    public void Dispose() => source.Dispose();
}
