using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Bench;

/// <summary>
/// A group of benchmarks on a simulated head of 1 mm voxels. They run in this process: a program of its own for each would link
/// libtorch each time.
/// </summary>
[Config(typeof(InProcess))]
public abstract class Kernel
{
    /// <summary>Voxel edge of the head in millimetres; the test that all benchmarks run takes a coarser one.</summary>
    public double Spacing { get; set; } = 1;

    /// <summary>Side of a training slice and filters of the first level.</summary>
    public (int Window, int Width) Network { get; set; } = (256, 16);

    internal SimulatedScan Head { get; private set; } = null!;

    internal TaskSettings Task => TaskPresets.Brain with { Spacing = null, Window = Network.Window, Network = new NetworkSettings(Width: Network.Width) };

    [GlobalSetup]
    public void Setup()
    {
        TorchRuntime.Configure(Environment.ProcessorCount, "cpu");
        Head = SiteSimulation.Scan(new HeadAnatomy(1, "head0001"), SiteProtocols.Of(0, 1, 1), Spacing, seed: 1);
        Prepare();
    }

    /// <summary>What the benchmarks need besides the head.</summary>
    protected virtual void Prepare() { }

    [GlobalCleanup]
    public virtual void Cleanup() { }

    sealed class InProcess : ManualConfig
    {
        public InProcess() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
