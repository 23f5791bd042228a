using SiteAdapt.Data;
using SiteAdapt.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation.Tests;

public class DiscriminatorTests
{
    /// <summary>Sum over the five layers of inputs x outputs x 16 + outputs, with 2, 64, 128, 256, 512 and 1 channels.</summary>
    [Fact]
    public void Should_have_the_published_layers()
    {
        using var network = new Discriminator(2, 64);
        Assert.Equal(2_112 + 131_200 + 524_544 + 2_097_664 + 8_193, network.NamedParameters().Sum(entry => entry.Parameter.numel()));
        Assert.Equal(["conv1", "conv2", "conv3", "conv4", "classifier"], network.NamedParameters().Select(entry => entry.Name.Split('.')[0]).Distinct());
    }

    [Theory]
    [InlineData(32, 1)]
    [InlineData(40, 1)]
    [InlineData(64, 2)]
    [InlineData(256, 8)]
    public void Should_halve_five_times(int side, int left)
    {
        using var scope = NewDisposeScope();
        using var network = new Discriminator(2, 2);
        Assert.Equal([3, 1, left, left], network.forward(zeros(3, 2, side, side)).shape);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Should_equal_plain_loops_over_the_two_class_maps(int level)
    {
        using var scope = NewDisposeScope();
        using var adversary = new Adversary($"{level}", 1, new AdversarySettings { DiscriminatorWidth = 3 }, seed: 2, CPU);
        using var logits = Logits(new RandomStream(1, "logits"), 2);
        double expected = new PlainDiscriminator(adversary.Network).Loss(logits, label: 0);
        Assert.Equal(expected, adversary.AdversarialLoss(logits).item<float>(), 1e-6);
    }

    [Fact]
    public void Should_learn_to_tell_two_sites_apart()
    {
        using var scope = NewDisposeScope();
        using var adversary = new Adversary("main", 1, new AdversarySettings { DiscriminatorWidth = 4, DiscriminatorLearningRate = 0.01 }, seed: 2, CPU);
        var random = new RandomStream(1, "logits");
        using Tensor source = Logits(random, 4), target = Logits(random, 4).sub(1);
        double first = adversary.Learn(source, target, 0, 100), last = 0;
        for (int step = 1; step < 40; step++) last = adversary.Learn(source, target, step, 100);
        Assert.Equal(Math.Log(2), first, 0.05);
        Assert.InRange(last, 0, 0.2);
        Assert.True(adversary.AdversarialLoss(target).item<float>() > 1);
    }

    [Fact]
    public void Should_keep_two_outputs_apart_by_name_and_equal_by_seed()
    {
        Assert.Equal(Weights("main", 1), Weights("main", 1));
        Assert.NotEqual(Weights("main", 1), Weights("auxiliary", 1));
        Assert.NotEqual(Weights("main", 1), Weights("main", 2));
    }

    static double[] Weights(string level, long seed)
    {
        using var adversary = new Adversary(level, 1, new AdversarySettings { DiscriminatorWidth = 2 }, seed, CPU);
        return [.. adversary.Network.State().SelectMany(entry => PlainDiscriminator.Values(entry.Tensor))];
    }

    static Tensor Logits(RandomStream random, int batch) =>
        tensor(Enumerable.Range(0, batch * 32 * 40).Select(_ => (float)(2 * random.NextNormal())).ToArray(), [batch, 1, 32, 40]);
}
