using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public class DenseNet121Tests
{
    [Fact]
    public void Should_have_the_names_order_and_shapes_of_torchvision()
    {
        using var network = new DenseNet121(new() { InputChannels = 3, Heads = [("classifier", 3)] });
        Assert.Equal(DenseNetGolden.Table.Select(row => $"{row[1]} {row[2]}"),
            network.State().Select(entry => $"{entry.Name} {string.Join("x", entry.Tensor.shape)}"));
        Assert.Equal(DenseNetGolden.Table.Where(row => row[4] == "1").Select(row => row[1]), network.NamedParameters().Select(entry => entry.Name));
        Assert.Equal(6_953_856, Count(network, name => !network.IsHead(name)));
        Assert.Equal(3 * 1025, Count(network, network.IsHead));
    }

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(1, true, true)]
    [InlineData(3, false, true)]
    [InlineData(3, true, false)]
    public void Should_equal_torchvision_in_double(int channels, bool training, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        using var network = DenseNetGolden.Network(channels, channelsLast: channelsLast);
        network.SetTraining(training);
        var expected = DenseNetGolden.Case(channels).GetProperty(training ? "train" : "eval");

        var features = network.Features(DenseNetGolden.Input(channels));
        Assert.Equal([2, 1024], features.shape);
        var pooled = features.view(2, 64, 16)[.., .., 0].Doubles();
        Assert.InRange(TensorValues.LargestDifference(DenseNetGolden.Numbers(expected, "pooled_every_16th"), pooled), 0, 1e-9);
        var logits = network.Head("classifier", features);
        Assert.InRange(TensorValues.LargestDifference(DenseNetGolden.Numbers(expected, "logits"), logits.Doubles()), 0, 1e-9);

        logits.mul(arange(6, dtype: ScalarType.Float64).mul(1.3).cos().view(2, 3)).sum().backward();
        foreach (var gradient in expected.GetProperty("gradient_norms").EnumerateObject())
        {
            double norm = network.get_parameter(gradient.Name)!.grad!.square().sum().sqrt().item<double>();
            Assert.InRange(norm / gradient.Value.GetDouble(), 1 - 1e-7, 1 + 1e-7);
        }
        var buffers = network.NamedBuffers().ToDictionary(entry => entry.Name, entry => entry.Buffer);
        if (training)
            foreach (var statistic in expected.GetProperty("running_statistics").EnumerateObject())
            {
                var values = buffers[statistic.Name].view(-1, 8)[.., 0].Doubles();
                Assert.InRange(TensorValues.LargestDifference([.. statistic.Value.EnumerateArray().Select(number => number.GetDouble())], values), 0, 1e-9);
            }
        Assert.Equal(training ? 1 : 0, buffers["features.norm5.num_batches_tracked"].item<long>());
    }

    [Theory]
    [InlineData(1, false, true)]
    [InlineData(1, true, false)]
    [InlineData(3, true, true)]
    public void Should_equal_torchvision_in_float(int channels, bool training, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        using var network = DenseNetGolden.Network(channels, ScalarType.Float32, channelsLast);
        network.SetTraining(training);
        var expected = DenseNetGolden.Numbers(DenseNetGolden.Case(channels).GetProperty(training ? "train" : "eval"), "logits");
        var logits = network.forward(DenseNetGolden.Input(channels, ScalarType.Float32));
        Assert.InRange(TensorValues.LargestDifference(expected, logits.Doubles()), 0, 1e-4);
    }

    [Fact]
    public void Should_give_the_same_when_its_blocks_are_run_one_by_one()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = DenseNetGolden.Network(1);
        network.SetTraining(false);
        Assert.Equal(62, network.Blocks.Count);
        Assert.Equal(["stem", "denseblock1.denselayer1"], network.Blocks.Take(2).Select(block => block.Name));
        Assert.Equal(["transition1", "transition2", "transition3"], network.Blocks.Skip(1).Where(block => !block.Appends).Select(block => block.Name));
        var images = DenseNetGolden.Input(1);
        var maps = images;
        foreach (var block in network.Blocks)
        {
            var output = block.Forward(maps);
            if (block.Appends) Assert.Equal(32, output.shape[1]);
            maps = block.Append(maps, output);
        }
        Assert.Equal([2, 1024, 2, 3], maps.shape);
        Assert.Equal(network.Features(images).Doubles(), network.Pool(maps).Doubles());
        // Each tensor of the encoder but the last norm belongs to one block.
        Assert.All(network.State(), entry => Assert.Equal(
            entry.Name.StartsWith("features.norm5.", StringComparison.Ordinal) || network.IsHead(entry.Name) ? 0 : 1,
            network.Blocks.Count(block => block.Owns(entry.Name))));
    }

    [Fact]
    public void Should_know_its_first_and_last_layers_and_its_heads()
    {
        using var network = new DenseNet121(new() { Heads = [("classifier", 5), ("source_classifier", 14)] });
        // conv0 of one channel, norm0, and six layers of 64 to 224 channels: 2C + 128C + 256 + 36864 each.
        Assert.Equal(64 * 49 + 128 + Enumerable.Range(0, 6).Sum(i => 130 * (64 + 32 * i) + 256 + 36864), Count(network, network.IsFirstLayer));
        Assert.Equal(2048 + 19 * 1025, Count(network, network.IsLastLayer));
        Assert.Equal(["classifier.weight", "classifier.bias", "source_classifier.weight", "source_classifier.bias"], network.SetTrainable(network.IsHead));
        Assert.Equal(5, network.OutputChannels);
        using var scope = NewDisposeScope();
        var features = network.Features(zeros(2, 1, 32, 32));
        Assert.Equal([2, 14], network.Head("source_classifier", features).shape);
        Assert.Equal([2, 5], network.forward(zeros(2, 1, 32, 32)).shape);
        Assert.Contains("no head 'other'", Assert.Throws<ArgumentException>(() => network.Head("other", features)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => network.Head("classifier", features.narrow(1, 0, 5)));
    }

    [Fact]
    public void Should_draw_convolutions_normally_and_start_with_biases_of_zero()
    {
        using var network = new DenseNet121(new() { Heads = [("classifier", 14)] });
        network.Initialize(new(1, "initialisation"));
        foreach (var (name, parameter) in network.NamedParameters())
        {
            var values = parameter.Doubles();
            if (parameter.dim() == 4)
            {
                double deviation = Math.Sqrt(2.0 * parameter.shape[0] / parameter.numel()), error = deviation / Math.Sqrt(values.Length);
                Assert.InRange(values.Average(), -5 * error, 5 * error);
                Assert.InRange(Math.Sqrt(values.Average(value => value * value)), deviation - 4 * error, deviation + 4 * error);
                // Normal and not uniform: 4.6 % lie beyond two deviations.
                Assert.InRange(values.Count(value => Math.Abs(value) > 2 * deviation) / (double)values.Length, 0.03, 0.06);
            }
            else if (name == "classifier.weight")
            {
                Assert.All(values, value => Assert.InRange(Math.Abs(value), 0, 1 / 32.0));
                Assert.InRange(values.Max(Math.Abs), 0.031, 1 / 32.0);
            }
            else
                Assert.All(values, value => Assert.Equal(name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0, value));
        }
    }

    [Fact]
    public void Should_refuse_to_train_on_one_value_per_channel()
    {
        using var scope = NewDisposeScope();
        using var network = new DenseNet121(new());
        using var images = zeros(1, 1, 32, 32);
        network.SetTraining(true);
        Assert.Contains("more than one value per channel", Assert.Throws<ArgumentException>(() => network.Features(images)).Message, StringComparison.Ordinal);
        network.SetTraining(true, normFrozen: true);
        Assert.All(network.Features(images).Doubles(), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Should_name_a_setting_that_is_out_of_range()
    {
        static string Refusal(DenseNetSettings settings) => Assert.Throws<InputException>(() => new DenseNet121(settings)).Message;
        Assert.Contains("InputChannels is 2", Refusal(new() { InputChannels = 2 }), StringComparison.Ordinal);
        Assert.Contains("Heads is empty", Refusal(new() { Heads = [] }), StringComparison.Ordinal);
        Assert.Contains("'features' cannot", Refusal(new() { Heads = [("features", 1)] }), StringComparison.Ordinal);
        Assert.Contains("'a.b' cannot", Refusal(new() { Heads = [("a.b", 1)] }), StringComparison.Ordinal);
        Assert.Contains("a has 0 findings", Refusal(new() { Heads = [("a", 0)] }), StringComparison.Ordinal);
        Assert.Contains("'a' is given twice", Refusal(new() { Heads = [("a", 1), ("a", 1)] }), StringComparison.Ordinal);
    }

    static long Count(DenseNet121 network, Func<string, bool> chosen) =>
        network.NamedParameters().Where(entry => chosen(entry.Name)).Sum(entry => entry.Parameter.numel());
}
