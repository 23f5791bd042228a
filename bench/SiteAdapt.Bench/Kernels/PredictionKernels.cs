using BenchmarkDotNet.Attributes;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Bench;

/// <summary>Prediction of a head that is in memory.</summary>
public class PredictionKernels : Kernel
{
    Network network = null!;
    PreparedVolume prepared = null!;

    protected override void Prepare()
    {
        network = NetworkFactory.Create(Task, CPU, new RandomStream(1, "weights"));
        prepared = CasePreparation.Prepare(Head.Image, Task, "head");
    }

    [Benchmark]
    public float[][] Slices() => new SlicePredictor(network, Task, CPU).Predict(prepared);

    [Benchmark]
    public IReadOnlyList<Mask> Masks() => new NativePrediction(network, Task, CPU).Masks(Head.Image, "head");

    public override void Cleanup() => network.Dispose();
}
