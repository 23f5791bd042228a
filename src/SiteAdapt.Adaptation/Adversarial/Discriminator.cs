using SiteAdapt.Learning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation;

/// <summary>
/// Tells the source's output maps from the target's: five 4x4 convolutions with stride 2 and padding 1, LeakyReLU 0.2 between
/// them, no normalisation (section 5.4). Input [B, C, H, W] with sides of at least 32, output logits [B, 1, H/32, W/32]:
/// low for source, high for target.
/// </summary>
public sealed class Discriminator : Network
{
    /// <summary>Smallest side that five halvings leave a pixel of.</summary>
    public const int SmallestSide = 32;

    static readonly Scalar Slope = 0.2;

    readonly Conv2d[] layers;

    public Discriminator(int inputChannels, int width) : base(nameof(Discriminator))
    {
        InputChannels = inputChannels;
        int[] channels = [inputChannels, width, 2 * width, 4 * width, 8 * width, 1];
        layers = [.. channels.Zip(channels.Skip(1), (inputs, outputs) => nn.Conv2d(inputs, outputs, 4, stride: 2, padding: 1))];
        for (int i = 0; i < layers.Length - 1; i++) register_module($"conv{i + 1}", layers[i]);
        register_module("classifier", layers[^1]);
    }

    public override int SideMultiple => 1;

    public override int InputChannels { get; }

    public override int OutputChannels => 1;

    public override bool IsFirstLayer(string parameterName) => false;

    public override bool IsLastLayer(string parameterName) => false;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = Prepare(input);
        foreach (var layer in layers[..^1]) x = layer.forward(x).leaky_relu_(Slope);
        return layers[^1].forward(x).MoveToOuterDisposeScope();
    }
}
