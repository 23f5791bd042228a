using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning.Tests;

/// <summary>Whole runs of a tiny network: exact resume, what a folder accepts, faults.</summary>
public sealed class PretrainingTests : IDisposable
{
    readonly TinySites sites = new(sites: 1, subjects: 5);

    public void Dispose() => sites.Dispose();

    void Run(string run, TrainingSettings? settings = null, RunOptions? options = null, OptimizerKind optimizer = OptimizerKind.Adam, CancellationToken stop = default)
    {
        using var data = sites.Data();
        Pretraining.Run(data, ["a"], settings ?? TinySites.Training, new OptimizerSettings(optimizer), options ?? sites.Options(run), stop);
    }

    void Interrupt(string run, int step, TrainingSettings? settings = null, Func<RunOptions, RunOptions>? change = null)
    {
        using var stop = new StopAt(step);
        var options = sites.Options(run) with { Progress = stop };
        Assert.Throws<InterruptedRunException>(() => Run(run, settings, change?.Invoke(options) ?? options, stop: stop.Token));
    }

    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.Sgd)]
    public void Should_give_the_same_bytes_to_the_same_command(OptimizerKind optimizer)
    {
        Run("one", optimizer: optimizer);
        Run("two", optimizer: optimizer);
        Assert.Equal(sites.Bytes("one"), sites.Bytes("two"));
        Assert.Contains("metrics.jsonl", sites.Bytes("one").Keys);
        Run("other", TinySites.Training with { Seed = 6 }, optimizer: optimizer);
        Assert.NotEqual(File.ReadAllBytes(sites.CheckpointFile("one", "model.safetensors")), File.ReadAllBytes(sites.CheckpointFile("other", "model.safetensors")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void Should_end_with_the_same_bytes_when_stopped_and_continued(int? checkpointEvery)
    {
        var settings = TinySites.Training with { CheckpointEvery = checkpointEvery };
        Run("whole", settings);
        foreach (int step in new[] { 0, 0, 2, 3, 4 }) Interrupt("parts", step, settings);
        Run("parts", settings);
        Assert.Equal(sites.Bytes("whole"), sites.Bytes("parts"));
    }

    [Fact]
    public void Should_continue_exactly_with_validation_and_features()
    {
        RunOptions More(RunOptions options) => options with { Validate = true, FeaturesAt = [0, 1, 2] };
        Run("whole", options: More(sites.Options("whole")));
        foreach (int step in new[] { 0, 2, 3, 5 }) Interrupt("parts", step, change: More);
        Run("parts", options: More(sites.Options("parts")));
        var bytes = sites.Bytes("whole");
        Assert.Equal(bytes, sites.Bytes("parts"));
        Assert.Contains("features/epoch-002.jsonl", bytes.Keys);
        Assert.Contains(bytes.Keys, name => name.StartsWith("checkpoints/best-", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_not_change_the_result_by_looking_at_it()
    {
        Run("plain");
        Run("watched", options: sites.Options("watched") with { Validate = true, FeaturesAt = [0, 1, 2] });
        foreach (string file in new[] { "model.safetensors", "optimizer.safetensors" })
            Assert.Equal(File.ReadAllBytes(sites.CheckpointFile("plain", file)), File.ReadAllBytes(sites.CheckpointFile("watched", file)));
    }

    [Fact]
    public void Should_keep_a_row_of_metrics_for_every_epoch()
    {
        var losses = new List<double>();
        var settings = TinySites.Training with { Epochs = 4 };
        Run("run", settings, sites.Options("run") with { Validate = true, Progress = new Listener(progress => losses.Add(progress.Loss)) });
        var rows = File.ReadLines(sites.File("run", "metrics.jsonl")).Select(line => JsonSerializer.Deserialize<MetricRow>(line, Json.Line)!).ToList();
        Assert.Equal([0, 1, 2, 3], rows.Select(row => row.Epoch));
        Assert.Equal([3, 6, 9, 12], rows.Select(row => row.Step));
        Assert.Equal([0.01, 0.01, 0.01, 0.001], rows.Select(row => Math.Round(row.LearningRate, 12)));
        // What was reported at the last step of an epoch is its mean.
        Assert.Equal(Enumerable.Range(0, 4).Select(epoch => losses[3 * epoch + 2]), rows.Select(row => row.Loss));
        Assert.All(rows, row => Assert.InRange(row.Validation!["dice"], 0, 1));
        double best = rows.Max(row => row.Validation!["dice"]);
        Assert.EndsWith($"best-{rows.First(row => row.Validation!["dice"] == best).Step:D7}", Path.GetDirectoryName(TinySites.CheckpointFile(sites.File("run"), "run.json", RunFolder.Best)), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_learn()
    {
        Run("run", TinySites.Training with { Epochs = 8, StepsPerEpoch = 10, BatchSize = 8, LearningRate = 0.02 }, sites.Options("run") with { Validate = true });
        var rows = File.ReadLines(sites.File("run", "metrics.jsonl")).Select(line => JsonSerializer.Deserialize<MetricRow>(line, Json.Line)!).ToList();
        Assert.True(rows[^1].Loss < 0.6 * rows[0].Loss, $"loss {rows[0].Loss} -> {rows[^1].Loss}");
        Assert.True(rows[^1].Validation!["dice"] > 0.8, $"dice {rows[^1].Validation!["dice"]}");
    }

    [Fact]
    public void Should_not_train_a_finished_run_again()
    {
        Run("run");
        var before = Directory.GetLastWriteTimeUtc(sites.File("run", "checkpoints"));
        int steps = 0;
        Run("run", options: sites.Options("run") with { Progress = new Listener(_ => steps++) });
        Assert.Equal(0, steps);
        Assert.Equal(before, Directory.GetLastWriteTimeUtc(sites.File("run", "checkpoints")));
    }

    [Fact]
    public void Should_finish_a_run_that_was_killed_after_its_last_checkpoint()
    {
        Run("run");
        var bytes = sites.Bytes("run");
        File.Delete(sites.File("run", "done.json"));
        Run("run");
        Assert.Equal(bytes, sites.Bytes("run"));
    }

    [Fact]
    public void Should_refuse_a_folder_with_a_run_of_other_settings_and_name_them()
    {
        Interrupt("run", 2);
        var fault = Assert.Throws<InputException>(() => Run("run", TinySites.Training with { Seed = 9, BatchSize = 2 }, optimizer: OptimizerKind.Sgd));
        foreach (string field in new[] { "training.seed: there 5, asked for 9", "training.batch_size: there 4, asked for 2", "optimizer.kind: there \"adam\", asked for \"sgd\"" })
            Assert.Contains(field, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("epochs", fault.Message, StringComparison.Ordinal);
        Run("run");
    }

    [Fact]
    public void Should_refuse_a_folder_that_another_run_works_in()
    {
        using (RunLock.Take(sites.File("run")))
            Assert.Contains(sites.File("run"), Assert.Throws<RunLockedException>(() => Run("run")).Message, StringComparison.Ordinal);
        Run("run");
    }

    [Fact]
    public void Should_name_step_and_cases_when_the_loss_is_no_number_and_keep_the_last_checkpoint()
    {
        var wild = TinySites.Training with { Epochs = 4, LearningRate = 1e30 };
        var fault = Assert.Throws<InputException>(() => Run("run", wild));
        Assert.Matches(@"at step [1-9][0-9]*, on a batch of the cases a\d(, a\d)* of site a\.", fault.Message);
        Assert.Contains("Nothing had been saved before.", fault.Message, StringComparison.Ordinal);
        Assert.Null(new RunFolder(sites.File("run")).NewestCheckpoint(RunFolder.Last));
    }

    [Fact]
    public void Should_keep_the_checkpoint_before_a_fault()
    {
        var settings = TinySites.Training with { CheckpointEvery = 1 };
        Interrupt("run", 4, settings);
        byte[] model = File.ReadAllBytes(sites.CheckpointFile("run", "model.safetensors"));
        var folder = new RunFolder(sites.File("run"));
        var checkpoint = folder.NewestCheckpoint(RunFolder.Last)!;
        using var data = sites.Data();
        var plan = BatchPlan.Single(new SampleStream("source", data.Pool(["a"], null), 16, 5), settings);
        foreach (var learner in new BadLearner[] { new(double.NaN, true), new(double.PositiveInfinity, true), new(0.5, false) })
        {
            var fault = Assert.Throws<InputException>(() => new TrainingLoop(learner, plan, folder, checkpoint.State.Run).Run(CancellationToken.None));
            Assert.Contains("at step 5, on a batch of the cases", fault.Message, StringComparison.Ordinal);
            Assert.Contains("The last good checkpoint, that of step 4, is kept.", fault.Message, StringComparison.Ordinal);
            Assert.Equal(4, folder.NewestCheckpoint(RunFolder.Last)!.State.Step);
            Assert.Equal(model, File.ReadAllBytes(sites.CheckpointFile("run", "model.safetensors")));
        }
    }

    [Fact]
    public void Should_say_which_step_was_saved_when_stopped_while_the_weights_are_no_numbers()
    {
        var settings = TinySites.Training with { StepsPerEpoch = 6, CheckpointEvery = 2 };
        Interrupt("run", 2, settings);
        using var data = sites.Data();
        string Stopped(string run, int at)
        {
            using var stop = new StopAt(at);
            var plan = BatchPlan.Single(new SampleStream("source", data.Pool(["a"], null), 16, 5), settings);
            return Assert.Throws<InterruptedRunException>(() => new TrainingLoop(new BadLearner(0.5, false), plan, new RunFolder(sites.File(run)), new RunFolder(sites.File("run")).ReadRecord()) { Progress = stop }.Run(stop.Token)).Message;
        }
        string message = Stopped("run", 3);
        Assert.Contains("saved at step 2 of 12", message, StringComparison.Ordinal);
        Assert.Contains("at step 3 weights", message, StringComparison.Ordinal);
        Assert.Contains("stopped before anything was saved", Stopped("fresh", 1), StringComparison.Ordinal);
    }

    /// <summary>A gradient of 1e25 leaves the weights finite; its square does not fit into Adam's second moment.</summary>
    [Fact]
    public void Should_not_call_a_learner_finite_whose_optimizer_has_overflowed()
    {
        var network = NetworkFactory.Create(TinySites.Task, TorchSharp.torch.CPU, new RandomStream(1, "test"));
        var optimizer = new OptimizerSettings(OptimizerKind.Adam).Create(network, [.. network.NamedParameters().Select(parameter => parameter.Name)]);
        using var learner = new SupervisedLearner(network, Objectives.Of(TinySites.Task, null), optimizer, TorchSharp.torch.CPU);
        Assert.True(learner.IsFinite);
        using TorchSharp.Scalar large = 1e25f;
        using (TorchSharp.torch.no_grad()) optimizer.Flat.Gradients.fill_(large);
        optimizer.LearningRate = 1e-3;
        optimizer.Step();
        Assert.True(network.IsFinite);
        Assert.False(learner.IsFinite);
    }

    [Fact]
    public void Should_refuse_validation_without_validation_cases()
    {
        File.WriteAllText(sites.ManifestPath, File.ReadAllText(sites.ManifestPath).Replace(",validation", ",train", StringComparison.Ordinal));
        var fault = Assert.Throws<InputException>(() => Run("run", options: sites.Options("run") with { Validate = true }));
        Assert.Contains("--validate", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_pass_on_what_fails_while_batches_are_made()
    {
        using var data = sites.Data();
        var pool = data.Pool(["a"], null);
        var plan = BatchPlan.Single(new SampleStream("source", [pool[0] with { Slices = [0, 1, 99] }], 16, 5), TinySites.Training);
        Interrupt("run", 1);
        var folder = new RunFolder(sites.File("run"));
        var record = folder.ReadRecord();
        var other = new RunFolder(sites.File("other"));
        var fault = Assert.Throws<InvalidOperationException>(() => new TrainingLoop(new BadLearner(0.5, true), plan, other, record).Run(CancellationToken.None));
        Assert.Matches(@"^the batch of step \d cannot be loaded \(cases a0 of site a\): ArgumentOutOfRangeException", fault.Message);
    }

    sealed class Listener(Action<TrainingProgress> listen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => listen(value);
    }

    /// <summary>A learner whose step goes wrong.</summary>
    sealed class BadLearner(double loss, bool finite) : ILearner
    {
        public TorchSharp.torch.Device Device => TorchSharp.torch.CPU;

        public bool IsFinite => finite;

        public StepResult Step(Batch batch, StepContext at) => new(loss);

        public void Save(string folder) => File.WriteAllText(Path.Combine(folder, Checkpoint.Model), "not good");

        public void Load(string folder) { }

        public void BeginTraining() { }

        public void Dispose() { }
    }
}
