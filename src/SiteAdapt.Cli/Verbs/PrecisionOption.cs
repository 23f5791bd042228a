using System.CommandLine;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Cli;

/// <summary><c>--precision</c>: the numbers that a network predicts with.</summary>
static class PrecisionOption
{
    public const string Full = "float32";
    const string Half = "bf16";
    static readonly string[] Instructions = ["avx512_bf16", "amx_bf16", " bf16"];

    public static Option<string> Create() => new Option<string>("--precision")
    {
        Description = $"{Full}, or {Half}: U-Nets predict nearly twice as fast on processors with bf16 instructions; probabilities change in the third decimal, at borders in the second",
        DefaultValueFactory = _ => Full,
    }.Offering(Full, Half);

    /// <param name="device">Where it computes: only of this machine's processor is known what it can.</param>
    public static void Apply(Network network, string text, Device device)
    {
        if (text == Full) return;
        if (text != Half) throw new InputException($"--precision: is '{text}'; expected {Full} or {Half}.");
        if (network is not UNet) throw new InputException($"--precision {Half}: is for plain U-Nets; this model has {(network is GatedNetwork ? "SpotTUNet's gates" : "another network")}. Leave it out.");
        if (device.type == DeviceType.CPU && File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal) || line.StartsWith("Features", StringComparison.Ordinal)) is { } flags
            && !Instructions.Any(name => flags.Contains(name, StringComparison.Ordinal)))
            Output.Warn($"--precision {Half}: this processor has no bf16 instructions; {Full} is faster here");
        network.Precision = Precision.BFloat16;
    }
}
