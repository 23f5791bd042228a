using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

/// <summary>The weights of the forward goldens, by the rule of protocol section 1.7, so that no file need hold them.</summary>
static class GoldenWeights
{
    /// <param name="order">Names of the parameters and buffers; a tensor's values follow from its position here.</param>
    public static void Fill(Network network, IReadOnlyList<string> order)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var state = network.State().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        for (int i = 0; i < order.Count; i++)
        {
            var target = state[order[i]];
            target.copy_(tensor(Values(1000 + i, order[i], target.shape)).view(target.shape));
        }
    }

    /// <param name="seed">1000 (the policy network: 5000) + the tensor's position.</param>
    public static double[] Values(int seed, string name, long[] shape)
    {
        uint x = (uint)seed;
        string kind = name.Split('.')[^1];
        var values = new double[shape.Aggregate(1L, (product, side) => product * side)];
        double scale = Math.Sqrt(2.0 * shape[0] / values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            x = unchecked(1664525u * x + 1013904223u);
            double u = ((x >> 8) & 0xFFFF) / 65536.0, c = 2 * u - 1;
            values[i] = kind switch
            {
                "running_mean" => 0.2 * c,
                "running_var" => 0.5 + u,
                "weight" when shape.Length == 1 => 0.8 + 0.4 * u,
                _ when shape.Length == 1 => 0.2 * c,
                _ => c * scale,
            };
        }
        return values;
    }
}
