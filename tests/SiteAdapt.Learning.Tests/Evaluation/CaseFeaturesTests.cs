using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public sealed class CaseFeaturesTests : IDisposable
{
    static readonly string[] UNetBlocks = ["init_path", "down1", "down2", "bottleneck", "up2", "up1", "out_path"];
    readonly TinySites sites = new();
    readonly TrainingData data;
    readonly PreparedCase prepared;

    public CaseFeaturesTests()
    {
        data = sites.Data();
        prepared = data.Open(data.Manifest.Cases[0]);
    }

    public void Dispose()
    {
        data.Dispose();
        sites.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_give_channel_means_of_each_group_of_a_unet(bool gated)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var plain = (UNet)NetworkFactory.Create(TinySites.Task, CPU, new RandomStream(1, "a"));
        using Network network = gated ? Gated(plain) : plain;
        network.SetTraining(true); // features are those of evaluation all the same
        var features = new CaseFeatures(network, TinySites.Task, CPU).Of(prepared);
        Assert.Equal(UNetBlocks, features.Select(block => block.Block));
        Assert.Equal([2, 4, 8, 16, 8, 4, 2], features.Select(block => block.Channels.Length));
        AssertMeans(((IBottleneck)network).ForwardToBottleneck(Volume()), features[3]);
        if (gated) return;
        var first = Volume();
        for (int block = 0; block < 4; block++) first = plain.Blocks[block].Forward(first); // init_path.0 to .3
        AssertMeans(first, features[0]);
    }

    [Fact]
    public void Should_end_with_what_the_heads_of_a_classifier_get()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var images = new TinyImages();
        using var xray = images.Data();
        var image = xray.Images([xray.Manifest.Cases[0]])[0];
        using var network = new DenseNet121(new DenseNetSettings { InputChannels = TinyImages.Task.Channels, Heads = [("classifier", 2)] });
        network.Initialize(new RandomStream(1, "a"));
        var features = new CaseFeatures(network, TinyImages.Task, CPU).Of(image);
        Assert.Equal(["stem", "denseblock1", "denseblock2", "denseblock3", "denseblock4", "features"], features.Select(block => block.Block));
        Assert.Equal([64, 256, 512, 1024, 1024, 1024], features.Select(block => block.Channels.Length));
        float[] pixels = new float[32 * 32];
        image.ReadImage(0, pixels);
        var input = tensor(pixels, [1, 1, 32, 32]).expand(1, TinyImages.Task.Channels, 32, 32);
        AssertMeans(network.Features(input), features[^1]);
        AssertMeans(network.Blocks[0].Forward(input.contiguous()), features[0]);
    }

    [Theory]
    [InlineData(1, new[] { 0 })]
    [InlineData(3, new[] { 0, 1, 2 })]
    [InlineData(32, new[] { 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31 })]
    public void Should_spread_slices_evenly(int slices, int[] expected) => Assert.Equal(expected, CaseFeatures.Spread(slices));

    /// <summary>All twelve slices [12, 1, 24, 28], padded by hand to 32 columns.</summary>
    Tensor Volume()
    {
        var input = empty(12, 1, 24, 32);
        for (int slice = 0; slice < 12; slice++)
        {
            float[] pixels = new float[24 * 28];
            prepared.ReadImage(slice, pixels);
            input[slice] = prepared.FillValue(slice);
            input[slice, 0, TensorIndex.Colon, 2..30] = tensor(pixels, [24, 28]);
        }
        return input;
    }

    static GatedUNet Gated(UNet plain)
    {
        var network = new GatedUNet(plain.Settings, new GateRecord());
        network.Tuned.Initialize(new RandomStream(2, "tuned"));
        network.Frozen.Initialize(new RandomStream(3, "frozen"));
        network.Policy.Initialize(new RandomStream(4, "policy"));
        return network;
    }

    static void AssertMeans(Tensor activation, BlockFeatures actual)
    {
        double[] expected = (activation.dim() == 4 ? activation.mean([0, 2, 3]) : activation.mean([0])).Doubles();
        Assert.Equal(expected.Length, actual.Channels.Length);
        for (int c = 0; c < expected.Length; c++) Assert.Equal(expected[c], actual.Channels[c], 1e-5);
    }
}
