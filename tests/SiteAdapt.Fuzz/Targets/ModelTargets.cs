using System.Security.Cryptography;
using System.Text;
using SiteAdapt.Data;
using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Fuzz;

/// <summary>Run folders, checkpoints and bundles: each input takes the place of one file of a whole one.</summary>
static class ModelTargets
{
    static readonly string[] Words =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "0", "1e999", "\"NaN\"", "99999999999999999999", "\"\"", "\\u0000", "\\ud800", "\"kind\"", "\"task\"", "\"network\"", "\"width\"", "\"structures\"", "\"unet\"",
        "\"densenet121\"", "\"classification\"", "\"findings\"", "\"heads\"", "\"model\"", "\"gates\"", "\"history\"", "\"streams\"", "\"step\"", "\"cases\"", "\"split\"", "[[[[[[[[", "../../x", "/etc/passwd", "\\n'",
    ];

    static readonly RunRecord Record = new()
    {
        Kind = "pretrain",
        Task = new TaskSettings { Name = "tiny", Window = 16, Structures = [Structure.AnyPositive("blob")], Network = new NetworkSettings(Width: 1) },
        Training = new TrainingSettings { Epochs = 1, StepsPerEpoch = 1 },
        Optimizer = new OptimizerSettings(OptimizerKind.Adam),
        Data = new DataRecord { Manifest = "manifest.csv", Fingerprint = "00", Split = new SplitRecord(), Sites = ["a"], Cases = [new TrainingCase("source", "a", "a1", "a", 3)] },
        Versions = new Dictionary<string, string> { ["siteadapt"] = "0" },
    };

    /// <summary>A finished run, by the names of its files below the run's folder.</summary>
    static readonly Lazy<Dictionary<string, byte[]>> Run = new(() =>
    {
        string folder = Directory.CreateTempSubdirectory("siteadapt-corpus-").FullName;
        try
        {
            KeptModel.Write(new RunFolder(folder), Record, () => (NetworkFactory.Create(Record.Task, CPU, new Data.RandomStream(1, "fuzz")), new OptimizerState("adam")));
            return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !Path.GetFileName(path).StartsWith('.'))
                .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes, StringComparer.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    });

    const string Checkpoint = "checkpoints/last-0000000/", State = Checkpoint + "run.json", Sums = Checkpoint + "SHA256SUMS";

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Part("run-record", "run.json", path => Open(path, "run.json", false)),
        Part("checkpoint-record", State, path => Open(path, State, true)) with { NamesFile = false },
        Part("checkpoint-sums", Sums, path => Open(path, Sums, false)) with { NamesFile = false },
        FuzzTarget.Of("bundle", "bundle.zip", () => [ScratchFile.Bytes(Bundle)], Unpack),
    ];

    static FuzzTarget Part(string name, string part, Action<string> parse) =>
        FuzzTarget.Of(name, $"{name}.part", () => [Run.Value[part]], parse) with { Words = Words, NamesFile = false };

    /// <summary>Opens a run in which the input stands for one file, with the checkpoint's checksums mended if asked for.</summary>
    static void Open(string input, string part, bool mend)
    {
        string folder = input + ".run";
        if (!Directory.Exists(folder)) Write(folder);
        byte[] content = File.ReadAllBytes(input);
        string sums = Path.Combine(folder, Sums);
        File.WriteAllBytes(sums, mend ? Mended(content) : Run.Value[Sums]);
        File.WriteAllBytes(Path.Combine(folder, part), content);
        RunFolder.OpenFinished(folder);
    }

    static byte[] Mended(byte[] state)
    {
        string before = Convert.ToHexStringLower(SHA256.HashData(Run.Value[State])), now = Convert.ToHexStringLower(SHA256.HashData(state));
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Run.Value[Sums]).Replace(before, now, StringComparison.Ordinal));
    }

    static void Write(string folder)
    {
        foreach (var (name, bytes) in Run.Value)
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }

    static void Bundle(string path)
    {
        string folder = path + ".folder";
        foreach (var (name, bytes) in Run.Value.Where(file => !file.Key.EndsWith("model.safetensors", StringComparison.Ordinal))) // a few kilobytes
        {
            string target = Path.Combine(folder, "run", name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, bytes);
        }
        BundleZip.Write(path, folder);
    }

    static void Unpack(string path)
    {
        string folder = path + ".unpacked";
        Directory.CreateDirectory(folder);
        try
        {
            BundleZip.Extract(path, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
