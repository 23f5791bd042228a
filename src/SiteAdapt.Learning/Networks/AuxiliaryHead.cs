using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SiteAdapt.Learning;

/// <summary>
/// A second output of a <see cref="UNet"/>, needed in training only: from what its last level is made from, at half size, to
/// logits as the network makes them (batch norm, ReLU, 1x1 convolution), brought to full size bilinearly.
/// Input [B, 2n, H/2, W/2], output [B, cout, H, W].
/// </summary>
public sealed class AuxiliaryHead : Network
{
    readonly PreActivation logits;

    public AuxiliaryHead(UNetSettings settings) : base(nameof(AuxiliaryHead))
    {
        ArgumentNullException.ThrowIfNull(settings);
        (InputChannels, OutputChannels) = (2 * settings.Width, settings.OutputChannels);
        logits = new PreActivation(InputChannels, OutputChannels, 1, bias: true);
        register_module(nameof(logits), logits);
    }

    public override int SideMultiple => 1;

    public override int InputChannels { get; }

    public override int OutputChannels { get; }

    public override bool IsFirstLayer(string parameterName) => false;

    public override bool IsLastLayer(string parameterName) => true;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var small = logits.forward(Prepare(input));
        long[] full = [2 * small.shape[2], 2 * small.shape[3]];
        return functional.interpolate(small, full, mode: InterpolationMode.Bilinear, align_corners: true).MoveToOuterDisposeScope();
    }
}
