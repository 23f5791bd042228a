using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// What is trained and how one step goes. The loop owns data, schedule and checkpoints; a learner owns networks and
/// optimizers. Most methods need only <see cref="SupervisedLearner"/>.
/// </summary>
public interface ILearner : IDisposable
{
    static readonly IReadOnlyDictionary<string, string> NoStreams = new Dictionary<string, string>();

    Device Device { get; }

    /// <summary>
    /// Writes all that a checkpoint must hold of networks and optimizers into a folder, as safetensors:
    /// <see cref="Checkpoint.Model"/> (the network that predicts), <see cref="Checkpoint.OptimizerFile"/>, and what else it needs.
    /// </summary>
    void Save(string folder);

    /// <summary>Takes up what <see cref="Save"/> wrote.</summary>
    void Load(string folder);

    /// <summary>Puts the networks into training mode; called before the first step and after every evaluation.</summary>
    void BeginTraining();

    /// <summary>One optimization step on a batch that is already on <see cref="Device"/>.</summary>
    StepResult Step(Batch batch, StepContext at);

    /// <summary>Called once, after the last step (or where there is none) and before the last checkpoint is saved.</summary>
    /// <exception cref="OperationCanceledException">A stop was asked for; the run continues from the checkpoint before.</exception>
    void Finish(CancellationToken stop) { }

    /// <summary>Whether every weight, and all that the optimizers remember, is a finite number; asked before a checkpoint replaces an older one.</summary>
    bool IsFinite { get; }

    /// <summary>States of the learner's own random streams, by name; a run that continues sets them.</summary>
    IReadOnlyDictionary<string, string> RandomStates { get => NoStreams; set { } }
}

/// <summary>Where in the training a step is; all counted from 0.</summary>
public readonly record struct StepContext(int Step, int TotalSteps, int Epoch, double LearningRate);

/// <summary>What a step gave: the data loss, and other numbers by name whose mean over each epoch goes into the history.</summary>
public readonly record struct StepResult(double Loss, IReadOnlyDictionary<string, double>? Measures = null);
