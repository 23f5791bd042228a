using System.Text.Json;
using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public sealed class FeatureRecorderTests : IDisposable
{
    readonly TinySites sites = new(sites: 2, subjects: 5);

    public void Dispose() => sites.Dispose();

    sealed record Row(string Role, string Case, string Subject, string Site, string Subset, double Loss, float[] Features);

    [Fact]
    public void Should_keep_a_row_for_every_training_case_and_test_case_at_the_chosen_epochs()
    {
        Train();
        Assert.Equal(["epoch-000.jsonl", "epoch-002.jsonl"], Directory.GetFiles(sites.File("run", "features")).Select(path => Path.GetFileName(path)).Order());
        var rows = Read(2);
        // Three for training and the test subject of site "a"; nobody of site "b", no validation subject.
        Assert.Equal([("a0", "source", "train"), ("a1", "source", "train"), ("a2", "source", "train"), ("a4", "test", "test")], rows.Select(row => (row.Case, row.Role, row.Subset)));
        Assert.All(rows, row => Assert.Equal(("a", $"subject-{row.Case}"), (row.Site, row.Subject)));
    }

    [Fact]
    public void Should_average_over_channels_and_slices_as_a_plain_computation()
    {
        Train();
        // The last epoch's features are those of the final weights.
        using var network = (UNet)NetworkFactory.Load(TinySites.Task, CPU, sites.CheckpointFile("run", "model.safetensors"));
        network.SetTraining(false);
        using var data = sites.Data();
        foreach (var row in Read(2))
        {
            var prepared = data.Open(data.Manifest.Cases.Single(item => item.Id == row.Case));
            var (features, loss) = Plain(network, prepared);
            Assert.Equal(loss, row.Loss, 1e-6);
            Assert.Equal(features.Length, row.Features.Length);
            for (int i = 0; i < features.Length; i++) Assert.Equal(features[i], row.Features[i], 1e-5);
        }
    }

    [Fact]
    public void Should_see_the_network_change() => Assert.NotEqual(Features(0), Features(2));

    float[] Features(int epoch)
    {
        if (!Directory.Exists(sites.File("run"))) Train();
        return Read(epoch)[0].Features;
    }

    void Train()
    {
        using var data = sites.Data();
        Pretraining.Run(data, ["a"], TinySites.Training, new OptimizerSettings(OptimizerKind.Adam), sites.Options("run") with { FeaturesAt = [0, 2] }, CancellationToken.None);
    }

    List<Row> Read(int epoch) =>
        [.. File.ReadLines(sites.File("run", "features", $"epoch-{epoch:D3}.jsonl")).Select(line => JsonSerializer.Deserialize<Row>(line, Json.Line)!)];

    /// <summary>Slice by slice: of twelve slices the share that 120 to 179 are of 269 (5 and 6), the centre window, the bottleneck [16, 2, 2] averaged over channels.</summary>
    static (double[] Features, double Loss) Plain(UNet network, PreparedCase prepared)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var sum = zeros(4, ScalarType.Float64);
        double loss = 0;
        int top = prepared.Height / 2 - 8, left = prepared.Width / 2 - 8;
        var label = prepared.ReadMask(0).Voxels;
        foreach (int slice in new[] { 5, 6 })
        {
            var pixels = new float[prepared.Height * prepared.Width];
            prepared.ReadImage(slice, pixels);
            var image = tensor(pixels, [prepared.Height, prepared.Width])[top..(top + 16), left..(left + 16)].reshape(1, 1, 16, 16);
            // Masks are x-fastest; H is x and W is y.
            var mask = tensor(Enumerable.Range(0, pixels.Length).Select(i => (float)label[i / prepared.Width + prepared.Height * (i % prepared.Width + prepared.Width * slice)]).ToArray(),
                [prepared.Height, prepared.Width])[top..(top + 16), left..(left + 16)];
            var logits = network.forward(image)[0, 0];
            loss += (logits.clamp_min(0) - logits * mask + (1 + (-logits.abs()).exp()).log()).mean().item<float>();
            sum = sum + network.ForwardToBottleneck(image)[0].mean([0]).flatten().to(ScalarType.Float64);
        }
        return ((sum / 2).data<double>().ToArray(), loss / 2);
    }
}
