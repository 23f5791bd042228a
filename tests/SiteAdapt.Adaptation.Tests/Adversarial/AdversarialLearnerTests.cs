using SiteAdapt.Data;
using SiteAdapt.Learning;
using TorchSharp;
using static SiteAdapt.Adaptation.Tests.PlainDiscriminator;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation.Tests;

/// <summary>One step on a batch of two target and three source slices, against plain loops and numeric derivatives.</summary>
public sealed class AdversarialLearnerTests : IDisposable
{
    const int Targets = 2, Sources = 3, Side = 32;

    /// <summary>Weights at which every term matters, and discriminators that stay as they are.</summary>
    static readonly AdversarySettings Heavy = new()
    {
        DiscriminatorWidth = 2, Weight = 0.7, AuxiliaryWeight = 0.4, AuxiliarySegmentationWeight = 0.3, DiscriminatorLearningRate = 0,
    };

    static readonly AdversarySettings Off = Heavy with { Weight = 0, AuxiliaryWeight = 0, AuxiliarySegmentationWeight = 0 };

    static readonly RunRecord Record = new()
    {
        Kind = "adapt",
        Task = Adapting.WideTask,
        Training = TinySites.Training,
        Optimizer = new OptimizerSettings(OptimizerKind.Sgd) { Momentum = 0, Nesterov = false },
        Data = new DataRecord { Manifest = "/data/manifest.csv", Fingerprint = "00", Split = new SplitRecord(), Sites = ["b"], Cases = [] },
        Versions = new Dictionary<string, string>(),
    };

    readonly Batch batch = MakeBatch();

    public void Dispose() => batch.Dispose();

    [Fact]
    public void Should_measure_every_loss_as_plain_loops_do()
    {
        using var scope = NewDisposeScope();
        var parts = Parts(Heavy);
        using var learner = Learner(parts, Heavy);
        var expected = PlainLosses(parts);
        var (loss, measures) = learner.Step(batch, At(0));
        Assert.Equal(expected["segmentation"], loss, 1e-5);
        foreach (string name in new[] { "auxiliary_segmentation", "main", "auxiliary", "discriminator_main", "discriminator_auxiliary" })
            Assert.Equal(expected[name], measures![$"adversary/{name}"], 1e-5);
    }

    public static TheoryData<string, AdversarySettings> Terms() => new()
    {
        { "segmentation", Off },
        { "auxiliary_segmentation", Off with { AuxiliarySegmentationWeight = 1 } },
        { "main", Off with { Weight = 1 } },
        { "auxiliary", Off with { AuxiliaryWeight = 1 } },
    };

    /// <summary>What a term adds to the gradient is the slope of that term: along it, the loss rises by its length.</summary>
    [Theory]
    [MemberData(nameof(Terms))]
    public void Should_follow_the_gradient_of_each_term(string term, AdversarySettings settings)
    {
        using var scope = NewDisposeScope();
        var parts = Parts(settings);
        using var learner = Learner(parts, settings);
        learner.Step(batch, At(0));
        if (settings != Off)
        {
            var without = Parts(Off);
            using var other = Learner(without, Off);
            other.Step(batch, At(0));
            parts.Optimizer.Flat.Gradients.sub_(without.Optimizer.Flat.Gradients);
        }
        RequireSlope(parts.Optimizer.Flat, () => PlainLosses(parts)[term], step: 3e-4);
        Assert.Equal(parts.Network.NamedParameters().Count + parts.Head.NamedParameters().Count, parts.Optimizer.Flat.Slots.Count);
    }

    /// <summary>The terms' gradients add up with the weights of the settings.</summary>
    [Fact]
    public void Should_weigh_the_terms()
    {
        double[] Gradient(AdversarySettings settings)
        {
            using var scope = NewDisposeScope();
            var parts = Parts(settings);
            using var learner = Learner(parts, settings);
            learner.Step(batch, At(0));
            return Values(parts.Optimizer.Flat.Gradients);
        }
        double[][] each = [.. Terms().Select(row => Gradient((AdversarySettings)row[1]))];
        double[] weights = [1, Heavy.AuxiliarySegmentationWeight, Heavy.Weight, Heavy.AuxiliaryWeight], sum = Gradient(Heavy);
        for (int i = 0; i < sum.Length; i++)
            Assert.Equal(each[0][i] + Enumerable.Range(1, 3).Sum(term => weights[term] * (each[term][i] - each[0][i])), sum[i], 1e-5);
    }

