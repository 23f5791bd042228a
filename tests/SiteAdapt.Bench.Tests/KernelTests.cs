using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace SiteAdapt.Bench.Tests;

/// <summary>No benchmark is found broken when it is needed: each runs once, on a coarse head and a small network.</summary>
public sealed class KernelTests
{
    public static TheoryData<string> Kernels => [.. typeof(Kernel).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Kernel))).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Should_run(string name)
    {
        var kernel = (Kernel)Activator.CreateInstance(typeof(Kernel).Assembly.GetType($"SiteAdapt.Bench.{name}")!)!;
        (kernel.Spacing, kernel.Network) = (8, (32, 2));
        kernel.Setup();
        var benchmarks = kernel.GetType().GetMethods().Where(method => method.GetCustomAttribute<BenchmarkAttribute>() is not null).ToList();
        foreach (var benchmark in benchmarks)
            if (benchmark.Invoke(kernel, null) is double result) Assert.True(double.IsFinite(result), benchmark.Name);
        kernel.Cleanup();
        Assert.NotEmpty(benchmarks);
    }

    [Fact]
    public void Should_count_the_operations_of_a_step_as_the_protocol_does()
    {
        const double ForwardOfASlice = 6.60e9; // multiplications, protocol section 1.2
        double step = UNetFlops.OfStep(new Learning.UNetSettings(), batch: 1, side: 256);
        Assert.InRange(step / (2 * 3 * ForwardOfASlice), 0.99, 1.01);
    }
}
