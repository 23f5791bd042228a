using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public class NormStatisticsTests
{
    static readonly UNetSettings Small = new() { Width = 2 };

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

    [Fact]
    public void Should_not_draw_recalibration_batches_from_images_that_are_scored_under_another_name()
    {
        using var sites = new TinySites(sites: 1);
        using (var clean = sites.Data())
            foreach (var batch in NormStatistics.TrainingBatches(clean, "a", 2, seed: 1, CPU).Take(1)) batch.Dispose();
        using (var zip = new System.IO.Compression.GZipStream(File.Create(sites.File("copy.nii.gz")), System.IO.Compression.CompressionLevel.Fastest)) zip.Write(File.ReadAllBytes(sites.File("a3.nii")));
        File.AppendAllText(sites.ManifestPath, "new,subject-new,a,copy.nii.gz,,train\n");
        using var data = sites.Data();
        string message = Assert.Throws<Imaging.InputException>(() => NormStatistics.TrainingBatches(data, "a", 2, seed: 1, CPU).First()).Message;
        Assert.Contains("'new' (subject 'subject-new') = 'a3' (subject 'subject-a3')", message, StringComparison.Ordinal);
    }

    /// <summary>The final norm sees raw logits, whose mean over three batches a plain sum tells; the counters say how many there were.</summary>
    [Fact]
    public void Should_give_every_batch_the_same_share()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(TinySites.Task, CPU, new RandomStream(1, "test"));
        NormStatistics.Recalibrate(network, Batches());
        var buffers = network.NamedBuffers().ToDictionary(entry => entry.Name, entry => entry.Buffer.Doubles());
        Assert.All(buffers.Where(entry => entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)), entry => Assert.Equal([3.0], entry.Value));

        // The first norm's input is the first convolution of the images.
        var first = network.State().Single(entry => entry.Name == "init_path.0.weight").Tensor;
        var convolved = Batches().Select(batch => nn.functional.conv2d(batch.Images, first, padding: [1, 1])[.., 0].Doubles()).ToList();
        Assert.Equal(convolved.Average(values => values.Average()), buffers["init_path.1.conv_path.0.bn.running_mean"][0], 1e-6);
        Assert.Equal(convolved.Average(values => values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Length - 1)),
            buffers["init_path.1.conv_path.0.bn.running_var"][0], 1e-5);
    }

    [Fact]
    public void Should_go_on_with_an_exponential_average_afterwards()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(TinySites.Task, CPU, new RandomStream(1, "test"));
        NormStatistics.Recalibrate(network, Batches());
        double Mean() => network.NamedBuffers().First(entry => entry.Name.EndsWith("running_mean", StringComparison.Ordinal)).Buffer.Doubles()[0];
        double before = Mean();
        network.SetTraining(true);
        foreach (var norm in network.modules().OfType<TorchSharp.Modules.BatchNorm2d>()) Assert.Equal(0.1, norm.momentum);
        network.forward(zeros(2, 1, 16, 16));
        Assert.Equal(0.9 * before, Mean(), 1e-7); // the convolution of nothing is 0
    }

    [Fact]
    public void Should_stop_between_batches()
    {
        using var network = NetworkFactory.Create(TinySites.Task, CPU, new RandomStream(1, "test"));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => NormStatistics.Recalibrate(network, Batches(), source.Token));
    }

    /// <summary>Each batch larger than the one before, so that an exponential average would not be near the plain one.</summary>
    static IEnumerable<Batch> Batches()
    {
        var random = new RandomStream(2, "images");
        for (int i = 0; i < 3; i++)
        {
            float[] values = [.. Enumerable.Range(0, 2 * 16 * 16).Select(_ => (float)((1 + i) * (random.NextNormal() + 0.5)))];
            yield return new Batch(tensor(values, [2, 1, 16, 16]), zeros(2, 1, 16, 16), [], ILearner.NoStreams);
        }
    }
}