    [Fact]
    public void Should_teach_the_discriminators_by_their_own_loss_alone()
    {
        using var scope = NewDisposeScope();
        var parts = Parts(Heavy);
        using var learner = Learner(parts, Heavy);
        learner.Step(batch, At(0));
        RequireSlope(parts.Main.Optimizer.Flat, () => PlainLosses(parts)["discriminator_main"], step: 3e-5);
        RequireSlope(parts.Auxiliary.Optimizer.Flat, () => PlainLosses(parts)["discriminator_auxiliary"], step: 3e-5);
    }

    [Fact]
    public void Should_let_nothing_of_the_discriminators_reach_the_network_without_the_adversarial_weights()
    {
        var off = Heavy with { Weight = 0, AuxiliaryWeight = 0, DiscriminatorLearningRate = 0.1 };
        var (one, other) = (AfterSteps(off), AfterSteps(off with { DiscriminatorWidth = 3 }));
        Assert.Equal(one.Network, other.Network);
        Assert.NotEqual(one.Network, AfterSteps(off with { Weight = 0.5 }).Network);
        // In the first step the discriminators see the same maps, whatever the network makes of their verdict.
        var heavier = AfterSteps(off with { Weight = 5, AuxiliaryWeight = 5 }, steps: 1);
        Assert.Equal(AfterSteps(off, steps: 1).Discriminators, heavier.Discriminators);
    }

    [Fact]
    public void Should_move_the_discriminators_only_by_their_own_learning_rate()
    {
        var before = AfterSteps(Heavy, steps: 0).Discriminators;
        Assert.Equal(before, AfterSteps(Heavy).Discriminators);
        Assert.NotEqual(before, AfterSteps(Heavy with { DiscriminatorLearningRate = 1e-4 }).Discriminators);
    }

    /// <summary>Published: both rates decay as (1 - step / steps) ^ 0.9.</summary>
    [Fact]
    public void Should_decay_learning_rates_polynomially()
    {
        var settings = Heavy with { Poly = true, DiscriminatorLearningRate = 1e-4 };
        using var scope = NewDisposeScope();
        var parts = Parts(settings);
        using var learner = Learner(parts, settings);
        var (_, measures) = learner.Step(batch, At(3));
        double decay = Math.Pow(0.5, 0.9);
        Assert.Equal(TinySites.Training.LearningRate * decay, measures!["adversary/learning_rate"], 1e-12);
        Assert.Equal(1e-4 * decay, parts.Main.Optimizer.LearningRate, 1e-12);
        using var plain = Learner(Parts(Heavy), Heavy);
        Assert.Equal(0.25, plain.Step(batch, At(3, 0.25)).Measures!["adversary/learning_rate"]);
    }

    [Fact]
    public void Should_shrink_weights_with_the_published_decay()
    {
        using var scope = NewDisposeScope();
        var (plain, decayed) = (Parts(Heavy), Parts(Heavy with { WeightDecay = 0.5 }));
        using AdversarialLearner one = Learner(plain, Heavy), two = Learner(decayed, Heavy);
        double[] before = Values(plain.Optimizer.Flat.Values);
        one.Step(batch, At(0, 0.1));
        two.Step(batch, At(0, 0.1));
        double[] without = Values(plain.Optimizer.Flat.Values), with = Values(decayed.Optimizer.Flat.Values);
        for (int i = 0; i < before.Length; i++) Assert.Equal(without[i] - 0.1 * 0.5 * before[i], with[i], 1e-6);
    }

