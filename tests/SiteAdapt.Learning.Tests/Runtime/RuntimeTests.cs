using System.Runtime.CompilerServices;
using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public class RuntimeTests
{
    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("CPU")]
    [InlineData("")]
    public void Should_refuse_an_unknown_device(string text) =>
        Assert.Contains($"'{text}' is unknown", Assert.Throws<InputException>(() => Devices.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Should_know_the_cpu_and_say_what_to_do_without_cuda()
    {
        Assert.Equal(DeviceType.CPU, Devices.Parse("cpu").type);
        Assert.Contains("not available", Assert.Throws<InputException>(() => Devices.Parse("cuda:63")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_configure_threads_as_often_as_asked()
    {
        TorchRuntime.Configure(2, "cpu");
        Assert.Equal(2, get_num_threads());
        TorchRuntime.Configure(1, "cpu");
        Assert.Equal(1, get_num_threads());
        Assert.Contains("--threads is 0", Assert.Throws<InputException>(() => TorchRuntime.Configure(0, "cpu")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_know_the_versions()
    {
        Assert.StartsWith("2.", TorchRuntime.Versions["libtorch"], StringComparison.Ordinal);
        Assert.StartsWith("0.", TorchRuntime.Versions["torchsharp"], StringComparison.Ordinal);
    }

    [Fact]
    public void Should_tune_the_allocator_without_failing_anywhere() =>
        Assert.True(Allocator.KeepLargeBlocks() || !OperatingSystem.IsLinux() || !File.Exists("/lib/x86_64-linux-gnu/libc.so.6"));

    [Fact]
    public void Should_give_back_the_memory_of_what_was_prepared()
    {
        Prepare();
        long before = GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
        Allocator.GiveBack();
        long after = GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
        Assert.True(after < before - (300 << 20), $"{before >> 20} MB were committed, and {after >> 20} MB are");

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Prepare()
        {
            var volumes = Enumerable.Range(0, 8).Select(_ => new byte[64 << 20]).ToList();
            GC.Collect(); // counted while they are held
            GC.KeepAlive(volumes);
        }
    }

    [Fact]
    public void Should_free_what_nobody_holds()
    {
        var done = new StrongBox<bool>();
        Drop(done);
        Allocator.FreeUnheld();
        Assert.True(done.Value);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Drop(StrongBox<bool> done) => _ = new Finalized(done);
    }

    /// <summary>Without a collection of its own in it: what was dropped at a step is freed a few steps later, by the loop.</summary>
    [Fact]
    public void Should_free_between_the_steps_of_a_training()
    {
        using var sites = new TinySites();
        using var data = sites.Data();
        var steps = new Steps();
        Pretraining.Run(data, ["a"], TinySites.Training with { Epochs = 1, StepsPerEpoch = 30 }, new OptimizerSettings(OptimizerKind.Adam), sites.Options("run") with { Progress = steps }, CancellationToken.None);
        Assert.Equal(30, steps.Freed.Count);
        Assert.All(steps.Freed[..20], freed => Assert.True(freed.Value));
    }

    /// <summary>Drops an object at every step.</summary>
    sealed class Steps : IProgress<TrainingProgress>
    {
        public List<StrongBox<bool>> Freed { get; } = [];

        public void Report(TrainingProgress value)
        {
            Freed.Add(new StrongBox<bool>());
            _ = new Finalized(Freed[^1]);
        }
    }

    /// <summary>Tells when it is finalized, as TorchSharp's handles free their native memory then.</summary>
    sealed class Finalized(StrongBox<bool> done)
    {
        ~Finalized() => done.Value = true;
    }
}
