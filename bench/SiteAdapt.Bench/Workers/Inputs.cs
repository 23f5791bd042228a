using SiteAdapt.Data;
using SiteAdapt.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Bench;

/// <summary>What both sides start from, as safetensors: drawn weights, and batches of noisy discs.</summary>
static class Inputs
{
    public const int BatchSize = 16, Findings = 14;

    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        using var unet = new UNet(new UNetSettings());
        using var densenet = new DenseNet121(new DenseNetSettings { Heads = [(DenseNet121.Classifier, Findings)] });
        foreach (var (network, name) in new (Network, string)[] { (unet, "unet"), (densenet, "densenet121") })
        {
            network.Initialize(new RandomStream(1, name));
            WeightsFile.Save(network, Path.Combine(folder, $"{name}.safetensors"));
        }
        foreach (int side in new[] { 128, 256 }) WriteBatch(folder, $"unet-{side}", Discs(BatchSize, side));
        WriteBatch(folder, "densenet121-224", Discs(BatchSize, 224) with { Labels = Checks() });
    }

    /// <summary>A training batch of one of these files, [16, 1, side, side] and its labels.</summary>
    public static Batch ReadBatch(string folder, string network, int side)
    {
        using var reader = SafetensorsReader.Open(BatchPath(folder, $"{network}-{side}"));
        Tensor Read(string name) => SafetensorsTorch.Read(reader, reader.Header.Entries.Single(entry => entry.Name == name));
        return new Batch(Read("images"), Read("labels"), [], new Dictionary<string, string>());
    }

    static string BatchPath(string folder, string name) => Path.Combine(folder, $"batch-{name}.safetensors");

    static void WriteBatch(string folder, string name, Batch batch)
    {
        using (batch)
            SafetensorsFile.Write(BatchPath(folder, name), [SafetensorsTorch.Source("images", batch.Images), SafetensorsTorch.Source("labels", batch.Labels)]);
    }

    /// <summary>A bright disc of another size and place in each slice, and its mask.</summary>
    public static Batch Discs(int count, int side)
    {
        var random = new RandomStream(1, $"discs/{side}");
        float[] images = new float[count * side * side], masks = new float[images.Length];
        for (int slice = 0, i = 0; slice < count; slice++)
        {
            double x = side * random.NextUniform(0.4, 0.6), y = side * random.NextUniform(0.4, 0.6), radius = side * random.NextUniform(0.1, 0.4);
            for (int row = 0; row < side; row++)
                for (int column = 0; column < side; column++, i++)
                {
                    masks[i] = double.Hypot(column - x, row - y) < radius ? 1 : 0;
                    images[i] = (float)(0.3 + 0.4 * masks[i] + 0.1 * random.NextNormal());
                }
        }
        long[] shape = [count, 1, side, side];
        return new Batch(tensor(images).view(shape), tensor(masks).view(shape), [], new Dictionary<string, string>());
    }

    static Tensor Checks() => tensor([.. Enumerable.Range(0, BatchSize * Findings).Select(i => (float)(i * 7 % 3 / 2))]).view(BatchSize, Findings);
}
