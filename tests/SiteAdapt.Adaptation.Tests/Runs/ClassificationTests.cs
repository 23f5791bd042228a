using SiteAdapt.Data;
using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation.Tests;

/// <summary>Adaptations of classifiers: to site "b", which has the source's findings, and to site "c", which has others.</summary>
public sealed class ClassificationTests : IDisposable
{
    readonly TinyImages images = new();

    public void Dispose() => images.Dispose();

    [Fact]
    public void Should_go_on_with_the_head_where_the_findings_are_the_sources()
    {
        var (record, weights) = Adapt("fine-tune-all", "b");
        Assert.Equal(["x", "y"], Assert.Single(record.Model!.Heads).Findings);
        Assert.Equal(["a", "b"], record.Model.Heads[0].Sites);
        Assert.DoesNotContain(weights.Keys, name => name.StartsWith("source_", StringComparison.Ordinal));
        Assert.NotEqual(SourceWeights()["classifier.weight"], weights["classifier.weight"]);
    }

    [Fact]
    public void Should_keep_the_sources_head_beside_a_new_one_and_train_it_only_on_source_samples()
    {
        var source = SourceWeights();
        var (record, tuned) = Adapt("fine-tune-all", "c");
        Assert.Equal(["classifier: y, z (c)", "source_classifier: x, y (a)"], record.Model!.Heads.Select(head => $"{head.Name}: {string.Join(", ", head.Findings)} ({string.Join(", ", head.Sites)})"));
        Assert.Equal(source["classifier.weight"], tuned["source_classifier.weight"]);
        Assert.Equal(source["classifier.bias"], tuned["source_classifier.bias"]);
        Assert.NotEqual(source["features.conv0.weight"], tuned["features.conv0.weight"]);

        var (_, mixed) = Adapt("mmtl", "c");
        Assert.NotEqual(source["classifier.weight"], mixed["source_classifier.weight"]);
    }

