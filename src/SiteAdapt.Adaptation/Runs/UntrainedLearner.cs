using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation;

/// <summary>"No adaptation": the source model as it is, with its optimizer's memory, as a run like the others.</summary>
sealed class UntrainedLearner(Network network, Checkpoint source, Device device) : ILearner
{
    public Device Device => device;

    public bool IsFinite => network.IsFinite;

    public void BeginTraining() => network.SetTraining(false);

    public StepResult Step(Batch batch, StepContext at) => throw new InvalidOperationException("a model that is not adapted takes no step");

    public void Save(string folder)
    {
        WeightsFile.Save(network, Path.Combine(folder, Checkpoint.Model));
        using var memory = source.LoadOptimizer();
        OptimizerStateFile.Save(memory, Path.Combine(folder, Checkpoint.OptimizerFile));
    }

    public void Load(string folder) => WeightsFile.Load(network, Path.Combine(folder, Checkpoint.Model));

    public void Dispose() => network.Dispose();
}
