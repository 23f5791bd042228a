using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

/// <summary>The network, input and results of the forward golden; its weights follow the rule of protocol section 1.7.</summary>
static class ForwardGolden
{
    static readonly JsonElement Json = JsonDocument.Parse(File.ReadAllText("goldens/unet_forward_golden_n4.json")).RootElement;

    public static double[] Numbers(string name) => [.. Json.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

    public static string[] ParameterOrder { get; } = [.. Json.GetProperty("param_order").EnumerateArray().Select(name => name.GetString()!)];

    public static long ParameterCount => Json.GetProperty("param_count").GetInt64();

    public static UNet Network(ScalarType type, bool channelsLast = false)
    {
        var network = new UNet(new UNetSettings { Width = 4 });
        network.to(type);
        GoldenWeights.Fill(network, ParameterOrder);
        network.SetChannelsLast(channelsLast);
        return network;
    }

    /// <summary>[2, 1, 16, 24].</summary>
    public static Tensor Input(ScalarType type)
    {
        long[] shape = [.. Json.GetProperty("input_shape").EnumerateArray().Select(side => side.GetInt64())];
        return Wave(shape).to(type);
    }

    public static Tensor Wave(params long[] shape)
    {
        var values = new double[shape.Aggregate(1L, (product, side) => product * side)];
        for (int k = 0; k < values.Length; k++) values[k] = 0.5 + 0.5 * Math.Sin(0.05 * k + 0.3);
        return tensor(values).view(shape);
    }
}
