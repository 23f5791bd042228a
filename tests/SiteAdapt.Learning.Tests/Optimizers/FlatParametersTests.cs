using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public class FlatParametersTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_accumulate_gradients_in_the_flat_tensor_and_outlive_scopes(bool channelsLast)
    {
        using var network = ForwardGolden.Network(ScalarType.Float32, channelsLast);
        var before = network.NamedParameters().Select(entry => entry.Parameter.Doubles()).ToList();
        FlatParameters flat;
        using (NewDisposeScope()) flat = new FlatParameters(network.NamedParameters());
        using (flat)
        {
            Assert.Equal(before, network.NamedParameters().Select(entry => entry.Parameter.Doubles()));
            double once = Gradient(network, flat), twice = Gradient(network, flat);
            Assert.True(once > 0);
            Assert.Equal(2 * once, twice, 1e-3 * once);
            foreach (var slot in flat.Slots)
            {
                using var view = FlatParameters.View(flat.Gradients, slot);
                Assert.Equal(slot.Parameter.grad!.Doubles(), view.Doubles());
                Assert.Equal(slot.Parameter.stride(), view.stride());
                Assert.Equal(0, slot.Offset % 16);
            }
            using (no_grad()) flat.Values.fill_(0.25f).Dispose();
            Assert.All(network.NamedParameters(), entry => Assert.All(entry.Parameter.Doubles(), value => Assert.Equal(0.25, value)));
        }
    }

    [Fact]
    public void Should_keep_memory_flat_over_many_steps()
    {
        using var network = new UNet(new() { Width = 2 });
        network.Initialize(new Data.RandomStream(1, "initialisation"));
        using var optimizer = new Adam(network.NamedParameters(), 1e-3);
        for (int i = 0; i < 2; i++) Step(network, optimizer);
        // What other tests left behind would be counted as freed in between.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Tensor.TotalCount;
        for (int i = 0; i < 20; i++) Step(network, optimizer);
        Assert.InRange(Tensor.TotalCount, 0, before);
    }

    [Fact]
    public void Should_refuse_parameters_of_different_types()
    {
        using var a = new Parameter(zeros(2));
        using var b = new Parameter(zeros(2, ScalarType.Float64));
        Assert.Contains("Float64", Assert.Throws<ArgumentException>(() => new FlatParameters([("a", a), ("b", b)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new FlatParameters([]));
    }

    [Fact]
    public void Should_flatten_tensors_by_name_and_refuse_another_shape()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(zeros(2, 3));
        using var flat = new FlatParameters([("a", parameter)]);
        using var packed = flat.Flatten([("a", arange(6).to(float32).view(2, 3)), ("b", ones(4))]);
        Assert.Equal([0, 1, 2, 3, 4, 5], packed.Doubles()[..6]);
        Assert.Contains("[3, 2]", Assert.Throws<ArgumentException>(() => flat.Flatten([("a", zeros(3, 2))])).Message, StringComparison.Ordinal);
    }

    static void Step(UNet network, Optimizer optimizer)
    {
        using var scope = NewDisposeScope();
        optimizer.ZeroGrad();
        Losses.BinaryCrossEntropy(network.forward(ones(2, 1, 8, 8)), ones(2, 1, 8, 8)).backward();
        optimizer.Step();
    }

    static double Gradient(UNet network, FlatParameters flat)
    {
        using var scope = NewDisposeScope();
        network.SetTraining(false);
        network.forward(ForwardGolden.Input(ScalarType.Float32)).square().mean().backward();
        return flat.Gradients.abs().sum().item<float>();
    }
}
