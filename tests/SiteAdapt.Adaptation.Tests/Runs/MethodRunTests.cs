using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation.Tests;

/// <summary>What the named methods change of the source model, and what not.</summary>
public sealed class MethodRunTests : IDisposable
{
    readonly TinySites sites = new();
    readonly string source;

    public MethodRunTests() => source = sites.Pretrain("source");

    public void Dispose() => sites.Dispose();

    [Fact]
    public void Should_keep_the_source_as_it_is_with_none()
    {
        Adapt("none", "run");
        foreach (string file in new[] { "model.safetensors", "optimizer.safetensors" })
            Assert.Equal(File.ReadAllBytes(sites.CheckpointFile("source", file)), File.ReadAllBytes(sites.CheckpointFile("run", file)));
        var (record, checkpoint) = RunFolder.OpenFinished(sites.File("run"));
        Assert.Empty(record.Data.Cases);
        Assert.Equal(0, checkpoint.State.Step);
        Assert.Equal(record.Source!.Weights, checkpoint.WeightsHash);
    }

    [Theory]
    [InlineData("fine-tune-first", "init_path.0.", "init_path.1.")]
    [InlineData("fine-tune-last", "out_path.2.", "out_path.3.")]
    public void Should_change_only_the_chosen_layers_and_the_norm_statistics(string method, string first, string second)
    {
        var changed = Changed(method);
        Assert.All(changed.Where(name => !IsBuffer(name)), name =>
            Assert.True(name.StartsWith(first, StringComparison.Ordinal) || name.StartsWith(second, StringComparison.Ordinal), name));
        Assert.Contains(changed, name => !IsBuffer(name));
        // As the paper ran it: the statistics of the whole network follow the target.
        Assert.Equal(Buffers(), changed.Where(IsBuffer));
    }

    [Theory]
    [InlineData("fine-tune-first")]
    [InlineData("fine-tune-last")]
    [InlineData("mmtl")]
    [InlineData("fine-tune-all")]
    public void Should_change_no_statistics_when_those_of_the_source_are_kept(string method) =>
        Assert.DoesNotContain(Changed(method, "norm=source-statistics"), IsBuffer);

    [Fact]
    public void Should_change_every_parameter_with_fine_tune_all()
    {
        var all = Adapting.Weights(sites, "source").Keys.Order();
        Assert.Equal(all, Changed("fine-tune-all"));
    }

    [Fact]
    public void Should_train_only_scales_and_shifts_with_norm() =>
        Assert.All(Changed("fine-tune-all", "trainable=norm").Where(name => !IsBuffer(name)), name => Assert.Contains(".bn.", $".{name}.".Replace("out_path.4", "bn", StringComparison.Ordinal), StringComparison.Ordinal));

    [Fact]
    public void Should_stay_closer_to_the_source_with_a_stronger_pull()
    {
        double[] distances = [.. new[] { "0", "0.1", "10" }.Select(alpha => Distance("l2sp", $"l2sp-alpha={alpha}"))];
        Assert.Equal(distances.OrderDescending(), distances);
        Assert.True(distances[2] < 0.7 * distances[0], $"distances {string.Join(", ", distances)}");
        Assert.Equal(Distance("fine-tune-all"), distances[0]);
    }

    [Fact]
    public void Should_start_from_scratch_with_the_upper_bound()
    {
        var other = sites.Pretrain("other-source", training: TinySites.Training with { Seed = 77 });
        Adapt("all-target-data", "one");
        Adapting.Run(sites, Adapting.Settings(Adapting.Method("all-target-data", OptimizerKind.Adam), OptimizerKind.Adam), other, "two");
        Assert.Equal(File.ReadAllBytes(sites.CheckpointFile("one", "model.safetensors")), File.ReadAllBytes(sites.CheckpointFile("two", "model.safetensors")));
    }

    [Fact]
    public void Should_record_what_decides_the_result()
    {
        Adapt("mmtl", "run", "mix=constant:0.5");
        var record = new RunFolder(sites.File("run")).ReadRecord();
        Assert.Equal("adapt", record.Kind);
        Assert.Equal(["b"], record.Data.Sites);
        Assert.Equal(["a"], record.Source!.Sites);
        Assert.Equal(["subject-b0"], record.Data.Cases.Where(item => item.Role == "target").Select(item => item.Subject));
        Assert.Equal(["subject-a0", "subject-a1"], record.Data.Cases.Where(item => item.Role == "source").Select(item => item.Subject).Order());
        Assert.Equal("constant", (string?)record.Method!["mix"]!["shape"]);
        Assert.Equal(0.5, (double?)record.Method["mix"]!["share"]);
    }

    List<string> Changed(string method, params string[] options)
    {
        string run = $"{method}-{string.Join(',', options)}";
        Adapt(method, run, options);
        var before = Adapting.Weights(sites, "source");
        return [.. Adapting.Weights(sites, run).Where(entry => !entry.Value.SequenceEqual(before[entry.Key])).Select(entry => entry.Key).Order()];
    }

    double Distance(string method, params string[] options)
    {
        string run = $"{method}-{string.Join(',', options)}";
        Adapt(method, run, options);
        var before = Adapting.Weights(sites, "source");
        return Adapting.Weights(sites, run).Where(entry => !IsBuffer(entry.Key)).Sum(entry => entry.Value.Zip(before[entry.Key], (a, b) => (a - b) * (a - b)).Sum());
    }

    void Adapt(string method, string run, params string[] options) =>
        Adapting.Run(sites, Adapting.Settings(Adapting.Method(method, OptimizerKind.Adam, options), OptimizerKind.Adam), source, run);

    IEnumerable<string> Buffers() => Adapting.Weights(sites, "source").Keys.Where(IsBuffer).Order();

    static bool IsBuffer(string name) => name.EndsWith("running_mean", StringComparison.Ordinal)
        || name.EndsWith("running_var", StringComparison.Ordinal) || name.EndsWith("num_batches_tracked", StringComparison.Ordinal);
}
