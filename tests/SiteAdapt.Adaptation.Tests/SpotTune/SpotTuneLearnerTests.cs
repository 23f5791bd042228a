using SiteAdapt.Data;
using SiteAdapt.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation.Tests;

/// <summary>Single steps against what section 5.3 says of them.</summary>
public sealed class SpotTuneLearnerTests : IDisposable
{
    const double K = 0.3;
    readonly DisposeScope scope = NewDisposeScope();
    readonly TemporaryFolder folder = new();
    readonly string weights;

    public SpotTuneLearnerTests()
    {
        weights = folder.File("source.safetensors");
        using var source = NetworkFactory.Create(TinySites.Task, CPU, new RandomStream(1, "source"));
        WeightsFile.Save(source, weights);
    }

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    /// <summary>A policy that always says "tuned" makes SpotTUNet fine-tune-all, bit for bit.</summary>
    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.Sgd)]
    public void Should_be_fine_tune_all_when_every_gate_is_tuned(OptimizerKind optimizer)
    {
        using var plain = NetworkFactory.Load(TinySites.Task, CPU, weights);
        using var fineTuning = new SupervisedLearner(plain, SegmentationObjective.Instance, Optimizer(plain, optimizer), CPU);
        using var network = Gated();
        Pin(network, tuned: 1000);
        using var learner = Learner(network, new SpotTuneSettings(K), optimizer);
        foreach (ILearner each in new ILearner[] { fineTuning, learner })
        {
            each.BeginTraining();
            for (int step = 0; step < 3; step++) each.Step(Batch(step), At(step));
        }
        var tuned = network.State().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        Assert.All(plain.State(), entry => Assert.Equal(Values(entry.Tensor), Values(tuned[entry.Name])));
    }

    /// <summary>A policy that always says "frozen" leaves the tuned blocks as they are (SGD moves nothing without a gradient).</summary>
    [Fact]
    public void Should_move_only_the_block_without_a_gate_when_every_gate_is_frozen()
    {
        using var network = Gated();
        Pin(network, tuned: -1000);
        using var learner = Learner(network, new SpotTuneSettings(K), OptimizerKind.Sgd);
        var before = network.Tuned.NamedParameters().ToDictionary(entry => entry.Name, entry => Values(entry.Parameter));
        learner.BeginTraining();
        var result = learner.Step(Batch(0), At(0));
        var moved = network.Tuned.NamedParameters().Where(entry => !Values(entry.Parameter).SequenceEqual(before[entry.Name])).Select(entry => entry.Name).ToList();
        Assert.Contains("shortcut0.weight", moved);
        Assert.All(moved, name => Assert.StartsWith("shortcut0.", name, StringComparison.Ordinal));
        Assert.All(network.GateNames, name => Assert.Equal(1, result.Measures![$"gate/{name}"]));
    }

    /// <summary>The policy's first SGD step by hand: w - lr (1 + 0.9) (g + 0.001 w), with g of BCE + k mean(1 - p).</summary>
    [Theory]
    [InlineData(1e-3, 0.01)]
    [InlineData(1e-4, 0.001)]
    public void Should_step_the_policy_by_the_data_loss_and_the_sparsity_term(double mainRate, double policyRate)
    {
        using var network = Gated();
        using var learner = Learner(network, new SpotTuneSettings(K, PolicyOptimizer: OptimizerKind.Sgd), OptimizerKind.Adam);
        learner.BeginTraining();
        var result = learner.Step(Batch(0), new StepContext(0, 10, 0, mainRate));

        using var other = Gated();
        other.Noise = new RandomStream(TinySites.Training.Seed, "gumbel");
        other.SetTraining(true);
        var batch = Batch(0);
        var data = Losses.BinaryCrossEntropy(other.forward(batch.Images), batch.Labels);
        (data + K * (1 - other.Gates!).mean()).backward();
        Assert.Equal(data.item<float>(), result.Loss, 6);
        Assert.Equal(other.Gates!.mean([0]).data<float>().ToArray().Select(share => (double)share), other.GateNames.Select(name => result.Measures![$"gate/{name}"]));
        foreach (var ((name, moved), (_, start)) in network.Policy.named_parameters().Zip(other.Policy.named_parameters()))
        {
            var expected = start - policyRate * 1.9 * (start.grad! + 0.001 * start);
            float change = (start - expected).abs().max().item<float>();
            Assert.True((expected - moved).abs().max().item<float>() < 2e-7 + 0.01 * change, name);
            Assert.True(change > 0, name);
        }
    }

    /// <summary>Adam's first step is its learning rate, up or down, whatever the gradient.</summary>
    [Fact]
    public void Should_step_the_policy_with_adam_by_default()
    {
        using var network = Gated();
        using var learner = Learner(network, new SpotTuneSettings(K), OptimizerKind.Sgd);
        var before = network.Policy.named_parameters().ToDictionary(entry => entry.name, entry => Values(entry.parameter));
        learner.BeginTraining();
        learner.Step(Batch(0), At(0));
        double[] moved = [.. network.Policy.named_parameters().SelectMany(entry => Values(entry.parameter).Zip(before[entry.name], (a, b) => Math.Abs((double)a - b)))];
        Assert.Equal(0.01, moved.Max(), 1e-4);
        Assert.True(moved.Count(by => Math.Abs(by - 0.01) < 1e-4) > 0.9 * moved.Length);
    }

    /// <summary>Gradients that a step left behind would be added to the next step's.</summary>
    [Fact]
    public void Should_begin_every_step_without_the_gradients_of_the_one_before()
    {
        float[][] After(bool cleared)
        {
            using var network = Gated();
            using var learner = Learner(network, new SpotTuneSettings(K, PolicyOptimizer: OptimizerKind.Sgd), OptimizerKind.Sgd);
            learner.BeginTraining();
            for (int step = 0; step < 2; step++)
            {
                learner.Step(Batch(step), At(step));
                if (!cleared) continue;
                foreach (var parameter in network.parameters()) parameter.grad?.zero_();
            }
            return [.. network.State().Select(entry => Values(entry.Tensor))];
        }
        Assert.Equal(After(cleared: true), After(cleared: false));
    }

    [Fact]
    public void Should_let_a_penalty_work_on_the_gradient_before_a_step_and_on_the_weights_after_it()
    {
        using var network = Gated();
        var penalty = new Seen(network.Tuned);
        using (var learner = new SpotTuneLearner(network, SegmentationObjective.Instance, Optimizer(network, OptimizerKind.Sgd), new SpotTuneSettings(K), TinySites.Training, CPU, false, penalty))
        {
            float[] start = penalty.Weights;
            learner.BeginTraining();
            learner.Step(Batch(0), At(0));
            Assert.Equal(["gradient", "step"], penalty.Calls);
            Assert.Equal(start, penalty.AtGradient);
            Assert.NotEqual(start, penalty.AtStep);
        }
        Assert.Equal(["gradient", "step", "disposed"], penalty.Calls);
    }

    /// <summary>A penalty that changes nothing and notes the weights that it sees.</summary>
    sealed class Seen(Network network) : IPenalty
    {
        public List<string> Calls { get; } = [];

        public float[]? AtGradient { get; private set; }

        public float[]? AtStep { get; private set; }

        public float[] Weights => Values(network.NamedParameters().Single(entry => entry.Name == "shortcut0.weight").Parameter);

        public void AddGradient(Optimizer optimizer)
        {
            Calls.Add("gradient");
            AtGradient = Weights;
        }

        public void AfterStep(Optimizer optimizer)
        {
            Calls.Add("step");
            AtStep = Weights;
        }

        public void Dispose() => Calls.Add("disposed");
    }

    [Fact]
    public void Should_learn_to_take_frozen_blocks_from_the_sparsity_term()
    {
        double[] Shares(double k)
        {
            using var network = Gated();
            using var learner = Learner(network, new SpotTuneSettings(k), OptimizerKind.Adam);
            learner.BeginTraining();
            return [.. Enumerable.Range(0, 12).Select(step => learner.Step(Batch(step), At(step)).Measures!.Values.Average())];
        }
        double with = Shares(10).Skip(6).Average(), without = Shares(0).Skip(6).Average();
        Assert.True(with > without + 0.1, $"{with} {without}");
    }

    [Theory]
    [InlineData(FrozenNorm.Train, false)]
    [InlineData(FrozenNorm.Eval, false)]
    [InlineData(FrozenNorm.Train, true)]
    public void Should_move_the_statistics_that_the_options_say(FrozenNorm frozenNorm, bool sourceStatistics)
    {
        using var network = Gated();
        using var learner = Learner(network, new SpotTuneSettings(FrozenNorm: frozenNorm), OptimizerKind.Adam, sourceStatistics);
        var before = network.NamedBuffers().ToDictionary(entry => entry.Name, entry => Values(entry.Buffer));
        network.SetTraining(false); // as after a validation
        learner.BeginTraining();
        learner.Step(Batch(0), At(0));
        foreach (var (name, buffer) in network.NamedBuffers())
        {
            bool frozen = name.StartsWith(GatedNetwork.FrozenPrefix, StringComparison.Ordinal);
            bool moves = GatedNetwork.IsPolicy(name) || !sourceStatistics && (!frozen || frozenNorm == FrozenNorm.Train);
            Assert.True(moves != Values(buffer).SequenceEqual(before[name]), name);
        }
    }

    /// <summary>A tensor that a step left behind would be counted.</summary>
    [Fact]
    public void Should_hold_no_more_tensors_after_more_steps()
    {
        using var network = Gated();
        using var learner = Learner(network, new SpotTuneSettings(K), OptimizerKind.Adam);
        var batch = Batch(0);
        learner.BeginTraining();
        long After(int steps)
        {
            for (int step = 0; step < steps; step++) learner.Step(batch, At(step));
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Tensor.TotalCount;
        }
        long before = After(3);
        Assert.InRange(After(10), 0, before);
    }

    GatedNetwork Gated() => NetworkFactory.CreateGated(
        TinySites.Task, CPU, new ModelRecord { Gates = new GateRecord() }, copy => WeightsFile.Load(copy, weights), new RandomStream(1, "policy"));

    static SpotTuneLearner Learner(GatedNetwork network, SpotTuneSettings settings, OptimizerKind optimizer, bool freezeNorm = false) =>
        new(network, SegmentationObjective.Instance, Optimizer(network, optimizer), settings, TinySites.Training with { LearningRate = 1e-3 }, CPU, freezeNorm, penalty: null);

    static Optimizer Optimizer(Network network, OptimizerKind kind) =>
        new OptimizerSettings(kind).Create(network, [.. network.NamedParameters().Select(entry => entry.Name).Where(GatedNetwork.IsTuned)]);

    static void Pin(GatedNetwork network, float tuned)
    {
        using var noGrad = no_grad();
        network.Policy.get_parameter("linear.weight")!.zero_();
        network.Policy.get_parameter("linear.bias")!.copy_(tensor([.. Enumerable.Range(0, 64).Select(i => i % 2 == 0 ? tuned : 0)]));
    }

    static StepContext At(int step) => new(step, 10, 0, 1e-3);

    static Batch Batch(int step)
    {
        var images = arange(4 * 16 * 16, dtype: ScalarType.Float32).mul(0.37 + 0.01 * step).sin().view(4, 1, 16, 16);
        return new Batch(images, images.gt(0.2).to(ScalarType.Float32), [], new Dictionary<string, string>());
    }

    static float[] Values(Tensor tensor)
    {
        using var copy = tensor.detach().to(ScalarType.Float32).contiguous();
        return copy.data<float>().ToArray();
    }
}
