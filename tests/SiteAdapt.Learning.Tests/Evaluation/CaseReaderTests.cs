using SiteAdapt.Data;
using SiteAdapt.Imaging;
using TorchSharp;

namespace SiteAdapt.Learning.Tests;

public sealed class CaseReaderTests
{
    [Fact]
    public void Should_read_volumes_without_their_labels()
    {
        using var sites = new TinySites(sites: 1);
        var (record, checkpoint) = RunFolder.OpenFinished(sites.Pretrain("run"));
        using var network = NetworkFactory.Load(record, checkpoint, torch.CPU);
        using var data = sites.Data();
        var expected = data.Manifest.Cases.Select(item => Uncertainty(network, data.Open(item))).ToList();
        foreach (var item in data.Manifest.Cases) File.Delete(item.Label!);
        using var fresh = new TrainingData(data.Manifest, new SplitRecord(), TinySites.Task, new PreparedCache(sites.File("another cache")));
        var readings = new CaseReader(network, record, fresh, torch.CPU).Read(data.Manifest.Cases);
        Assert.Equal(data.Manifest.Cases.Select(item => item.Id), readings.Select(reading => reading.Case.Id));
        Assert.Equal(expected, readings.Select(reading => reading.Uncertainty), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(expected.Count, expected.Distinct().Count());
        foreach (var (reading, item) in readings.Zip(data.Manifest.Cases))
        {
            Assert.Equal(8 * TinySites.Task.Network.Width, reading.Features.Length);
            Assert.Equal(new CaseFeatures(network, TinySites.Task, torch.CPU).Of(data.Open(item)).Single(block => block.Block == "bottleneck").Channels, reading.Features);
        }
        double distance = Math.Sqrt(readings[0].Features.Zip(readings[1].Features, (a, b) => ((double)a - b) * ((double)a - b)).Sum());
        Assert.Equal(distance, readings[1].DistanceTo(readings[0]), 12);
        Assert.True(distance > 0);
    }

    /// <summary>In the file's order, where the reader goes through the grid's.</summary>
    static double Uncertainty(Network network, PreparedCase prepared)
    {
        float[] marked = [.. new SlicePredictor(network, TinySites.Task, torch.CPU).Predict(prepared)[0].Where(p => p > 0.5f)];
        return marked.Length == 0 ? 1 : marked.Average(p => -(p * Math.Log2(p)) - (p == 1 ? 0 : (1 - (double)p) * Math.Log2(1 - (double)p)));
    }

    [Fact]
    public void Should_read_images_through_the_head_of_their_site()
    {
        using var images = new TinyImages();
        var (record, checkpoint) = RunFolder.OpenFinished(images.Pretrain("run"));
        using var network = NetworkFactory.Load(record, checkpoint, torch.CPU);
        using var data = images.Data();
        IReadOnlyList<Case> cases = [.. data.Manifest.CasesAt("c").Take(5).Select(item => item.Unlabelled())];
        var readings = new CaseReader(network, record, data, torch.CPU).Read(cases);
        var probabilities = new FindingsPredictor(network, record.Task, torch.CPU).Predict(data.Images(cases), record.Model!.Heads[0]);
        Assert.Equal(probabilities.Select(PredictiveEntropy.OfFindings), readings.Select(reading => reading.Uncertainty));
        Assert.All(readings, reading => Assert.Equal(1024, reading.Features.Length));
    }

    [Fact]
    public void Should_refuse_a_prediction_that_is_no_number()
    {
        using var sites = new TinySites(sites: 1);
        var (record, checkpoint) = RunFolder.OpenFinished(sites.Pretrain("run"));
        using var network = NetworkFactory.Load(record, checkpoint, torch.CPU);
        using var data = sites.Data();
        using (torch.no_grad())
        using (var nan = torch.tensor(float.NaN))
            foreach (var (name, parameter) in network.NamedParameters())
                if (name.EndsWith("bias", StringComparison.Ordinal)) parameter.copy_(nan.expand(parameter.shape));
        string message = Assert.Throws<InputException>(() => new CaseReader(network, record, data, torch.CPU).Read([data.Manifest.Cases[0]])).Message;
        Assert.Contains("case 'a0' of site 'a': the prediction is no number", message, StringComparison.Ordinal);
    }
}
