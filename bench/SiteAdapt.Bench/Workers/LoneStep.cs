using SiteAdapt.Data;
using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Bench;

/// <summary>A training step of a task's network on one batch that stays in memory. Made when it is first asked for.</summary>
sealed class LoneStep(TaskSettings task, int batchSize, Device device) : IDisposable
{
    Batch? batch;
    SupervisedLearner? learner;

    public double Run()
    {
        if (learner is null)
        {
            batch = Inputs.Discs(batchSize, task.Window);
            var network = NetworkFactory.Create(task, device, new RandomStream(1, "alone"));
            var optimizer = new OptimizerSettings(OptimizerKind.Adam).Create(network, [.. network.NamedParameters().Select(entry => entry.Name)]);
            learner = new SupervisedLearner(network, SegmentationObjective.Instance, optimizer, device);
            learner.BeginTraining();
        }
        return learner.Step(batch!, new StepContext(0, 1, 0, TrainingSettings.DefaultLearningRate)).Loss;
    }

    public void Dispose()
    {
        learner?.Dispose();
        batch?.Dispose();
    }
}
