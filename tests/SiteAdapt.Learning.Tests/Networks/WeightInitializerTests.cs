using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public class WeightInitializerTests
{
    [Fact]
    public void Should_draw_convolutions_uniformly_within_one_over_the_root_of_the_fan_in()
    {
        using var network = new UNet(new());
        network.Initialize(new RandomStream(1, "initialisation"));
        foreach (var (name, parameter) in network.NamedParameters())
        {
            // A bias takes the bound of its weight: the shortcuts' 1x1 convolutions and the logits.
            var weight = name.EndsWith(".bias", StringComparison.Ordinal) ? network.get_parameter(name[..^4] + "weight")! : parameter;
            if (weight.dim() < 2) continue;
            double bound = 1 / Math.Sqrt(weight.shape[1] * weight.shape[2] * weight.shape[3]);
            var values = parameter.Doubles();
            Assert.All(values, value => Assert.InRange(value, -bound * 1.000001, bound * 1.000001));
            if (values.Length < 1000) continue;
            Assert.InRange(values.Average(), -0.1 * bound, 0.1 * bound);
            Assert.InRange(Math.Sqrt(values.Average(value => value * value)), 0.54 * bound, 0.61 * bound);
        }
    }

    [Fact]
    public void Should_reset_batch_norm_layers()
    {
        using var scope = NewDisposeScope();
        using var network = ForwardGolden.Network(ScalarType.Float32);
        network.SetTraining(true);
        network.forward(ForwardGolden.Input(ScalarType.Float32));
        network.Initialize(new RandomStream(1, "initialisation"));
        foreach (var (name, tensor) in network.State().Where(entry => entry.Tensor.dim() < 2))
        {
            if (name.StartsWith("shortcut", StringComparison.Ordinal) || name.EndsWith("layer.bias", StringComparison.Ordinal)) continue;
            double expected = name.EndsWith("weight", StringComparison.Ordinal) || name.EndsWith("var", StringComparison.Ordinal) ? 1 : 0;
            Assert.All(tensor.Doubles(), value => Assert.Equal(expected, value));
        }
    }

    [Fact]
    public void Should_give_the_same_weights_for_the_same_stream_and_leave_torchs_generator_alone()
    {
        double[] Draw(long seed)
        {
            using var network = new UNet(new() { Width = 2 });
            using var before = random.get_rng_state();
            network.Initialize(new RandomStream(seed, "initialisation"));
            using var after = random.get_rng_state();
            Assert.Equal(before.data<byte>().ToArray(), after.data<byte>().ToArray());
            return [.. network.NamedParameters().SelectMany(entry => entry.Parameter.Doubles())];
        }
        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));
    }
}
