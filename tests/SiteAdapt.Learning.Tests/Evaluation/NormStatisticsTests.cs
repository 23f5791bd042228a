using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public class NormStatisticsTests
{
    static readonly UNetSettings Small = new() { Width = 2 };

    [Fact]
    public void Should_average_the_statistics_of_all_batches_alike()
    {
        using var scope = NewDisposeScope();
        using var network = new UNet(Small);
        network.Initialize(new RandomStream(1, "weights"));
        var images = Enumerable.Range(0, 5).Select(i => ForwardGolden.Wave(2, 1, 16, 16).mul(i + 1).to(ScalarType.Float32)).ToList();
        var means = images.Select(image => network.Blocks[0].Forward(image).mean([0, 2, 3]).Doubles()).ToList();
        NormStatistics.Recalibrate(network, images.Select(image => new Batch(image.clone(), zeros(0), [], new Dictionary<string, string>())));
        var norm = network.NamedBuffers().ToDictionary(entry => entry.Name, entry => entry.Buffer);
        double[] expected = [.. Enumerable.Range(0, 2).Select(channel => means.Average(mean => mean[channel]))];
        Assert.InRange(TensorValues.LargestDifference(expected, norm["init_path.1.conv_path.0.bn.running_mean"].Doubles()), 0, 1e-6);
    }

    [Fact]
    public void Should_put_the_sources_statistics_into_both_copies_of_a_gated_network()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var source = new UNet(Small);
        source.Initialize(new RandomStream(1, "weights"));
        source.SetTraining(true);
        source.forward(ForwardGolden.Wave(2, 1, 16, 16).to(ScalarType.Float32));
        WeightsFile.Save(source, folder.File("source.safetensors"));
        using var network = new GatedUNet(Small, new GateRecord());
        var policy = network.NamedBuffers().Where(entry => GatedNetwork.IsPolicy(entry.Name)).Select(entry => entry.Buffer.Doubles()).ToList();
        NormStatistics.CopyFrom(network, folder.File("source.safetensors"));
        var buffers = network.NamedBuffers().ToDictionary(entry => entry.Name, entry => entry.Buffer.Doubles());
        foreach (var (name, buffer) in source.NamedBuffers())
        {
            Assert.Equal(buffer.Doubles(), buffers[name]);
            Assert.Equal(buffer.Doubles(), buffers["frozen." + name]);
        }
        Assert.Equal(policy, buffers.Where(entry => GatedNetwork.IsPolicy(entry.Key)).Select(entry => entry.Value));
    }
}
