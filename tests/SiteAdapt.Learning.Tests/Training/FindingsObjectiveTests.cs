using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public sealed class FindingsObjectiveTests : IDisposable
{
    static readonly HeadRecord Own = new("classifier", ["c"], ["y", "z"]), Source = new("source_classifier", ["a"], ["x", "y"]);
    const int OfTarget = 6;
    readonly TinyImages images = new();

    public void Dispose() => images.Dispose();

    [Fact]
    public void Should_be_the_mean_over_samples_of_the_mean_over_known_labels_each_through_its_own_head()
    {
        using var data = images.Data();
        List<Sample> samples = [.. Samples(data, "c", OfTarget, role: 0), .. Samples(data, "a", 3, role: 1)];
        var model = new ModelRecord { Heads = [Own, Source] };
        using var network = (DenseNet121)NetworkFactory.Create(TinyImages.Task, CPU, new RandomStream(1, "test"), model);
        network.SetTraining(false);
        using var batch = BatchAssembler.Labelled(TinyImages.Task, model).Assemble(samples, new Dictionary<string, string>());
        Assert.Equal([samples.Count, 3L], batch.Labels.shape);

        using var loss = new FindingsObjective(model).Loss(network, batch);
        using var features = network.Features(batch.Images);
        double[][] logits = [Values(network.Head("classifier", features)), Values(network.Head("source_classifier", features))];
        double sum = 0;
        for (int b = 0; b < samples.Count; b++)
        {
            var head = b < OfTarget ? Own : Source;
            var known = head.Findings.Select((finding, f) => (Logit: logits[b < OfTarget ? 0 : 1][b * 2 + f], Label: samples[b].Case.Case.Findings[finding]))
                .Where(pair => pair.Label is 0 or 1).ToList();
            if (known.Count > 0) sum += known.Average(pair => Math.Log(1 + Math.Exp(pair.Label == 1 ? -pair.Logit : pair.Logit)));
        }
        Assert.Contains(samples.Take(OfTarget), sample => sample.Case.Case.Findings.Values.Any(value => value == -1));
        Assert.Equal(sum / samples.Count, loss.item<float>(), 1e-5);
    }

    [Fact]
    public void Should_give_a_head_no_gradient_when_no_sample_goes_through_it()
    {
        using var data = images.Data();
        var model = new ModelRecord { Heads = [Own, Source] };
        using var network = (DenseNet121)NetworkFactory.Create(TinyImages.Task, CPU, new RandomStream(1, "test"), model);
        network.SetTraining(true);
        using var batch = BatchAssembler.Labelled(TinyImages.Task, model).Assemble([.. Samples(data, "c", 4, role: 0)], new Dictionary<string, string>());
        using var loss = new FindingsObjective(model).Loss(network, batch);
        loss.backward();
        Assert.Null(network.get_parameter("source_classifier.weight")!.grad);
        Assert.NotNull(network.get_parameter("classifier.weight")!.grad);
    }

    static IEnumerable<Sample> Samples(TrainingData data, string site, int count, int role) =>
        data.Pool([site], null).Take(count).Select(item => new Sample(item.Case, 0, SliceWindow.Centre(32, 32, 32), role));

    static double[] Values(Tensor tensor)
    {
        using (tensor) return [.. tensor.data<float>().ToArray().Select(value => (double)value)];
    }
}