    [Theory]
    [InlineData("b")]
    [InlineData("c")]
    public void Should_estimate_the_targets_norm_statistics_without_its_findings(string target)
    {
        var source = SourceWeights();
        var (record, weights) = Adapt("adabn", target);
        Assert.All(record.Data.Cases, item => Assert.True(item.Unlabelled));
        Assert.Equal(["x", "y"], Assert.Single(record.Model!.Heads).Findings);
        Assert.Equal(source.Keys, weights.Keys);
        foreach (var (name, value) in weights.Where(entry => !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)))
            if (name.Contains("running_", StringComparison.Ordinal)) Assert.NotEqual(source[name], value);
            else Assert.Equal(source[name], value);
    }

    [Fact]
    public void Should_refuse_adaptsegnet()
    {
        var fault = Assert.Throws<SiteAdapt.Imaging.InputException>(() => Adapt("adaptsegnet", "b"));
        Assert.Contains("is a classification", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_train_the_first_block_and_the_new_head_alone()
    {
        var source = SourceWeights();
        var (_, weights) = Adapt("fine-tune-first", "c");
        foreach (var (name, value) in weights.Where(entry => !entry.Key.Contains("running_", StringComparison.Ordinal) && !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)))
        {
            bool first = name.StartsWith("features.conv0.", StringComparison.Ordinal) || name.StartsWith("features.norm0.", StringComparison.Ordinal)
                || name.StartsWith("features.denseblock1.", StringComparison.Ordinal);
            if (name.StartsWith("classifier.", StringComparison.Ordinal)) continue;
            string atSource = name.Replace("source_classifier", "classifier", StringComparison.Ordinal);
            if (first) Assert.NotEqual(source[atSource], value);
            else Assert.Equal(source[atSource], value);
        }
    }

    [Theory]
    [InlineData(OptimizerKind.Adam, "exp_avg_sq")]
    [InlineData(OptimizerKind.Sgd, "momentum_buffer")]
    public void Should_give_the_new_head_no_history_and_a_step_of_its_own(OptimizerKind kind, string moment)
    {
        string from = images.Pretrain($"source-{kind}", kind);
        Adapt("mmtl+octl", "c", kind, TinyImages.Training with { Epochs = 1, StepsPerEpoch = 1 });
        using var state = OptimizerStateFile.Load(File(images.File($"mmtl+octl-c-{kind}"), "optimizer.safetensors"));
        Assert.Equal(1, state.Parameters["classifier.weight"].Step);
        if (kind == OptimizerKind.Adam) Assert.Equal(101, state.Parameters["source_classifier.weight"].Step);
        using var before = OptimizerStateFile.Load(File(from, "optimizer.safetensors"));
        // One step on: 0.99 (momentum) or 0.999 (beta2) of the loaded history, and what the gradient adds.
        Assert.True(Correlation(before.Parameters["classifier.weight"].Tensors[moment], state.Parameters["source_classifier.weight"].Tensors[moment]) > 0.9);
    }

    [Fact]
    public void Should_hold_the_encoder_to_the_source_and_shrink_the_new_head()
    {
        var settings = TinyImages.Training with { Epochs = 1, StepsPerEpoch = 12, LearningRate = 0.02 };
        var (_, held) = Adapt("l2sp", "c", OptimizerKind.Sgd, settings, ["l2sp-alpha=20", "l2sp-beta=20", "l2sp-decoupled=true"], "held");
        var (_, loose) = Adapt("fine-tune-all", "c", OptimizerKind.Sgd, settings, run: "loose");
        var source = Weights(images.Pretrain("source-Sgd", OptimizerKind.Sgd));
        Assert.True(Distance(held["features.conv0.weight"], source["features.conv0.weight"]) < 0.5 * Distance(loose["features.conv0.weight"], source["features.conv0.weight"]));
        Assert.True(Norm(held["classifier.weight"]) < 0.5 * Norm(loose["classifier.weight"]));
    }

    [Theory]
    [InlineData("mmtl+octl", "c", OptimizerKind.Adam)]
    [InlineData("l2sp", "c", OptimizerKind.Sgd)]
    [InlineData("mmtl+octl+spottunet", "c", OptimizerKind.Adam)]
    [InlineData("fine-tune-all", "b", OptimizerKind.Adam)]
    public void Should_end_with_the_same_bytes_when_stopped(string method, string target, OptimizerKind kind)
    {
        var settings = TinyImages.Training with { CheckpointEvery = 1 };
        Adapt(method, target, kind, settings: settings, run: "whole");
        foreach (int stop in new[] { 1, 3 })
        {
            using var stopAt = new StopAt(stop);
            Assert.Throws<InterruptedRunException>(() => Adapt(method, target, kind, settings: settings, run: "parts", stop: stopAt));
        }
        Adapt(method, target, kind, settings: settings, run: "parts");
        foreach (string name in new[] { "model.safetensors", "optimizer.safetensors", "run.json" })
            Assert.Equal(System.IO.File.ReadAllBytes(File(images.File("whole"), name)), System.IO.File.ReadAllBytes(File(images.File("parts"), name)));
    }

    [Fact]
    public void Should_score_a_source_model_on_the_findings_that_it_shares_and_the_source_through_its_own_head()
    {
        var (record, checkpoint) = RunFolder.OpenFinished(images.Pretrain("source-Adam"));
        using var data = images.Data();
        using (var network = NetworkFactory.Load(record, checkpoint, CPU))
        {
            var onC = new FindingsEvaluator(network, record.Model!, data, CPU).Predict("c", data.Split.TestCases("c"));
            Assert.Equal(["y"], onC.Findings);
            Assert.Equal(["x", "z"], onC.NotShared);
        }
        Adapt("fine-tune-all", "c");
        var (adapted, last) = RunFolder.OpenFinished(images.File("fine-tune-all-c-Adam"));
        using var tuned = NetworkFactory.Load(adapted, last, CPU);
        var evaluator = new FindingsEvaluator(tuned, adapted.Model!, data, CPU);
        Assert.Equal(("classifier", "y z"), (evaluator.Predict("c", data.Split.TestCases("c")).Head, string.Join(' ', evaluator.Predict("c", data.Split.TestCases("c")).Findings)));
        Assert.Equal(("source_classifier", "x y"), (evaluator.Predict("a", data.Split.TestCases("a")).Head, string.Join(' ', evaluator.Predict("a", data.Split.TestCases("a")).Findings)));
    }

    [Fact]
    public void Should_gate_the_encoder_and_give_both_sites_their_heads()
    {
        var source = SourceWeights();
        var (record, weights) = Adapt("spottunet", "c");
        Assert.Equal(["classifier", "source_classifier"], record.Model!.Heads.Select(head => head.Name));
        foreach (var (name, values) in source.Where(entry => entry.Key.StartsWith("features.", StringComparison.Ordinal) && !entry.Key.Contains("running_", StringComparison.Ordinal) && !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)))
            Assert.Equal(values, weights["frozen." + name]);
        Assert.Equal(source["classifier.weight"], weights["source_classifier.weight"]);
        Assert.NotEqual(weights["frozen.classifier.weight"], weights["classifier.weight"]);
        Assert.NotEqual(source["features.norm5.weight"], weights["features.norm5.weight"]);

        var (_, checkpoint) = RunFolder.OpenFinished(images.File("spottunet-c-Adam"));
        Assert.Equal(62, checkpoint.State.History[^1].Measures!.Count);
        using var network = NetworkFactory.Load(record, checkpoint, CPU);
        using var data = images.Data();
        var predictions = new FindingsEvaluator(network, record.Model, data, CPU).Predict("a", data.Split.TestCases("a"));
        Assert.Equal("source_classifier", predictions.Head);
        Assert.Equal(predictions.Images.Count, ((GatedNetwork)network).Usage.Slices);
    }

    [Fact]
    public void Should_learn_the_targets_chosen_findings_while_the_source_keeps_its_own()
    {
        images.Pretrain("source-Adam");
        using var data = images.Data(TinyImages.Task with { Findings = ["z"] });
        AdaptationRun.Execute(new AdaptationSettings(Adapting.Method("mmtl", OptimizerKind.Adam), "c", Budget.OfImages(3), TinyImages.Training, OptimizerKind.Adam),
            SourceModel.Open(images.File("source-Adam")), data, null, images.Options("chosen"), CancellationToken.None);
        var (record, checkpoint) = RunFolder.OpenFinished(images.File("chosen"));
        Assert.Equal(["z", "x, y"], record.Model!.Heads.Select(head => string.Join(", ", head.Findings)));
        Assert.Contains(record.Data.Cases, item => item.Role == "source");
        using var network = NetworkFactory.Load(record, checkpoint, CPU);
        Assert.Equal(["x", "y"], new FindingsEvaluator(network, record.Model, data, CPU).Predict("a", data.Split.TestCases("a")).Findings);
    }

    [Fact]
    public void Should_go_on_with_the_head_whatever_the_order_of_the_targets_columns()
    {
        string[] lines = System.IO.File.ReadAllLines(images.ManifestPath);
        images.Pretrain("source-Adam"); // from the columns as they stood
        System.IO.File.WriteAllLines(images.ManifestPath, lines.Select(line => line.Split(',')).Select(cells => string.Join(',', [.. cells[..5], cells[6], cells[5], cells[7]])));
        var (record, _) = Adapt("fine-tune-all", "b");
        Assert.Equal(["x", "y"], Assert.Single(record.Model!.Heads).Findings);
    }

    [Fact]
    public void Should_not_spend_a_budget_on_images_without_a_known_label()
    {
        string[] lines = System.IO.File.ReadAllLines(images.ManifestPath);
        // Of site c, patients 0 and 1 lose their labels.
        System.IO.File.WriteAllLines(images.ManifestPath, lines.Select(line =>
            line.StartsWith("c0-", StringComparison.Ordinal) || line.StartsWith("c1-", StringComparison.Ordinal) ? string.Join(',', [.. line.Split(',')[..5], "", "", ""]) : line));
        var (record, _) = Adapt("fine-tune-all", "c");
        string[] used = [.. record.Data.Cases.Select(item => item.Subject)];
        Assert.Equal(3, used.Length);
        Assert.DoesNotContain("c0", used);
        Assert.DoesNotContain("c1", used);
    }

    [Fact]
    public void Should_fill_a_budget_with_the_next_image_where_one_cannot_be_read()
    {
        images.Pretrain("source-Adam");
        using var all = images.Data();
        var first = all.Split.TrainingCases("b")[0];
        System.IO.File.WriteAllText(first.Image, "no image");
        var skipped = new List<string>();
        using var data = new TrainingData(all.Manifest, new SplitRecord(), TinyImages.Task, all.Cache) { SkipUnreadable = true, Skipped = image => skipped.Add(image.Case.Id) };
        Assert.Equal(all.Split.TrainingCases("b").Skip(1).Take(3).Select(item => item.Id), data.Pool(["b"], Budget.OfImages(3)).Select(item => item.Case.Case.Id));
        Assert.Equal([first.Id], skipped);
    }

    [Fact]
    public void Should_mix_a_target_sample_into_the_first_batch_already()
    {
        var (record, _) = Adapt("mmtl", "c");
        Assert.Equal(1, (int)record.Method!["mix"]!["first"]!);
        var (chosen, _) = Adapt("mmtl", "c", set: ["mix-first=0"], run: "from-zero");
        Assert.Equal(0, (int)chosen.Method!["mix"]!["first"]!);
        Assert.True(record.Data.Cases.Count(item => item.Role == "target") == 3, "--images 3");
    }

    (RunRecord Record, Dictionary<string, float[]> Weights) Adapt(string method, string target, OptimizerKind kind = OptimizerKind.Adam,
        TrainingSettings? settings = null, string[]? set = null, string? run = null, StopAt? stop = null)
    {
        string source = images.Pretrain($"source-{kind}", kind);
        run ??= $"{method}-{target}-{kind}";
        settings ??= TinyImages.Training;
        using var data = images.Data();
        var options = stop is null ? images.Options(run) : images.Options(run) with { Progress = stop };
        AdaptationRun.Execute(new AdaptationSettings(Adapting.Method(method, kind, set ?? []), target, Budget.OfImages(3), settings, kind),
            SourceModel.Open(source), data, null, options, stop?.Token ?? CancellationToken.None);
        return (RunFolder.OpenFinished(images.File(run)).Record, Weights(images.File(run)));
    }

    Dictionary<string, float[]> SourceWeights() => Weights(images.Pretrain("source-Adam"));

    static string File(string run, string name) => TinySites.CheckpointFile(run, name, RunFolder.Last);

    static Dictionary<string, float[]> Weights(string run)
    {
        var (record, checkpoint) = RunFolder.OpenFinished(run);
        using var network = NetworkFactory.Load(record, checkpoint, CPU);
        return network.State().ToDictionary(entry => entry.Name, entry =>
        {
            using var copy = entry.Tensor.detach().to(ScalarType.Float32).contiguous();
            return copy.data<float>().ToArray();
        });
    }

    static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    static double Distance(float[] a, float[] b) => Norm([.. a.Zip(b, (x, y) => x - y)]);

    static double Correlation(Tensor a, Tensor b)
    {
        float[] x = a.data<float>().ToArray(), y = b.data<float>().ToArray();
        return x.Zip(y, (p, q) => (double)p * q).Sum() / (Norm(x) * Norm(y));
    }
}