    (List<double> Network, List<double> Discriminators) AfterSteps(AdversarySettings settings, int steps = 2)
    {
        using var scope = NewDisposeScope();
        var parts = Parts(settings);
        using var learner = Learner(parts, settings);
        for (int step = 0; step < steps; step++) learner.Step(batch, At(step, 0.05));
        return ([.. parts.Network.State().SelectMany(entry => Values(entry.Tensor))],
            [.. new[] { parts.Main, parts.Auxiliary }.SelectMany(level => level.Network.State()).SelectMany(entry => Values(entry.Tensor))]);
    }

    Dictionary<string, double> PlainLosses(AdversarialParts parts)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        (Tensor, Tensor) Predict(int first, int count)
        {
            var (logits, half) = parts.Network.ForwardWithHalf(batch.Images.narrow(0, first, count).clone());
            return (logits, parts.Head.forward(half));
        }
        var (targetMain, targetAuxiliary) = Predict(0, Targets);
        var (sourceMain, sourceAuxiliary) = Predict(Targets, Sources);
        double[] labels = Values(batch.Labels.narrow(0, Targets, Sources));
        double Segmentation(Tensor logits) => Values(logits).Zip(labels, CrossEntropy).Average();
        var (main, auxiliary) = (new PlainDiscriminator(parts.Main.Network), new PlainDiscriminator(parts.Auxiliary.Network));
        return new Dictionary<string, double>
        {
            ["segmentation"] = Segmentation(sourceMain),
            ["auxiliary_segmentation"] = Segmentation(sourceAuxiliary),
            ["main"] = main.Loss(targetMain, 0),
            ["auxiliary"] = auxiliary.Loss(targetAuxiliary, 0),
            ["discriminator_main"] = (main.Loss(sourceMain, 0) + main.Loss(targetMain, 1)) / 2,
            ["discriminator_auxiliary"] = (auxiliary.Loss(sourceAuxiliary, 0) + auxiliary.Loss(targetAuxiliary, 1)) / 2,
        };
    }

    static void RequireSlope(FlatParameters parameters, Func<double> loss, double step)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var values = parameters.Values.clone();
        double length = Math.Sqrt(Values(parameters.Gradients).Sum(value => value * value));
        double At(double distance)
        {
            using Scalar factor = distance / length;
            parameters.Values.copy_(values.add(parameters.Gradients, factor));
            return loss();
        }
        double slope = (At(step) - At(-step)) / (2 * step);
        parameters.Values.copy_(values);
        Assert.True(length > 1e-4, $"gradient of length {length}");
        Assert.InRange(slope / length, 0.95, 1.05);
    }

    static AdversarialParts Parts(AdversarySettings settings)
    {
        var network = (UNet)NetworkFactory.Create(Adapting.WideTask, CPU, new RandomStream(1, "test"));
        var parts = AdversarialParts.Create(network, Record, settings, CPU);
        return parts;
    }

    static AdversarialLearner Learner(AdversarialParts parts, AdversarySettings settings)
    {
        var learner = new AdversarialLearner(parts, settings, TinySites.Training, CPU, freezeNorm: false);
        learner.BeginTraining();
        return learner;
    }

    static StepContext At(int step, double learningRate = 0) => new(step, 6, 0, learningRate);

    /// <summary>The target's labels are not numbers: a loss that looked at them would not be one either.</summary>
    static Batch MakeBatch()
    {
        var random = new RandomStream(8, "batch");
        const int Plane = Side * Side;
        float[] images = [.. Enumerable.Range(0, (Targets + Sources) * Plane).Select(_ => (float)random.NextNormal())];
        float[] labels = [.. Enumerable.Range(0, (Targets + Sources) * Plane).Select(i => i < Targets * Plane ? float.NaN : images[i] > 0.5f ? 1 : 0)];
        var samples = Enumerable.Range(0, Targets + Sources).Select(i => new Sample(null!, 0, default, i < Targets ? 0 : 1)).ToList();
        long[] shape = [Targets + Sources, 1, Side, Side];
        return new Batch(tensor(images, shape), tensor(labels, shape), samples, ILearner.NoStreams);
    }
}
