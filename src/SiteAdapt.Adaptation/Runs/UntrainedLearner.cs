using SiteAdapt.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation;

/// <summary>"No adaptation": the source model as it is, with its optimizer's memory, as a run like the others.</summary>
sealed class UntrainedLearner(Network network, Checkpoint source, Device device) : ILearner
{
    public Device Device => device;

    public bool IsFinite => true;

    public void BeginTraining() => network.SetTraining(false);

    public double Step(Batch batch, double learningRate) => throw new InvalidOperationException("a model that is not adapted takes no step");

    public OptimizerState SaveOptimizer() => source.LoadOptimizer();

    public void LoadOptimizer(OptimizerState state) { }

    public void SaveWeights(string path) => WeightsFile.Save(network, path);

    public void LoadWeights(string path) => WeightsFile.Load(network, path);

    public void Dispose() => network.Dispose();
}
