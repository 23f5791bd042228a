using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SiteAdapt.Learning.Tests;

/// <summary>Memory does not grow with the number of steps.</summary>
public sealed class MemoryTests : IDisposable
{
    const int WarmUp = 100, Window = 5;

    /// <summary>One activation of the first layer, 4 x 2 x 16 x 16 floats, and its gradient: the least that a step could keep, in bytes.</summary>
    const int LeastLeak = 2 * 4 * 2 * 16 * 16 * sizeof(float);

    readonly TinySites sites = new(sites: 1);

    public void Dispose() => sites.Dispose();

    [Fact]
    public void Should_not_grow_over_300_steps() => RequireNoGrowth(WarmUp + 300);

    [LongFact]
    public void Should_not_grow_over_10000_steps() => RequireNoGrowth(WarmUp + 10_000);

    /// <summary>The meter sees what it is there for.</summary>
    [ExactMeterFact]
    public void Should_see_the_least_leak_in_300_steps()
    {
        List<nint> kept = [];
        try
        {
            var meter = Train(WarmUp + 300, () => kept.Add(Marshal.AllocHGlobal(LeastLeak)));
            Assert.InRange(meter.BytesPerStep, 0.9 * LeastLeak, 1.1 * LeastLeak);
        }
        finally
        {
            kept.ForEach(Marshal.FreeHGlobal);
        }
    }

    void RequireNoGrowth(int steps)
    {
        var meter = Train(steps);
        Assert.True(meter.BytesPerStep < Meter.Resolution, $"{meter.BytesPerStep:F0} bytes more with each step, {meter.Bytes[0] >> 10} KB after {WarmUp}");
        Assert.InRange(meter.Tensors[^1], 0, meter.Tensors[0]);
    }

    Meter Train(int steps, Action? leak = null)
    {
        var meter = new Meter(leak);
        using var data = sites.Data();
        var settings = TinySites.Training with { Epochs = steps / 50, StepsPerEpoch = 50 };
        Pretraining.Run(data, ["a"], settings, new OptimizerSettings(OptimizerKind.Adam), sites.Options("run") with { Progress = meter }, CancellationToken.None);
        Assert.Equal(1 + (steps - WarmUp) / Window, meter.Bytes.Count);
        return meter;
    }

    sealed class Meter(Action? leak) : IProgress<TrainingProgress>
    {
        /// <summary>glibc tells what is in use. The working set, elsewhere, also has what allocators keep for later: tens of MB.</summary>
        public static bool IsExact { get; } = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint libc) && NativeLibrary.TryGetExport(libc, "mallinfo2", out _);

        /// <summary>In use after the warm-up and after every window of steps since.</summary>
        public List<long> Bytes { get; } = [];

        public List<long> Tensors { get; } = [];

        /// <summary>Median over windows: the runtime takes and returns megabytes now and then, most at an epoch's end, when it compiles methods anew.</summary>
        public double BytesPerStep
        {
            get
            {
                long[] growth = [.. Bytes.Zip(Bytes.Skip(1), (before, after) => after - before).Order()];
                return (growth[growth.Length / 2] + growth[(growth.Length - 1) / 2]) / 2.0 / Window;
            }
        }

        /// <summary>Growth per step that a meter of this kind tells from none.</summary>
        public static double Resolution => IsExact ? LeastLeak / 2 : (double)(1 << 20) / Window;

        public void Report(TrainingProgress value)
        {
            leak?.Invoke();
            if (value.Step < WarmUp || value.Step % Window != 0) return;
            Bytes.Add(Now());
            Tensors.Add(TorchSharp.torch.Tensor.TotalCount);
        }

        static long Now()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            if (IsExact) return GC.GetTotalMemory(forceFullCollection: false) + InUse();
            using var process = Process.GetCurrentProcess();
            return process.WorkingSet64;
        }

        /// <summary>Of all arenas: chunks in use and blocks that were mapped.</summary>
        static long InUse()
        {
            var info = MallInfo();
            return (long)(info.InUse + info.Mapped);
        }

        [DllImport("libc.so.6", EntryPoint = "mallinfo2"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        static extern MallocInfo MallInfo();

        [StructLayout(LayoutKind.Sequential)]
        struct MallocInfo
        {
            public nuint Arena, Free, SmallFree, MappedCount, Mapped, Peak, SmallFreeBytes, InUse, FreeBytes, Top;
        }
    }

    sealed class ExactMeterFactAttribute : FactAttribute
    {
        public ExactMeterFactAttribute()
        {
            if (!Meter.IsExact) Skip = "needs glibc, which tells what is in use";
        }
    }
}
