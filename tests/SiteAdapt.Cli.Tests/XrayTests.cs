using System.Globalization;
using System.Security.Cryptography;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli.Tests;

/// <summary>Chest X-ray from tables to probabilities, with the real executable, at tiny size: site "a" labels x and y, site "c" y and z.</summary>
public sealed class XrayTests : IDisposable
{
    readonly TinyImages images = new();

    public void Dispose() => images.Dispose();

    Outcome Run(params string[] arguments) => SiteAdaptProcess.Run(Path.GetDirectoryName(images.ManifestPath)!, arguments);

    static byte[] FirstConvolution(string path)
    {
        using var reader = SafetensorsReader.Open(path);
        var entry = reader.Header.Entries.Single(item => item.Name == "features.conv0.weight");
        var bytes = new byte[entry.ByteCount];
        reader.Read(entry, bytes);
        return bytes;
    }

    [Fact]
    public void Should_go_all_the_way_with_two_label_sets()
    {
        File.WriteAllText(images.File("tiny.yaml"), "base: chest-xray\nname: tiny\nwindow: 32\n");
        string[] training = ["--epochs", "1", "--steps-per-epoch", "2", "--batch", "4", "--threads", "1"];
        Run(["pretrain", "--data", "manifest.csv", "--task", "tiny.yaml", "--source", "a", "--out", "source", .. training]).Succeed();
        Run(["adapt", "--method", "mmtl", "--from", "source", "--data", "manifest.csv", "--target", "c", "--images", "4", "--out", "mmtl", .. training]).Succeed();

        var target = Run("evaluate", "--run", "mmtl", "--data", "manifest.csv", "--site", "c", "--split", "train", "--json").Succeed().Json;
        Assert.Equal("classifier", target.GetProperty("head").GetString());
        Assert.Equal(["y", "z"], target.GetProperty("findings").EnumerateArray().Select(row => row.GetProperty("finding").GetString()));
        Assert.InRange(target.GetProperty("means").GetProperty("auc").GetDouble(), 0, 1);
        var source = Run("evaluate", "--run", "mmtl", "--data", "manifest.csv", "--site", "a", "--split", "train", "--findings", "y", "--json").Succeed().Json;
        Assert.Equal("source_classifier", source.GetProperty("head").GetString());
        Assert.Equal(["y"], source.GetProperty("findings").EnumerateArray().Select(row => row.GetProperty("finding").GetString()));

        // From given weights: with a learning rate of nearly nothing, they are what comes out.
        string given = Directory.GetFiles(images.File("source", "checkpoints"), "model.safetensors", SearchOption.AllDirectories).Single();
        Run(["pretrain", "--data", "manifest.csv", "--task", "tiny.yaml", "--source", "a", "--initial-weights", given, "--learning-rate", "1e-12", "--seed", "9", "--out", "given", .. training]).Succeed();
        var run = Run("run", "show", "given", "--json").Succeed().Json.GetProperty("run");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(given))), run.GetProperty("initial_weights").GetString());
        Assert.Equal(FirstConvolution(given), FirstConvolution(Directory.GetFiles(images.File("given", "checkpoints"), "model.safetensors", SearchOption.AllDirectories).Single()));
        Run(["pretrain", "--data", "manifest.csv", "--task", "tiny.yaml", "--source", "a", "--initial-weights", "nowhere.safetensors", "--out", "nowhere", .. training]).BeRefused("--initial-weights", "nowhere.safetensors");

        string blank = string.Join('\n', File.ReadAllLines(images.File("manifest.csv")).Select(line => line.StartsWith("c3", StringComparison.Ordinal) ? line[..line.IndexOf("train,", StringComparison.Ordinal)] + "train,,," : line));
        File.WriteAllText(images.File("next.csv"), blank + "\n");
        var next = Run("data", "next", "next.csv", "--run", "mmtl", "--target", "c", "--count", "2", "--html", "next.html", "--json").Succeed().Json;
        Assert.Equal(["c3-0", "c3-1"], next.GetProperty("next").EnumerateArray().Select(item => item.GetProperty("case").GetString()).Order(StringComparer.Ordinal));
        Assert.All(next.GetProperty("next").EnumerateArray(), item => Assert.InRange(item.GetProperty("uncertainty").GetDouble(), 0, 1));
        Assert.Contains("data:image/png;base64,", File.ReadAllText(images.File("next.html")), StringComparison.Ordinal);

        File.WriteAllText(images.File("broken.png"), "no image");
        Run("predict", "c0-0.png", "broken.png", "--run", "mmtl", "--out", "p.csv").BeRefused("broken.png", "--skip-unreadable");
        Assert.False(File.Exists(images.File("p.csv")));
        Run("predict", "c0-0.png", "broken.png", "c0-1.png", "--run", "mmtl", "--out", "p.csv", "--skip-unreadable").Succeed();
        string[] lines = File.ReadAllLines(images.File("p.csv"));
        Assert.Equal("image,y,z", lines[0]);
        Assert.Equal(["c0-0.png", "c0-1.png"], lines[1..].Select(line => line.Split(',')[0]));
        Assert.All(lines[1..].SelectMany(line => line.Split(',')[1..]), cell => Assert.InRange(double.Parse(cell, CultureInfo.InvariantCulture), 0, 1));

        Run(["adapt", "--method", "adaptsegnet", "--from", "source", "--data", "manifest.csv", "--target", "c", "--out", "asn", .. training]).BeRefused("adaptsegnet");
        Run(["adapt", "--method", "fine-tune-all", "--from", "source", "--data", "manifest.csv", "--target", "c", "--patients", "1", "--slices", "2", "--out", "s", .. training]).BeRefused("--slices");
        Run(["adapt", "--method", "fine-tune-all", "--from", "source", "--data", "manifest.csv", "--target", "c", "--images", "2", "--features-at", "1", "--out", "f", .. training]).BeRefused("--features-at");
        Run("evaluate", "--run", "mmtl", "--data", "manifest.csv", "--site", "c", "--grid", "native").BeRefused("--grid");
    }
}
