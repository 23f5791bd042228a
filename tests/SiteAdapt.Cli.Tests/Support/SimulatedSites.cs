namespace SiteAdapt.Cli.Tests;

/// <summary>
/// Two simulated sites of four heads with 8 mm voxels, a small task, and a model pre-trained on the first site: made once
/// through the executable, for all tests.
/// </summary>
public sealed class SimulatedSites : IDisposable
{
    readonly TemporaryFolder folder = new();

    public SimulatedSites()
    {
        folder.Write("tiny.yaml", "base: brain\nname: tiny\nspacing: 8\nwindow: 24\nnetwork:\n  width: 2\nmetric:\n  tolerance_mm: 8\n");
        Simulation = Run("data", "simulate", "data", "--sites", "2", "--subjects", "4", "--spacing", "8", "--json");
        Pretraining = Run(["pretrain", "--task", "tiny.yaml", "--data", Manifest, "--source", "site1", "--out", "source", .. SourceTraining]);
    }

    public const string Manifest = "data/manifest.csv";

    /// <summary>The working folder of all processes.</summary>
    public string Path => folder.Path;

    internal Outcome Simulation { get; }

    internal Outcome Pretraining { get; }

    /// <summary>Enough for a mask that is neither empty nor full.</summary>
    internal static string[] SourceTraining => [.. Training(epochs: 3, steps: SourceSteps / 3), "--learning-rate", "0.03"];

    internal const int SourceSteps = 24;

    internal static string[] Short => Training(epochs: 3, steps: 4);

    internal static string[] Training(int epochs, int steps) =>
        ["--epochs", $"{epochs}", "--steps-per-epoch", $"{steps}", "--batch", "4", "--threads", "1"];

    internal static string[] Adapt(string method, string run, params string[] more) =>
        ["adapt", "--method", method, "--from", "source", "--data", Manifest, "--target", "site2", "--out", run, .. more];

    internal string File(params string[] parts) => folder.File(parts);

    internal Outcome Run(params string[] arguments) => SiteAdaptProcess.Run(Path, arguments);

    internal SiteAdaptProcess Start(params string[] arguments) => SiteAdaptProcess.Start(Path, arguments);

    /// <summary>An empty folder below the working folder, for one test.</summary>
    internal string NewFolder(string name) => Directory.CreateDirectory(File(name)).FullName;

    internal IEnumerable<string> Images(string site) => Directory.EnumerateFiles(File("data", site), "*_T1w.nii.gz").Order(StringComparer.Ordinal);

    public void Dispose() => folder.Dispose();
}

[CollectionDefinition(Name)]
public sealed class SimulatedSitesCollection : ICollectionFixture<SimulatedSites>
{
    public const string Name = "simulated sites";
}
