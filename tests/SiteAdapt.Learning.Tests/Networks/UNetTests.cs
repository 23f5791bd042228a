using SiteAdapt.Data;
using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public class UNetTests
{
    static readonly string[][] Table = [.. File.ReadLines("goldens/unet_parameters_n16_in1.tsv").Skip(1).Select(line => line.Split('\t'))];

    [Fact]
    public void Should_have_the_names_order_and_shapes_of_the_reference()
    {
        using var network = new UNet(new());
        var expected = Table.Select(row => $"{row[1]} {row[2]}");
        var state = network.State().Where(entry => !entry.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            .Select(entry => $"{entry.Name} {string.Join("x", entry.Tensor.shape)}");
        Assert.Equal(expected, state);
        Assert.Equal(Table.Where(row => row[4] == "1").Select(row => row[1]), network.NamedParameters().Select(entry => entry.Name));
        Assert.Equal(Table.Where(row => row[4] == "0").Select(row => row[1]),
            network.NamedBuffers().Select(entry => entry.Name).Where(name => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal)));
    }

    [Fact]
    public void Should_keep_a_batch_counter_behind_each_running_variance()
    {
        using var network = new UNet(new() { Width = 2 });
        var names = network.State().Select(entry => entry.Name).ToList();
        var variances = names.Where(name => name.EndsWith("running_var", StringComparison.Ordinal)).ToList();
        Assert.Equal(47, variances.Count);
        Assert.All(variances, name => Assert.Equal(
            name.Replace("running_var", "num_batches_tracked", StringComparison.Ordinal), names[names.IndexOf(name) + 1]));
    }

    [Fact]
    public void Should_predict_in_bfloat16_what_it_predicts_in_float32_to_two_decimals()
    {
        using var network = new UNet(new() { Width = 8 });
        network.Initialize(new RandomStream(5, "weights"));
        network.SetTraining(false);
        using var inference = inference_mode();
        using var images = randn(3, 1, 64, 48);
        using var full = sigmoid(network.forward(images));
        network.Precision = Precision.BFloat16;
        using var half = sigmoid(network.forward(images));
        using var bottleneck = network.ForwardToBottleneck(images);
        Assert.Equal((ScalarType.Float32, ScalarType.Float32), (half.dtype, bottleneck.dtype));
        Assert.InRange((full - half).abs().max().item<float>(), 1e-6f, 0.02f); // another precision, and the same network
        Assert.All(network.State(), entry => Assert.NotEqual(ScalarType.BFloat16, entry.Tensor.dtype));
    }

    [Theory]
    [InlineData(1, 16, 1_561_491)]
    [InlineData(3, 16, 1_561_779)]
    [InlineData(1, 8, 391_563)]
    public void Should_have_the_published_number_of_parameters(int channels, int width, long expected)
    {
        using var network = new UNet(new() { InputChannels = channels, Width = width });
        Assert.Equal(expected, Count(network, _ => true));
    }

    [Fact]
    public void Should_know_the_first_and_the_last_layers()
    {
        using var network = new UNet(new());
        Assert.Equal(Table.Where(row => row[5] == "1").Select(row => row[1]), network.SetTrainable(network.IsFirstLayer));
        Assert.Equal(Table.Where(row => row[6] == "1").Select(row => row[1]), network.SetTrainable(network.IsLastLayer));
        Assert.Equal(4_816, Count(network, network.IsFirstLayer));
        Assert.Equal(4_721, Count(network, network.IsLastLayer));
        Assert.Equal(network.NamedParameters().Where(entry => entry.Parameter.requires_grad).Select(entry => entry.Name),
            Table.Where(row => row[6] == "1").Select(row => row[1]));
    }

    [Theory]
    [InlineData(true, true, 0)]
    [InlineData(false, true, 2)]
    [InlineData(true, false, 1)]
    [InlineData(false, false, 3)]
    public void Should_switch_the_two_quirks(bool norm, bool bias, int fewer)
    {
        using var network = new UNet(new() { Width = 2, FinalNorm = norm, LogitBias = bias });
        using var full = new UNet(new() { Width = 2 });
        Assert.Equal(fewer, Count(full, _ => true) - Count(network, _ => true));
        Assert.Equal(norm, network.NamedParameters().Any(entry => entry.Name == "out_path.4.weight"));
        Assert.Equal(bias, network.NamedParameters().Any(entry => entry.Name == "out_path.3.layer.bias"));
    }

    [Theory]
    [InlineData(false, false, 1e-9)]
    [InlineData(false, true, 1e-9)]
    [InlineData(true, false, 1e-9)]
    [InlineData(true, true, 1e-9)]
    public void Should_equal_the_forward_golden_in_double(bool training, bool channelsLast, double tolerance) =>
        CheckForward(ScalarType.Float64, training, channelsLast, tolerance);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Should_equal_the_forward_golden_in_float(bool training, bool channelsLast) =>
        CheckForward(ScalarType.Float32, training, channelsLast, 1e-4);

    [Fact]
    public void Should_give_the_golden_activation_at_the_bottleneck()
    {
        using var scope = NewDisposeScope();
        using var network = ForwardGolden.Network(ScalarType.Float64);
        network.SetTraining(false);
        var features = network.ForwardToBottleneck(ForwardGolden.Input(ScalarType.Float64));
        Assert.Equal([2, 32, 2, 3], features.shape);
        Assert.InRange(TensorValues.LargestDifference(ForwardGolden.Numbers("eval_bottleneck"), features.Doubles()), 0, 1e-9);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_give_the_same_gradients_in_both_memory_layouts(bool threeChannels)
    {
        using var scope = NewDisposeScope();
        int channels = threeChannels ? 3 : 1;
        double[] Gradient(bool channelsLast)
        {
            using var network = new UNet(new() { Width = 3, InputChannels = channels });
            network.Initialize(new RandomStream(5, "initialisation"));
            network.to(ScalarType.Float64);
            network.SetChannelsLast(channelsLast);
            Assert.Equal(channelsLast, network.ChannelsLast);
            network.SetTraining(true);
            var input = arange(2 * channels * 16 * 8, dtype: ScalarType.Float64).mul(0.7).sin().view(2, channels, 16, 8);
            network.forward(input).square().mul(input.slice(1, 0, 1, 1)).sum().backward();
            return [.. network.NamedParameters().SelectMany(entry => entry.Parameter.grad!.Doubles())];
        }
        var plain = Gradient(false);
        Assert.Contains(plain, value => Math.Abs(value) > 1e-3);
        Assert.InRange(TensorValues.LargestDifference(plain, Gradient(true)), 0, 1e-9);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_have_the_gradient_that_finite_differences_give(bool training)
    {
        // The blocks work in place; a gradient that needed an overwritten value would be wrong.
        using var scope = NewDisposeScope();
        using var network = ForwardGolden.Network(ScalarType.Float64);
        network.SetTraining(true, normFrozen: !training);
        var input = ForwardGolden.Input(ScalarType.Float64);
        var weight = arange(input.numel(), dtype: ScalarType.Float64).mul(1.3).cos().view(input.shape);
        Tensor Loss() => network.forward(input).mul(weight).mean();
        Loss().backward();
        foreach (var (name, parameter) in network.NamedParameters().Where((_, index) => index % 9 == 0))
        {
            const double Step = 1e-6;
            using var noGrad = no_grad();
            var direction = arange(parameter.numel(), dtype: ScalarType.Float64).mul(0.9).sin().view(parameter.shape);
            double expected = parameter.grad!.mul(direction).sum().item<double>();
            parameter.add_(direction, Step);
            double above = Loss().item<double>();
            parameter.add_(direction, -2 * Step);
            double below = Loss().item<double>();
            parameter.add_(direction, Step);
            Assert.True(Math.Abs((above - below) / (2 * Step) - expected) < 1e-6 + 1e-4 * Math.Abs(expected), $"{name}: {expected}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_change_running_statistics_in_training_unless_they_are_frozen(bool frozen)
    {
        using var scope = NewDisposeScope();
        using var network = ForwardGolden.Network(ScalarType.Float32);
        double[] Buffers() => [.. network.NamedBuffers().SelectMany(entry => entry.Buffer.Doubles())];
        var before = Buffers();
        network.SetTraining(true, normFrozen: frozen);
        var logits = network.forward(ForwardGolden.Input(ScalarType.Float32));
        Assert.Equal(frozen, before.SequenceEqual(Buffers()));
        var expected = ForwardGolden.Numbers(frozen ? "eval_logits" : "train_logits");
        Assert.InRange(TensorValues.LargestDifference(expected, logits.Doubles()), 0, 1e-4);

        logits.sum().backward();
        Assert.All(network.NamedParameters(), entry => Assert.NotNull(entry.Parameter.grad));
        network.SetTraining(false);
        network.forward(ForwardGolden.Input(ScalarType.Float32));
        Assert.Equal(frozen, before.SequenceEqual(Buffers()));
    }

    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 16)]
    public void Should_refuse_an_input_of_another_shape(long channels, long width)
    {
        using var network = new UNet(new() { Width = 2 });
        using var input = zeros(1, channels, 16, width);
        Assert.Contains("multiples of 8", Assert.Throws<ArgumentException>(() => network.forward(input)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_name_a_setting_that_is_out_of_range() =>
        Assert.Contains("Width is 0", Assert.Throws<InputException>(() => new UNet(new() { Width = 0 })).Message, StringComparison.Ordinal);

    static long Count(UNet network, Func<string, bool> chosen) =>
        network.NamedParameters().Where(entry => chosen(entry.Name)).Sum(entry => entry.Parameter.numel());

    static void CheckForward(ScalarType type, bool training, bool channelsLast, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var network = ForwardGolden.Network(type, channelsLast);
        Assert.Equal(ForwardGolden.ParameterCount, Count(network, _ => true));
        network.SetTraining(training);
        var logits = network.forward(ForwardGolden.Input(type));
        Assert.Equal([2, 1, 16, 24], logits.shape);
        var expected = ForwardGolden.Numbers(training ? "train_logits" : "eval_logits");
        Assert.InRange(TensorValues.LargestDifference(expected, logits.Doubles()), 0, tolerance);
    }
}
