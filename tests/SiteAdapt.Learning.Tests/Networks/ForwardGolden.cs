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
        using (no_grad())
        using (NewDisposeScope())
        {
            var state = network.State().ToDictionary(entry => entry.Name, entry => entry.Tensor);
            for (int i = 0; i < ParameterOrder.Length; i++)
            {
                var target = state[ParameterOrder[i]];
                target.copy_(tensor(Values(1000 + i, ParameterOrder[i], target.shape)).view(target.shape));
            }
        }
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

    /// <summary>A tensor's values by the rule; the seed is 1000 (U-Net) or 5000 (policy network) + the tensor's position.</summary>
    public static double[] Values(int seed, string name, long[] shape)
    {
        uint x = (uint)seed;
        var values = new double[shape.Aggregate(1L, (product, side) => product * side)];
        for (int i = 0; i < values.Length; i++)
        {
            x = unchecked(1664525u * x + 1013904223u);
            double u = ((x >> 8) & 0xFFFF) / 65536.0, c = 2 * u - 1;
            values[i] = name.Split('.')[^1] switch
            {
                "running_mean" => 0.2 * c,
                "running_var" => 0.5 + u,
                "weight" when shape.Length == 1 => 0.8 + 0.4 * u,
                _ when shape.Length == 1 => 0.2 * c,
                _ => c * Math.Sqrt(2.0 * shape[0] / values.Length),
            };
        }
        return values;
    }
}
