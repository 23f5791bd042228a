using SiteAdapt.Data;
using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public sealed class GatedDenseNetTests : IDisposable
{
    readonly DisposeScope scope = NewDisposeScope();
    readonly GatedDenseNet network;

    public GatedDenseNetTests()
    {
        network = new GatedDenseNet(new DenseNetSettings { Heads = [("classifier", 2), ("other", 3)] }, new GateRecord());
        network.Initialize(new RandomStream(1, "copies"));
        network.Policy.Initialize(new RandomStream(1, "policy"));
        network.SetTraining(false);
    }

    public void Dispose()
    {
        network.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void Should_gate_the_stem_each_layer_and_each_transition()
    {
        Assert.Equal(1 + 6 + 1 + 12 + 1 + 24 + 1 + 16, network.GateNames.Count);
        Assert.Equal(["stem", "denseblock1.denselayer1"], network.GateNames.Take(2));
        Assert.Equal(["transition1", "transition2", "transition3"], network.GateNames.Where(name => name.StartsWith('t')));
        Assert.Equal("denseblock4.denselayer16", network.GateNames[^1]);
        Assert.Throws<InputException>(() => new GatedDenseNet(new DenseNetSettings(), new GateRecord(Shortcut0: true)));
    }

    [Fact]
    public void Should_have_the_plain_networks_names_and_those_of_the_copy_and_the_policy()
    {
        using var plain = new DenseNet121(new DenseNetSettings { Heads = network.Heads });
        var names = plain.State().Select(entry => entry.Name).ToList();
        var state = network.State().Select(entry => entry.Name).ToList();
        Assert.Equal(names.Concat(names.Select(name => "frozen." + name)), state.Take(2 * names.Count));
        Assert.All(state.Skip(2 * names.Count), name => Assert.StartsWith("policy.", name, StringComparison.Ordinal));
        Assert.Equal(names, network.Frozen.State().Select(entry => entry.Name));
        Assert.Equal(names, network.Tuned.State().Select(entry => entry.Name));
    }

    /// <summary>With one gate closed, the network is the plain one in which that block's tensors are the frozen copy's.</summary>
    [Theory]
    [InlineData(0, "features.conv0.", "features.norm0.")]
    [InlineData(3, "features.denseblock1.denselayer3.")]
    [InlineData(7, "features.transition1.")]
    [InlineData(61, "features.denseblock4.denselayer16.")]
    public void Should_put_the_frozen_block_where_its_gate_says(int gate, params string[] modules)
    {
        using var expected = new DenseNet121(new DenseNetSettings { Heads = network.Heads });
        var state = network.State().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        using (no_grad())
            foreach (var (name, tensor) in expected.State())
                tensor.copy_(state[modules.Any(module => name.StartsWith(module, StringComparison.Ordinal)) ? "frozen." + name : name]);
        expected.SetTraining(false);
        using var noGrad = no_grad();
        Close(gate);
        var images = Images(2);
        Assert.Equal(expected.forward(images).Doubles(), network.forward(images).Doubles());
        Assert.Equal(expected.Head("other", expected.Features(images)).Doubles(), network.Head("other", network.Features(images)).Doubles());
        Assert.Equal(1, network.Usage.FrozenShares[network.GateNames[gate]]);
        Assert.Equal(1, network.Usage.FrozenShares.Values.Sum());
    }

    [Fact]
    public void Should_give_gradients_to_the_tuned_blocks_the_heads_and_the_policy()
    {
        network.SetTrainable(name => !name.StartsWith(GatedNetwork.FrozenPrefix, StringComparison.Ordinal));
        network.SetTraining(true);
        network.Noise = new RandomStream(1, "gumbel");
        network.forward(Images(4)).square().mean().backward();
        Assert.Equal([4, 62], network.Gates!.shape);
        foreach (var (name, parameter) in network.NamedParameters())
        {
            bool expected = !name.StartsWith(GatedNetwork.FrozenPrefix, StringComparison.Ordinal) && !name.StartsWith("other.", StringComparison.Ordinal);
            Assert.True(expected == parameter.grad is not null, name);
        }
        Assert.All(["features.norm5.weight", "classifier.weight", "policy.linear.bias"],
            name => Assert.Contains(network.get_parameter(name)!.grad!.Doubles(), value => value != 0));
    }

    static Tensor Images(int count) => ForwardGolden.Wave(count, 1, 64, 64).to(ScalarType.Float32);

    void Close(int gate)
    {
        network.Policy.get_parameter("linear.weight")!.zero_();
        network.Policy.get_parameter("linear.bias")!.copy_(tensor([.. Enumerable.Range(0, 124).Select(i => i % 2 == (i / 2 == gate ? 1 : 0) ? 1f : 0)]));
    }
}
