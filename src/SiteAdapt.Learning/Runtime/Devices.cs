using System.Globalization;
using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>Where tensors live: "cpu", "cuda" or "cuda:1".</summary>
public static class Devices
{
    /// <exception cref="InputException">Unknown text, or a device that this machine or this build does not offer.</exception>
    public static Device Parse(string text)
    {
        if (text == "cpu") return CPU;
        int index = text == "cuda" ? 0 : IndexOf(text);
        if (!cuda_is_available())
            throw new InputException($"device '{text}' is not available: this libtorch sees no CUDA device. "
                + "Use --device cpu, or build with -p:LibTorch=cuda-12.8-linux-x64 (docs/how-to/systems.md).");
        if (index >= cuda.device_count())
            throw new InputException($"device '{text}' is not available: there are {cuda.device_count()} CUDA devices, counted from 0");
        return new Device(DeviceType.CUDA, index);
    }

    static int IndexOf(string text)
    {
        const string Prefix = "cuda:";
        if (text is not null && text.StartsWith(Prefix, StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index))
            return index;
        throw new InputException($"device '{text}' is unknown; expected cpu, cuda, or cuda: and a number such as cuda:1");
    }
}
