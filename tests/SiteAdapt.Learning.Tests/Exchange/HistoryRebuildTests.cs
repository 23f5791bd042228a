using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

/// <summary>Rebuilt moments against sums written out from the gradients themselves.</summary>
public sealed class HistoryRebuildTests : IDisposable
{
    const int Batches = 5, BatchSize = 3;

    readonly TinySites sites = new(sites: 1, subjects: 5);

    public void Dispose() => sites.Dispose();

    (RunRecord Record, Checkpoint Checkpoint) Rebuild(string from, string run, OptimizerSettings optimizer, long seed = 3)
    {
        var (record, checkpoint) = RunFolder.OpenFinished(sites.File(from));
        using var data = sites.Data();
        HistoryRebuild.Run(record, checkpoint, data, ["a"], new HistoryRebuildSettings(optimizer, Batches, BatchSize, seed), sites.Options(run), CancellationToken.None);
        return RunFolder.OpenFinished(sites.File(run));
    }

    /// <summary>The gradients of each batch at the run's weights, in the network's order.</summary>
    List<Dictionary<string, Tensor>> Gradients(string run, long seed)
    {
        var (record, checkpoint) = RunFolder.OpenFinished(sites.File(run));
        using var data = sites.Data();
        var stream = new SampleStream("history", data.Pool(["a"], null), record.Task.Window, seed);
        var assembler = BatchAssembler.Labelled(record.Task);
        return [.. Enumerable.Range(0, Batches).Select(_ =>
        {
            using var network = NetworkFactory.Load(record, checkpoint, CPU);
            network.SetTraining(true);
            using var batch = assembler.Assemble([.. Enumerable.Range(0, BatchSize).Select(_ => stream.Next(0))], ILearner.NoStreams);
            Losses.BinaryCrossEntropy(network.forward(batch.Images), batch.Labels).backward();
            return network.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Parameter.grad!.clone());
        })];
    }

    static void Close(Tensor expected, Tensor actual, string name)
    {
        double scale = expected.abs().max().item<float>(), distance = expected.sub(actual).abs().max().item<float>();
        Assert.True(distance <= 1e-4 * scale + 1e-9, $"{name}: {distance} of {scale}");
    }

    static Tensor Average(IEnumerable<Tensor> values, double keep)
    {
        Tensor? sum = null;
        double total = 0;
        foreach (var value in values)
        {
            sum = sum is null ? value.mul(1 - keep) : sum.mul(keep).add(value.mul(1 - keep));
            total = total * keep + (1 - keep);
        }
        return sum!.div(total);
    }

    [Fact]
    public void Should_average_gradients_and_their_squares_for_adam()
    {
        sites.Pretrain("source");
        var optimizer = new OptimizerSettings(OptimizerKind.Adam) { Beta1 = 0.7, Beta2 = 0.9 };
        var (record, checkpoint) = Rebuild("source", "rebuilt", optimizer);
        using var memory = checkpoint.LoadOptimizer();
        var gradients = Gradients("source", 3);
        foreach (string name in gradients[0].Keys)
        {
            Close(Average(gradients.Select(step => step[name]), 0.7), memory.Parameters[name].Tensors["exp_avg"], name);
            Close(Average(gradients.Select(step => step[name].square()), 0.9), memory.Parameters[name].Tensors["exp_avg_sq"], name);
            Assert.Equal(Batches, memory.Parameters[name].Step);
        }
        Assert.Equal(optimizer, record.Optimizer);
        Assert.Equal(Batches, record.RebuiltHistory!.Batches);
    }

    [Fact]
    public void Should_sum_gradients_for_sgd()
    {
        sites.Pretrain("source", OptimizerKind.Sgd);
        using var memory = Rebuild("source", "rebuilt", new OptimizerSettings(OptimizerKind.Sgd) { Momentum = 0.5, Nesterov = false }).Checkpoint.LoadOptimizer();
        var gradients = Gradients("source", 3);
        foreach (string name in gradients[0].Keys)
            Close(Average(gradients.Select(step => step[name]), 0.5).mul(1 / (1 - 0.5)), memory.Parameters[name].Tensors["momentum_buffer"], name);
    }

    [Fact]
    public void Should_leave_weights_and_running_statistics_as_they_were_and_repeat_itself()
    {
        sites.Pretrain("source");
        var optimizer = new OptimizerSettings(OptimizerKind.Adam);
        Rebuild("source", "one", optimizer);
        Rebuild("source", "two", optimizer);
        Rebuild("source", "other", optimizer, seed: 4);
        Assert.Equal(sites.Bytes("one"), sites.Bytes("two"));
        Assert.Equal(File.ReadAllBytes(sites.CheckpointFile("source", Checkpoint.Model)), File.ReadAllBytes(sites.CheckpointFile("one", Checkpoint.Model)));
        Assert.NotEqual(File.ReadAllBytes(sites.CheckpointFile("other", Checkpoint.OptimizerFile)), File.ReadAllBytes(sites.CheckpointFile("one", Checkpoint.OptimizerFile)));
    }

    [Fact]
    public void Should_compare_moments_by_direction_and_length()
    {
        using var a = State(3, 4);
        using var b = State(6, 8);
        using var c = State(-4, 3);
        Assert.Equal([new MomentComparison("momentum_buffer", 1, 0.5, 1)], MomentComparison.Of(a, b));
        Assert.Equal([new MomentComparison("momentum_buffer", 0, 1, 0)], MomentComparison.Of(c, a));
    }

    static OptimizerState State(params float[] values)
    {
        var state = new OptimizerState("sgd");
        state.Add("x", new ParameterState(1, new Dictionary<string, Tensor> { ["momentum_buffer"] = tensor(values[..1]) }));
        state.Add("y", new ParameterState(1, new Dictionary<string, Tensor> { ["momentum_buffer"] = tensor(values[1..]) }));
        return state;
    }
}
