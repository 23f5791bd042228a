using System.Reflection;
using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// Process-wide settings of libtorch. Two things can only be set from outside, before the process starts: OMP_WAIT_POLICY=passive,
/// which lets several processes share the cores (side by side on two cores it halved the time of a step), and LD_PRELOAD of
/// another allocator.
/// </summary>
public static class TorchRuntime
{
    /// <summary>
    /// Sets the number of threads of an operation and tunes the memory allocator. Call it once, before the first tensor. On the
    /// CPU equal runs with equal thread counts give equal bits (another count changes the last ones); TorchSharp has no switch
    /// for deterministic algorithms, so on CUDA that is not promised.
    /// The threads *between* operations are left alone: no operation here uses them, and libtorch ends the whole process where
    /// they are set twice.
    /// </summary>
    /// <exception cref="InputException">A thread count below 1 or above 1024, or a device that is not there.</exception>
    public static Device Configure(int threads, string device)
    {
        if (threads is < 1 or > 1024) throw new InputException($"--threads is {threads}; it must be from 1 to 1024");
        Allocator.KeepLargeBlocks();
        set_num_threads(threads);
        return Devices.Parse(device);
    }

    /// <summary>Versions for the record of a run.</summary>
    public static IReadOnlyDictionary<string, string> Versions { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["dotnet"] = Environment.Version.ToString(),
        ["libtorch"] = torch.__version__,
        ["torchsharp"] = VersionOf(typeof(torch).Assembly),
        ["siteadapt"] = VersionOf(typeof(TorchRuntime).Assembly),
    };

    public static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
