using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>Size of a <see cref="UNet"/> and its two quirks, which are on in the published network.</summary>
public sealed record UNetSettings
{
    public int InputChannels { get; init; } = 1;

    /// <summary>One logit map for each structure.</summary>
    public int OutputChannels { get; init; } = 1;

    /// <summary>Feature maps of the first level (n); each of the three levels below has twice as many.</summary>
    public int Width { get; init; } = 16;

    /// <summary>Batch norm as the last operation, on the logits themselves: one running mean and variance move every decision threshold.</summary>
    public bool FinalNorm { get; init; } = true;

    /// <summary>Bias of the last convolution; redundant before a batch norm.</summary>
    public bool LogitBias { get; init; } = true;

    internal void Validate()
    {
        Check(nameof(InputChannels), InputChannels, 256);
        Check(nameof(OutputChannels), OutputChannels, 256);
        Check(nameof(Width), Width, 512);
    }

    static void Check(string field, int value, int largest)
    {
        if (value < 1 || value > largest)
            throw new InputException($"network setting {field} is {value}; it must be from 1 to {largest}");
    }
}
