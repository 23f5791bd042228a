using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// What is trained and how one step goes. The loop owns data, schedule and checkpoints; a learner owns networks and
/// optimizers. Most methods need only <see cref="SupervisedLearner"/>.
/// </summary>
public interface ILearner : IDisposable
{
    Device Device { get; }

    /// <summary>Writes everything that a checkpoint must hold of the networks: parameters and buffers by name.</summary>
    void SaveWeights(string path);

    void LoadWeights(string path);

    /// <summary>Puts the networks into training mode; called before the first step and after every evaluation.</summary>
    void BeginTraining();

    /// <summary>One optimization step on a batch that is already on <see cref="Device"/>; returns the data loss.</summary>
    double Step(Batch batch, double learningRate);

    /// <summary>Whether every weight is a finite number; asked before a checkpoint replaces an older one.</summary>
    bool IsFinite { get; }

    /// <summary>A copy of what the optimizer knows, by parameter name.</summary>
    OptimizerState SaveOptimizer();

    void LoadOptimizer(OptimizerState state);
}
