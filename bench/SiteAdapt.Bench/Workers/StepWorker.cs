using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Bench;

/// <summary>Training steps on one batch in memory: forward, backward, Adam. The result of a step is its loss.</summary>
static class StepWorker
{
    const double LearningRate = 1e-3;

    public static void Run(string folder, string name, int side, int threads)
    {
        var device = TorchRuntime.Configure(threads, "cpu");
        using var batch = Inputs.ReadBatch(folder, name, side);
        using var learner = Learner(folder, name, device);
        learner.BeginTraining();
        Requests.Serve(new Dictionary<string, Func<double>>
        {
            ["step"] = () => learner.Step(batch, new StepContext(0, 1, 0, LearningRate)).Loss,
            ["gemm"] = MatrixProduct.Run,
        }, new { flops = name == "unet" ? UNetFlops.OfStep(new UNetSettings(), Inputs.BatchSize, side) : 0, gemm_flops = MatrixProduct.Flops });
    }

    static SupervisedLearner Learner(string folder, string name, Device device)
    {
        Network network = name == "unet"
            ? new UNet(new UNetSettings())
            : new DenseNet121(new DenseNetSettings { Heads = [(DenseNet121.Classifier, Inputs.Findings)] });
        WeightsFile.Load(network, Path.Combine(folder, $"{name}.safetensors"));
        network.SetChannelsLast(true); // as NetworkFactory does for every run
        var optimizer = new OptimizerSettings(OptimizerKind.Adam).Create(network, [.. network.NamedParameters().Select(entry => entry.Name)]);
        return new SupervisedLearner(network, SegmentationObjective.Instance, optimizer, device);
    }
}
