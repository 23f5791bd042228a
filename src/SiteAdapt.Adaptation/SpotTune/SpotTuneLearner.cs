using SiteAdapt.Data;
using SiteAdapt.Learning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation;

/// <summary>
/// SpotTUNet's step (section 5.3): one loss, the data loss + k * mean over samples and gates of (1 - p), where p = 1 takes the frozen
/// copy; two optimizers, one of the tuned copy and one of the policy. Measures "gate/BLOCK": the frozen copy's mean share.
/// </summary>
sealed class SpotTuneLearner : ILearner
{
    const string PolicyOptimizerFile = "policy-optimizer.safetensors", NoiseName = "gumbel";
    const double PolicyLearningRate = 0.01, PolicyWeightDecay = 0.001;

    readonly GatedNetwork network;
    readonly IObjective objective;
    readonly Optimizer main, policy;
    readonly SpotTuneSettings settings;
    readonly TrainingSettings training;
    readonly bool freezeNorm;
    readonly IPenalty? penalty;
    readonly Scalar minusK;
    readonly string[] measures;

    /// <param name="main">The optimizer of the tuned copy; the policy's is made here.</param>
    /// <param name="settings">With a number for k.</param>
    public SpotTuneLearner(
        GatedNetwork network, IObjective objective, Optimizer main, SpotTuneSettings settings, TrainingSettings training, Device device,
        bool freezeNorm, IPenalty? penalty)
    {
        (this.network, this.objective, this.main, this.settings, this.training) = (network, objective, main, settings, training);
        (this.freezeNorm, this.penalty, Device) = (freezeNorm, penalty, device);
        policy = PolicyOptimizer(network, settings.PolicyOptimizer);
        network.Noise = new RandomStream(training.Seed, NoiseName);
        minusK = -settings.K!.Value;
        measures = [.. network.GateNames.Select(GateUsage.Measure)];
    }

    public Device Device { get; }

    public bool IsFinite => network.IsFinite && main.IsFinite && policy.IsFinite;

    public IReadOnlyDictionary<string, string> RandomStates
    {
        get => new Dictionary<string, string> { [NoiseName] = network.Noise!.State };
        set => network.Noise = RandomStream.Restore(value.TryGetValue(NoiseName, out var state) ? state : throw new FormatException($"no random state for the stream '{NoiseName}'"));
    }

    public void Save(string folder)
    {
        WeightsFile.Save(network, Path.Combine(folder, Checkpoint.Model));
        OptimizerStateFile.Save(main, Path.Combine(folder, Checkpoint.OptimizerFile));
        OptimizerStateFile.Save(policy, Path.Combine(folder, PolicyOptimizerFile));
    }

    public void Load(string folder)
    {
        WeightsFile.Load(network, Path.Combine(folder, Checkpoint.Model));
        OptimizerStateFile.LoadInto(main, Path.Combine(folder, Checkpoint.OptimizerFile));
        OptimizerStateFile.LoadInto(policy, Path.Combine(folder, PolicyOptimizerFile));
    }

    public void BeginTraining()
    {
        network.SetTraining(true);
        if (freezeNorm) EvaluateNorms(network.Tuned);
        if (freezeNorm || settings.FrozenNorm == FrozenNorm.Eval) EvaluateNorms(network.Frozen);
    }

    public StepResult Step(Batch batch, StepContext at)
    {
        using var scope = NewDisposeScope();
        main.ZeroGrad();
        policy.ZeroGrad();
        var loss = objective.Loss(network, batch);
        var gates = network.Gates!;
        loss.add(gates.mean(), minusK).backward(); // k (1 - p) without its constant
        penalty?.AddGradient(main);
        main.LearningRate = at.LearningRate;
        policy.LearningRate = PolicyLearningRate * at.LearningRate / training.LearningRate;
        main.Step();
        policy.Step();
        penalty?.AfterStep(main);
        return new StepResult(loss.item<float>(), GateUsage.Means(gates).Zip(measures).ToDictionary(entry => entry.Second, entry => (double)entry.First));
    }

    public void Dispose()
    {
        minusK.Dispose();
        penalty?.Dispose();
        main.Dispose();
        policy.Dispose();
        network.Dispose();
    }

    static Optimizer PolicyOptimizer(GatedNetwork network, OptimizerKind kind)
    {
        List<(string Name, Parameter Parameter)> parameters = [.. network.NamedParameters().Where(entry => GatedNetwork.IsPolicy(entry.Name))];
        foreach (var (_, parameter) in parameters) parameter.requires_grad = true; // the main optimizer has taken it from all but its own
        ParameterGroup[] groups = [new([.. parameters.Select(entry => entry.Name)], WeightDecay: PolicyWeightDecay)];
        return kind == OptimizerKind.Adam ? new Learning.Adam(parameters, PolicyLearningRate, groups: groups) : new Sgd(parameters, PolicyLearningRate, groups: groups);
    }

    static void EvaluateNorms(Network copy)
    {
        foreach (var norm in copy.modules().OfType<NormBase>()) norm.eval();
    }
}
