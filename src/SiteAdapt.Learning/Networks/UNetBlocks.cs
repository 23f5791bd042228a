using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SiteAdapt.Learning;

/// <summary>A part of a <see cref="UNet"/> that can be run by itself; its tensors are those under its name.</summary>
public sealed record UNetBlock(string Name, Module<Tensor, Tensor> Module)
{
    public Tensor Forward(Tensor input) => Module is BatchNorm2d norm ? BatchNorms.Forward(norm, input) : Convolutions.Forward(Module, input);
}

/// <summary>
/// Batch norm, ReLU, convolution [B, cin, H, W] -> [B, cout, H', W']. What is not needed for the gradient is freed at the end
/// of each block, so that prediction holds one block's activations.
/// </summary>
sealed class PreActivation : Module<Tensor, Tensor>
{
    readonly BatchNorm2d bn;
    readonly Conv2d layer;

    public PreActivation(int inputs, int outputs, int kernel, int stride = 1, int padding = 0, bool bias = false) : base(nameof(PreActivation))
    {
        bn = BatchNorm2d(inputs);
        layer = Conv2d(inputs, outputs, kernel, stride: stride, padding: padding, bias: bias);
        register_module(nameof(bn), bn);
        register_module(nameof(layer), layer);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Convolutions.Forward(layer, BatchNorms.Forward(bn, input).relu_()).MoveToOuterDisposeScope();
    }
}

/// <summary>Input plus two pre-activated 3x3 convolutions of it; shape unchanged.</summary>
sealed class ResidualBlock : Module<Tensor, Tensor>
{
    readonly Sequential path;

    public ResidualBlock(int channels) : base(nameof(ResidualBlock))
    {
        path = Sequential(new PreActivation(channels, channels, 3, padding: 1), new PreActivation(channels, channels, 3, padding: 1));
        register_module("conv_path", path);
    }

    // Into the path's output: it has the convolutions' memory layout, and nobody needs it for the gradient.
    public override Tensor forward(Tensor input) => path.forward(input).add_(input, Scalars.One);
}
