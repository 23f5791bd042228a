using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation.Tests;

public sealed class AdaptSegNetRunTests : IDisposable
{
    readonly TinySites sites = new();
    readonly string source;

    public AdaptSegNetRunTests() => source = sites.Pretrain("source", task: Adapting.WideTask);

    public void Dispose() => sites.Dispose();

    [Fact]
    public void Should_leave_a_plain_network_and_what_training_needs_in_files_of_their_own()
    {
        Adapt("run");
        var (record, checkpoint) = RunFolder.OpenFinished(sites.File("run"));
        Assert.Null(record.Model);
        using var network = NetworkFactory.Load(record, checkpoint, TorchSharp.torch.CPU);
        string[] files = [.. Directory.GetFiles(checkpoint.Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        Assert.Equal(["SHA256SUMS", "auxiliary.safetensors", "discriminator-auxiliary-optimizer.safetensors", "discriminator-auxiliary.safetensors",
            "discriminator-main-optimizer.safetensors", "discriminator-main.safetensors", "model.safetensors", "optimizer.safetensors", "run.json"], files);
    }

    [Fact]
    public void Should_tell_its_losses_every_epoch()
    {
        Adapt("run");
        var history = RunFolder.OpenFinished(sites.File("run")).Checkpoint.State.History;
        Assert.Equal(2, history.Count);
        Assert.All(history, row => Assert.Equal(
            ["adversary/auxiliary", "adversary/auxiliary_segmentation", "adversary/discriminator_auxiliary", "adversary/discriminator_main", "adversary/learning_rate", "adversary/main"],
            row.Measures!.Keys.Order(StringComparer.Ordinal)));
        Assert.All(history, row => Assert.All(row.Measures!.Values, value => Assert.True(value > 0)));
        Assert.Equal(history.Select(row => row.LearningRate), history.Select(row => row.Measures!["adversary/learning_rate"]));
    }

    [Fact]
    public void Should_draw_half_of_a_batch_from_each_site()
    {
        Assert.Equal(8, AdaptSegNet.Method.Mix.TargetCount(0, 60, 16));
        Assert.Equal(8, AdaptSegNet.Method.Mix.TargetCount(59, 60, 16));
        Adapt("run");
        Assert.Equal(["source", "source", "target", "target"], new RunFolder(sites.File("run")).ReadRecord().Data.Cases.Select(item => item.Role).Order());
    }

    [Theory]
    [InlineData("adaptsegnet+octl", "history=none")]
    [InlineData("adaptsegnet+fine-tune-first", "trainable=all")]
    [InlineData("adaptsegnet+l2sp", "leave it out")]
    [InlineData("adaptsegnet+all-target-data", "sees no target label")]
    [InlineData("adaptsegnet", "samples of both sites", "mix=paper")]
    [InlineData("adaptsegnet", "samples of both sites", "target-stream=last2")]
    [InlineData("fine-tune-all", "use adaptsegnet", "discriminator-width=8")]
    [InlineData("adaptsegnet+adabn", "finish=target-statistics")]
    [InlineData("mmtl+adabn", "finish=target-statistics")]
    public void Should_refuse_what_makes_no_sense(string method, string expected, params string[] options)
    {
        var fault = Assert.Throws<InputException>(() => Adapt("run", method, options));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(sites.File("run", "run.json")));
    }

    [Fact]
    public void Should_refuse_a_mix_of_its_own_with_mmtl()
    {
        var fault = Assert.Throws<InputException>(() => MethodCatalog.Find("mmtl+adaptsegnet", OptimizerKind.Adam));
        Assert.Contains("both set the batch mix", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_windows_that_cannot_be_halved_five_times()
    {
        string small = sites.Pretrain("small");
        var fault = Assert.Throws<InputException>(() => Adapting.Run(sites, Settings("adaptsegnet"), small, "run"));
        Assert.Contains("windows of 16 pixels", fault.Message, StringComparison.Ordinal);
        Assert.Contains("32 or more", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_batch_without_room_for_both_sites()
    {
        var settings = Settings("adaptsegnet") with { Training = TinySites.Training with { BatchSize = 1 } };
        var fault = Assert.Throws<InputException>(() => Adapting.Run(sites, settings, source, "run"));
        Assert.Contains("samples of both sites in every batch", fault.Message, StringComparison.Ordinal);
    }

    void Adapt(string run, string method = "adaptsegnet", params string[] options) => Adapting.Run(sites, Settings(method, options), source, run);

    static AdaptationSettings Settings(string method, params string[] options) =>
        Adapting.Settings(Adapting.Method(method, OptimizerKind.Adam, method == "adaptsegnet" ? ["discriminator-width=2", .. options] : options), OptimizerKind.Adam) with { Budget = null };
}
