using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation.Tests;

/// <summary>Norm statistics of the target, and nothing else of it.</summary>
public sealed class AdaBnTests : IDisposable
{
    readonly TinySites sites = new();
    readonly string source;

    public AdaBnTests() => source = sites.Pretrain("source");

    public void Dispose() => sites.Dispose();

    [Fact]
    public void Should_keep_every_weight_and_the_optimizer_memory_of_the_source()
    {
        Adapt("adabn", "run");
        var (before, after) = (Adapting.Weights(sites, "source"), Adapting.Weights(sites, "run"));
        Assert.All(after.Where(entry => !IsStatistic(entry.Key) && !IsCounter(entry.Key)), entry => Assert.Equal(before[entry.Key], entry.Value));
        Assert.All(after.Where(entry => IsStatistic(entry.Key)), entry => Assert.NotEqual(before[entry.Key], entry.Value));
        Assert.Equal(File.ReadAllBytes(sites.CheckpointFile("source", "optimizer.safetensors")), File.ReadAllBytes(sites.CheckpointFile("run", "optimizer.safetensors")));
        Assert.Equal(0, RunFolder.OpenFinished(sites.File("run")).Checkpoint.State.Step);
    }

    /// <summary>
    /// A layer with momentum 1 holds the statistics of the last batch alone, so that each batch can be asked for its own; their
    /// plain average, in doubles, is what the run must hold.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Should_average_the_statistics_of_all_slices(int passes)
    {
        Adapt("adabn", "run", $"finish-passes={passes}");
        using var data = sites.Data();
        var slices = new SlicePasses(data.Pool(["b"], null, labelled: false), passes, TinySites.Training.BatchSize, TinySites.Task, TinySites.Training.Seed);
        Assert.Equal(passes * 2 * TinySites.Size.Z / TinySites.Training.BatchSize, slices.Count);
        var sums = new Dictionary<string, double[]>();
        using var network = NetworkFactory.Load(TinySites.Task, CPU, sites.CheckpointFile("source", "model.safetensors"));
        foreach (var norm in network.modules().OfType<TorchSharp.Modules.BatchNorm2d>()) norm.momentum = 1;
        network.SetTraining(true);
        foreach (var batch in slices.Batches(CPU))
        {
            using (batch)
            using (NewDisposeScope())
            using (no_grad()) network.forward(batch.Images);
            foreach (var (name, buffer) in network.NamedBuffers().Where(entry => IsStatistic(entry.Name)))
                sums[name] = sums.TryGetValue(name, out var sum) ? [.. sum.Zip(PlainDiscriminator.Values(buffer), (a, b) => a + b)] : PlainDiscriminator.Values(buffer);
        }
        var actual = Adapting.Weights(sites, "run");
        Assert.Equal(sums.Keys.Order(), actual.Keys.Where(IsStatistic).Order());
        foreach (var (name, sum) in sums)
            for (int c = 0; c < sum.Length; c++)
                Assert.True(Math.Abs(actual[name][c] - sum[c] / slices.Count) <= 1e-5 * Math.Max(1, Math.Abs(sum[c] / slices.Count)), $"{name}[{c}] is {actual[name][c]}, expected {sum[c] / slices.Count}");
        Assert.All(actual.Where(entry => IsCounter(entry.Key)), entry => Assert.Equal(slices.Count, entry.Value[0]));
    }

