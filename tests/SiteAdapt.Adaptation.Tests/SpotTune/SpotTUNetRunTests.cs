using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation.Tests;

/// <summary>SpotTUNet runs from a source model, and what stands in their folders.</summary>
public sealed class SpotTUNetRunTests : IDisposable
{
    readonly TinySites sites = new();
    readonly string source;

    public SpotTUNetRunTests() => source = sites.Pretrain("source");

    public void Dispose() => sites.Dispose();

    [Theory]
    [InlineData("spottune-frozen-norm=train", true)]
    [InlineData("spottune-frozen-norm=eval", false)]
    public void Should_keep_every_frozen_parameter_to_the_bit(string option, bool statisticsMove)
    {
        Adapt("spottunet", "run", option);
        var (before, after) = (Adapting.Weights(sites, "source"), Adapting.Weights(sites, "run"));
        foreach (var (name, values) in before)
        {
            bool statistic = name.Contains("running_", StringComparison.Ordinal) || name.EndsWith("num_batches_tracked", StringComparison.Ordinal);
            Assert.True(after["frozen." + name].SequenceEqual(values) == !(statistic && statisticsMove), name);
        }
        // Not each: a network this small has dead units.
        Assert.True(before.Count(entry => !after[entry.Key].SequenceEqual(entry.Value)) > 0.9 * before.Count);
    }

    [Fact]
    public void Should_record_the_gates_and_the_resolved_method()
    {
        Adapt("spottunet", "run", "spottune-k=tuned", "spottune-shortcut0=true", "spottune-gates=soft");
        var record = new RunFolder(sites.File("run")).ReadRecord();
        Assert.Equal(new GateRecord(Soft: true, Shortcut0: true), record.Model!.Gates);
        Assert.Equal(0.005, (double?)record.Method!["gates"]!["k"]);
        foreach (string file in new[] { "model.safetensors", "optimizer.safetensors", "policy-optimizer.safetensors" })
            Assert.True(File.Exists(sites.CheckpointFile("run", file)), file);
        Assert.Null(new RunFolder(source).ReadRecord().Model);
    }

    [Fact]
    public void Should_write_the_use_of_every_gate_into_the_history()
    {
        Adapt("spottunet", "run");
        var history = RunFolder.OpenFinished(sites.File("run")).Checkpoint.State.History;
        Assert.Equal(TinySites.Training.Epochs, history.Count);
        foreach (var row in history)
        {
            Assert.Equal(32, row.Measures!.Count);
            Assert.All(row.Measures, entry => Assert.InRange(entry.Value, 0, 1));
            Assert.Contains("gate/bottleneck.4", row.Measures.Keys);
        }
    }

    [Fact]
    public void Should_score_a_case_with_the_network_that_its_record_names()
    {
        Adapt("spottunet", "run");
        var (record, checkpoint) = RunFolder.OpenFinished(sites.File("run"));
        using var network = NetworkFactory.Load(record, checkpoint, CPU);
        var gated = Assert.IsType<GatedUNet>(network);
        using var data = sites.Data();
        var item = data.Split.CasesOf("b", Data.Subset.Test).Single();
        Assert.Single(new Evaluator(network, record.Task, CPU, data.Cache).Evaluate([item], EvaluationGrid.Prepared));
        Assert.Equal(TinySites.Size.Z, gated.Usage.Slices);
        Assert.Equal(gated.GateNames, gated.Usage.FrozenShares.Keys);
    }

    [Fact]
    public void Should_measure_features_and_validation_without_changing_the_run()
    {
        Adapt("spottunet", "plain");
        Adapting.Run(sites, Settings("spottunet"), source, "watched", sites.Options("watched") with { Validate = true, FeaturesAt = [0, 2] });
        Assert.Equal(File.ReadAllBytes(sites.CheckpointFile("plain", "model.safetensors")), File.ReadAllBytes(sites.CheckpointFile("watched", "model.safetensors")));
        Assert.True(File.Exists(sites.File("watched", "features", "epoch-002.jsonl")));
    }

    [Theory]
    [InlineData("spottunet+all-target-data", "starts from scratch")]
    [InlineData("spottunet+fine-tune-first", "the trainable set must be all, not first")]
    [InlineData("spottunet+none", "nothing is trained")]
    public void Should_refuse_what_makes_no_sense_with_gates(string method, string reason) =>
        Assert.Contains(reason, Assert.Throws<InputException>(() => Adapt(method, "run")).Message, StringComparison.Ordinal);

    [Fact]
    public void Should_refuse_to_start_from_a_gated_model()
    {
        Adapt("spottunet", "gated");
        var fault = Assert.Throws<InputException>(() => Adapting.Run(sites, Settings("fine-tune-all"), sites.File("gated"), "again"));
        Assert.Contains("is a SpotTUNet model", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"--from {source}", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(sites.File("again")));
    }

    [Fact]
    public void Should_pull_the_tuned_copy_with_l2sp_and_continue_the_sources_optimizer_with_octl()
    {
        double Distance(string method, params string[] options)
        {
            Adapt(method, method + options.Length, options);
            var before = Adapting.Weights(sites, "source");
            var after = Adapting.Weights(sites, method + options.Length);
            return before.Where(entry => entry.Key.EndsWith("weight", StringComparison.Ordinal)).Sum(entry => entry.Value.Zip(after[entry.Key], (a, b) => (a - b) * (a - b)).Sum());
        }
        double plain = Distance("spottunet");
        Assert.True(Distance("spottunet+l2sp", "l2sp-alpha=10") < 0.8 * plain);
        Assert.NotEqual(plain, Distance("octl+spottunet"));
    }

    static AdaptationSettings Settings(string method, params string[] options) =>
        Adapting.Settings(Adapting.Method(method, OptimizerKind.Adam, options), OptimizerKind.Adam);

    void Adapt(string method, string run, params string[] options) => Adapting.Run(sites, Settings(method, options), source, run);
}
