using System.Text.Json;
using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public class PolicyNetworkTests
{
    const int Gates = 32;
    static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText("goldens/policy_net_golden.json")).RootElement;

    [Fact]
    public void Should_have_the_names_shapes_and_number_of_parameters_of_the_reference()
    {
        using var network = new PolicyNetwork(1, Gates);
        var shapes = Tensors(network).ToDictionary(entry => entry.Name, entry => string.Join("x", entry.Tensor.shape));
        var expected = Golden.GetProperty("param_order").EnumerateArray().Zip(Golden.GetProperty("param_shapes").EnumerateArray(), (name, shape) => (name.GetString()!, shape.GetString()!));
        Assert.Equal(expected.Order(), shapes.Where(entry => !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).Select(entry => (entry.Key, entry.Value)).Order());
        Assert.Equal(1_180_320, network.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [InlineData(false, ScalarType.Float64, 1e-12)]
    [InlineData(true, ScalarType.Float64, 1e-12)]
    [InlineData(false, ScalarType.Float32, 2e-6)]
    [InlineData(true, ScalarType.Float32, 2e-6)]
    public void Should_equal_the_golden_logits(bool training, ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var network = Reference(type);
        network.train(training);
        var logits = network.forward(ForwardGolden.Wave(2, 1, 24, 32).to(type));
        Assert.Equal([2, Gates, 2], logits.shape);
        var expected = training
            ? JsonDocument.Parse(File.ReadAllText("goldens/policy_net_train_golden.json")).RootElement.GetProperty("train_logits")
            : Golden.GetProperty("logits");
        Assert.InRange(TensorValues.LargestDifference([.. expected.EnumerateArray().Select(value => value.GetDouble())], logits.Doubles()), 0, tolerance);
        if (!training)
            Assert.Equal(Golden.GetProperty("policy_argmax_frozen").EnumerateArray().Select(value => value.GetDouble()), logits.argmax(2).Doubles());
    }

    [Fact]
    public void Should_draw_convolutions_by_the_number_of_their_outputs()
    {
        using var network = new PolicyNetwork(1, Gates);
        network.Initialize(new RandomStream(3, "policy"));
        foreach (var (name, weight) in network.named_parameters().Where(entry => entry.parameter.dim() == 4))
        {
            double deviation = Math.Sqrt(2.0 / (9 * weight.shape[0])), error = 5 * deviation / Math.Sqrt(weight.numel());
            var values = ((Tensor)weight).Doubles();
            Assert.InRange(values.Average(), -error, error);
            Assert.True(Math.Abs(Math.Sqrt(values.Average(value => value * value)) - deviation) < error, name);
        }
        using var again = new PolicyNetwork(1, Gates);
        again.Initialize(new RandomStream(3, "policy"));
        Assert.Equal(network.parameters().SelectMany(parameter => parameter.Doubles()), again.parameters().SelectMany(parameter => parameter.Doubles()));
    }

    static PolicyNetwork Reference(ScalarType type)
    {
        var network = new PolicyNetwork(1, Gates);
        network.to(type);
        var order = Golden.GetProperty("param_order").EnumerateArray().Select(name => name.GetString()!).ToList();
        using var noGrad = no_grad();
        foreach (var (name, tensor) in Tensors(network).Where(entry => order.Contains(entry.Name)))
            tensor.copy_(torch.tensor(GoldenWeights.Values(5000 + order.IndexOf(name), name, tensor.shape)).view(tensor.shape));
        return network;
    }

    static IEnumerable<(string Name, Tensor Tensor)> Tensors(PolicyNetwork network) =>
        network.named_parameters().Select(entry => (entry.name, (Tensor)entry.parameter)).Concat(network.named_buffers().Select(entry => (entry.name, entry.buffer)));
}
