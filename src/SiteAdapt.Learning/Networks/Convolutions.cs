using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SiteAdapt.Learning;

/// <summary>
/// Convolutions in the precision of their input: a bfloat16 input meets weights that are rounded to bfloat16 for this product. Sums are float32
/// inside the library.
/// </summary>
static class Convolutions
{
    public static Tensor Forward(Module<Tensor, Tensor> layer, Tensor input)
    {
        if (input.dtype != ScalarType.BFloat16) return layer.forward(input);
        using var scope = NewDisposeScope();
        return (layer switch
        {
            Conv2d conv => functional.conv2d(input, Rounded(conv.weight), conv.bias is { } bias ? Rounded(bias) : null, conv.stride, conv.padding, conv.dilation, conv.groups),
            ConvTranspose2d conv => functional.conv_transpose2d(input, Rounded(conv.weight), conv.bias is { } bias ? Rounded(bias) : null, conv.stride, conv.padding, null, conv.dilation, conv.groups),
            _ => layer.forward(input),
        }).MoveToOuterDisposeScope();
    }

    static Tensor Rounded(Tensor weight) => weight.to(ScalarType.BFloat16);
}