    /// <summary>The first norm layer sees the images through one 3x3 convolution: mean and unbiased variance in plain loops.</summary>
    [Fact]
    public void Should_hold_the_plain_mean_and_variance_behind_the_first_convolution()
    {
        Adapt("adabn", "run");
        var weights = Adapting.Weights(sites, "run");
        using var data = sites.Data();
        var passes = new SlicePasses(data.Pool(["b"], null, labelled: false), 1, TinySites.Training.BatchSize, TinySites.Task, TinySites.Training.Seed);
        for (int channel = 0; channel < 2; channel++)
        {
            var (means, variances) = (new List<double>(), new List<double>());
            foreach (var batch in passes.Batches(CPU))
                using (batch)
                {
                    double[] values = Convolved(PlainDiscriminator.Values(batch.Images), 16, weights["init_path.0.weight"].AsSpan(9 * channel, 9).ToArray());
                    double mean = values.Average();
                    means.Add(mean);
                    variances.Add(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
                }
            Assert.Equal(means.Average(), weights["init_path.1.conv_path.0.bn.running_mean"][channel], 1e-6);
            Assert.Equal(variances.Average(), weights["init_path.1.conv_path.0.bn.running_var"][channel], 1e-6);
        }
    }

    [Fact]
    public void Should_end_a_trained_method_with_its_weights_and_target_statistics()
    {
        Adapt("mmtl", "plain");
        Adapt("mmtl", "finished", "finish=target-statistics");
        var (plain, finished) = (Adapting.Weights(sites, "plain"), Adapting.Weights(sites, "finished"));
        Assert.All(plain.Where(entry => !IsStatistic(entry.Key) && !IsCounter(entry.Key)), entry => Assert.Equal(entry.Value, finished[entry.Key]));
        Assert.All(plain.Where(entry => IsStatistic(entry.Key)), entry => Assert.NotEqual(entry.Value, finished[entry.Key]));
        Assert.Equal("subject-b0", Assert.Single(new RunFolder(sites.File("finished")).ReadRecord().Data.Cases, item => item.Role == "target").Subject);
    }

    [Fact]
    public void Should_be_the_same_as_none_with_that_finish_but_for_the_name()
    {
        Adapt("adabn", "one");
        Adapt("none", "two", "finish=target-statistics");
        Assert.Equal(File.ReadAllBytes(sites.CheckpointFile("one", "model.safetensors")), File.ReadAllBytes(sites.CheckpointFile("two", "model.safetensors")));
    }

    [Fact]
    public void Should_give_the_same_bytes_when_stopped_and_started_again()
    {
        var settings = Settings("adabn") with { Training = TinySites.Training };
        Adapting.Run(sites, settings, source, "whole");
        using (var stop = new StopAt(2))
            Assert.Throws<OperationCanceledException>(() => Adapting.Run(sites, settings, source, "parts", sites.Options("parts") with { Progress = stop }, stop.Token));
        Assert.False(new RunFolder(sites.File("parts")).IsDone);
        Adapting.Run(sites, settings, source, "parts");
        Assert.Equal(sites.Bytes("whole"), sites.Bytes("parts"));
    }

    /// <summary>The stop comes after the last step, while the statistics are estimated: the checkpoint before it is taken.</summary>
    [Fact]
    public void Should_give_the_same_bytes_when_a_trained_method_is_stopped_while_it_finishes()
    {
        var settings = Settings("mmtl", "finish=target-statistics", "finish-passes=5");
        Adapting.Run(sites, settings, source, "whole");
        using (var stop = new StopAtFinish())
            Assert.Throws<InterruptedRunException>(() => Adapting.Run(sites, settings, source, "parts", sites.Options("parts") with { Progress = stop }, stop.Token));
        Assert.Equal(3, new RunFolder(sites.File("parts")).NewestCheckpoint(RunFolder.Last)!.State.Step);
        Adapting.Run(sites, settings, source, "parts");
        Assert.Equal(sites.Bytes("whole"), sites.Bytes("parts"));
    }

    [Fact]
    public void Should_know_its_target_as_the_site_of_the_model()
    {
        Adapt("adabn", "run");
        Assert.Equal(["b"], SourceModel.Open(sites.File("run")).Sites);
    }

    void Adapt(string method, string run, params string[] options) => Adapting.Run(sites, Settings(method, options), source, run);

    static AdaptationSettings Settings(string method, params string[] options)
    {
        var resolved = Adapting.Method(method, OptimizerKind.Adam, options);
        return Adapting.Settings(resolved, OptimizerKind.Adam) with { Budget = resolved.UsesTargetLabels ? Adapting.OnePatient : null };
    }

    static double[] Convolved(double[] images, int side, double[] kernel)
    {
        var result = new double[images.Length];
        for (int i = 0; i < images.Length; i++)
        {
            int x = i % side, y = i / side % side, plane = i / (side * side) * side * side;
            for (int k = 0; k < 9; k++)
            {
                int row = y + k / 3 - 1, column = x + k % 3 - 1;
                if (row >= 0 && row < side && column >= 0 && column < side) result[i] += kernel[k] * images[plane + row * side + column];
            }
        }
        return result;
    }

    static bool IsStatistic(string name) => name.EndsWith("running_mean", StringComparison.Ordinal) || name.EndsWith("running_var", StringComparison.Ordinal);

    static bool IsCounter(string name) => name.EndsWith("num_batches_tracked", StringComparison.Ordinal);

    sealed class StopAtFinish : IProgress<TrainingProgress>, IDisposable
    {
        readonly CancellationTokenSource source = new();

        public CancellationToken Token => source.Token;

        public void Report(TrainingProgress value)
        {
            if (value is { Work: not null, Step: 2 }) source.Cancel();
        }

        public void Dispose() => source.Dispose();
    }
}
