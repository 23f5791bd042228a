using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>What is added to the data loss, as its gradient (no graph needed) or as a change after the step.</summary>
public interface IPenalty : IDisposable
{
    /// <summary>Called between the backward pass and the optimizer's step.</summary>
    void AddGradient(Optimizer optimizer);

    /// <summary>Called after the optimizer's step.</summary>
    void AfterStep(Optimizer optimizer);
}

/// <summary>Minimizes the objective of one network with one optimizer.</summary>
/// <param name="freezeNorm">Batch normalisation uses its running statistics, and keeps them.</param>
public sealed class SupervisedLearner(Network network, IObjective objective, Optimizer optimizer, Device device, bool freezeNorm = false, IPenalty? penalty = null) : ILearner
{
    public Device Device => device;

    public void Save(string folder)
    {
        WeightsFile.Save(network, Path.Combine(folder, Checkpoint.Model));
        OptimizerStateFile.Save(optimizer, Path.Combine(folder, Checkpoint.OptimizerFile));
    }

    public void Load(string folder)
    {
        WeightsFile.Load(network, Path.Combine(folder, Checkpoint.Model));
        OptimizerStateFile.LoadInto(optimizer, Path.Combine(folder, Checkpoint.OptimizerFile));
    }

    public void BeginTraining() => network.SetTraining(true, freezeNorm);

    public StepResult Step(Batch batch, StepContext at)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        optimizer.ZeroGrad();
        var loss = objective.Loss(network, batch);
        loss.backward();
        penalty?.AddGradient(optimizer);
        optimizer.LearningRate = at.LearningRate;
        optimizer.Step();
        penalty?.AfterStep(optimizer);
        return new StepResult(loss.item<float>());
    }

    public bool IsFinite => network.IsFinite && optimizer.IsFinite;

    public void Dispose()
    {
        penalty?.Dispose();
        optimizer.Dispose();
        network.Dispose();
    }
}
