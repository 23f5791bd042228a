using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

/// <summary>What torchvision's densenet121 gives for two inputs, of one and of three channels.</summary>
static class DenseNetGolden
{
    static readonly JsonElement Json = JsonDocument.Parse(File.ReadAllText("goldens/densenet121_golden.json")).RootElement;

    /// <summary>Rows of torchvision's state_dict: order, name, shape, count, trainable.</summary>
    public static string[][] Table { get; } = [.. File.ReadLines("goldens/densenet121_tensors.tsv").Skip(1).Select(line => line.Split('\t'))];

    public static JsonElement Case(int channels) =>
        Json.GetProperty("cases").EnumerateArray().Single(item => Shape(item)[1] == channels);

    public static double[] Numbers(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

    public static DenseNet121 Network(int channels, ScalarType type = ScalarType.Float64, bool channelsLast = false)
    {
        var network = new DenseNet121(new() { InputChannels = channels, Heads = [("classifier", 3)] });
        network.to(type);
        GoldenWeights.Fill(network, [.. Table.Select(row => row[1]).Where(name => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal))]);
        network.SetChannelsLast(channelsLast);
        return network;
    }

    /// <summary>[2, channels, height, width].</summary>
    public static Tensor Input(int channels, ScalarType type = ScalarType.Float64)
    {
        long[] shape = Shape(Case(channels));
        long count = shape[1] * shape[2] * shape[3];
        var values = new double[2 * count];
        for (int k = 0; k < values.Length; k++) values[k] = (1 + 4 * (k / count)) * Math.Sin(0.05 * k + 0.3 + k / count);
        return tensor(values).view(shape).to(type);
    }

    static long[] Shape(JsonElement item) => [.. item.GetProperty("input_shape").EnumerateArray().Select(side => side.GetInt64())];
}
