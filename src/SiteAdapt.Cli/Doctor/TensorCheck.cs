using System.Globalization;
using SiteAdapt.Learning;
using TorchSharp;

namespace SiteAdapt.Cli;

/// <summary>The tensor library and what it can compute on.</summary>
static class TensorCheck
{
    public static IEnumerable<Finding> Of()
    {
        var library = Library();
        yield return library;
        if (library.State == FindingState.Ok) yield return Gpu(torch.cuda_is_available() ? torch.cuda.device_count() : 0, Programs.Find("nvidia-smi") is not null);
    }

    static Finding Library()
    {
        try
        {
            TorchRuntime.Configure(threads: 1, "cpu");
            using var one = torch.ones(1);
            return new Finding("libtorch", FindingState.Ok, $"{TorchRuntime.Versions["libtorch"]}, TorchSharp {TorchRuntime.Versions["torchsharp"]}");
        }
        catch (Exception fault) when (fault is TypeInitializationException or DllNotFoundException or BadImageFormatException or NotSupportedException or System.Runtime.InteropServices.ExternalException)
        {
            return new Finding("libtorch", FindingState.Fault, (fault.InnerException ?? fault).Message.Split('\n')[0],
                "the native library cannot be loaded: build again for this system (docs/how-to/systems.md)");
        }
    }

    /// <param name="driver">Whether there is a driver of NVIDIA on this machine.</param>
    public static Finding Gpu(int devices, bool driver) => (devices, driver) switch
    {
        ( > 0, _) => new Finding("GPU", FindingState.Ok, string.Create(CultureInfo.InvariantCulture, $"{devices} CUDA device{(devices == 1 ? "" : "s")}"), "use it with --device cuda"),
        (_, true) => new Finding("GPU", FindingState.Warning, "there is one, but this build computes on the CPU only", "build with -p:LibTorch=cuda-12.8-linux-x64 (docs/how-to/systems.md)"),
        _ => new Finding("GPU", FindingState.Absent, "none; the CPU computes", "a GPU makes training at the paper's size a matter of minutes, not hours"),
    };
}
