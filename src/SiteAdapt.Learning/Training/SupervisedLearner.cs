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

/// <summary>Minimizes the mean binary cross-entropy of one network with one optimizer.</summary>
/// <param name="freezeNorm">Batch normalisation uses its running statistics, and keeps them.</param>
public sealed class SupervisedLearner(Network network, Optimizer optimizer, Device device, bool freezeNorm = false, IPenalty? penalty = null) : ILearner
{
    public Device Device => device;

    public void SaveWeights(string path) => WeightsFile.Save(network, path);

    public void LoadWeights(string path) => WeightsFile.Load(network, path);

    public void BeginTraining() => network.SetTraining(true, freezeNorm);

    public double Step(Batch batch, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        optimizer.ZeroGrad();
        var logits = network.forward(batch.Images);
        var loss = Losses.BinaryCrossEntropy(logits, batch.Labels);
        loss.backward();
        penalty?.AddGradient(optimizer);
        optimizer.LearningRate = learningRate;
        optimizer.Step();
        penalty?.AfterStep(optimizer);
        return loss.item<float>();
    }

    public bool IsFinite
    {
        get
        {
            using var scope = NewDisposeScope();
            return network.State().Where(entry => entry.Tensor.is_floating_point()).All(entry => entry.Tensor.isfinite().all().item<bool>());
        }
    }

    public OptimizerState SaveOptimizer() => optimizer.Export();

    public void LoadOptimizer(OptimizerState state) => optimizer.Import(state);

    public void Dispose()
    {
        penalty?.Dispose();
        optimizer.Dispose();
        network.Dispose();
    }
}
