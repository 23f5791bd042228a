using System.Diagnostics;

namespace SiteAdapt.Learning.Tests;

/// <summary>Memory does not grow with the number of steps.</summary>
public sealed class MemoryTests : IDisposable
{
    const int WarmUp = 100;
    readonly TinySites sites = new(sites: 1);

    public void Dispose() => sites.Dispose();

    // A step that kept one activation of the first layer (4 x 2 x 16 x 16 floats) and its gradient would add 16 KB; kept
    // batches, optimizer copies or checkpoints a multiple of that. What the runtime takes for itself stays below the bound.
    [Fact]
    public void Should_not_grow_over_300_steps() => Train(WarmUp + 300, bound: 32 << 20);

    [LongFact]
    public void Should_not_grow_over_10000_steps() => Train(WarmUp + 10_000, bound: 48 << 20);

    void Train(int steps, long bound)
    {
        var meter = new Meter(steps);
        using var data = sites.Data();
        var settings = TinySites.Training with { Epochs = steps / 50, StepsPerEpoch = 50 };
        Pretraining.Run(data, ["a"], settings, new OptimizerSettings(OptimizerKind.Adam), sites.Options("run") with { Progress = meter }, CancellationToken.None);
        Assert.True(meter.End > 0);
        Assert.True(meter.End - meter.Start < bound, $"{meter.Start >> 20} MB after {WarmUp} steps, {meter.End >> 20} MB after {steps}");
        Assert.InRange(meter.TensorsAtEnd, 0, meter.TensorsAtStart);
    }

    sealed class Meter(int last) : IProgress<TrainingProgress>
    {
        public long Start { get; private set; }

        public long End { get; private set; }

        public long TensorsAtStart { get; private set; }

        public long TensorsAtEnd { get; private set; }

        public void Report(TrainingProgress value)
        {
            if (value.Step == WarmUp) (Start, TensorsAtStart) = (Now(), TorchSharp.torch.Tensor.TotalCount);
            if (value.Step == last) (End, TensorsAtEnd) = (Now(), TorchSharp.torch.Tensor.TotalCount);
        }

        static long Now()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            using var process = Process.GetCurrentProcess();
            return process.WorkingSet64;
        }
    }
}
