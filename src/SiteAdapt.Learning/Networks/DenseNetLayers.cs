using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SiteAdapt.Learning;

/// <summary>
/// Batch norm, ReLU, 1x1 convolution to 128 channels, batch norm, ReLU, 3x3 convolution: [B, C, H, W] -> [B, 32, H, W], the new
/// channels alone.
/// </summary>
sealed class DenseLayer : Module<Tensor, Tensor>
{
    public const int Growth = 32;
    const int Bottleneck = 4 * Growth;

    readonly BatchNorm2d norm1, norm2;
    readonly Conv2d conv1, conv2;

    public DenseLayer(int inputs) : base(nameof(DenseLayer))
    {
        norm1 = BatchNorm2d(inputs);
        conv1 = Conv2d(inputs, Bottleneck, 1, bias: false);
        norm2 = BatchNorm2d(Bottleneck);
        conv2 = Conv2d(Bottleneck, Growth, 3, padding: 1, bias: false);
        register_module(nameof(norm1), norm1);
        register_module(nameof(conv1), conv1);
        register_module(nameof(norm2), norm2);
        register_module(nameof(conv2), conv2);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var narrow = conv1.forward(BatchNorms.Forward(norm1, input).relu_());
        return conv2.forward(BatchNorms.Forward(norm2, narrow).relu_()).MoveToOuterDisposeScope();
    }
}

/// <summary>Batch norm, ReLU, 1x1 convolution to half the channels, 2x2 mean: [B, C, H, W] -> [B, C / 2, H / 2, W / 2].</summary>
sealed class Transition : Module<Tensor, Tensor>
{
    readonly BatchNorm2d norm;
    readonly Conv2d conv;

    public Transition(int inputs) : base(nameof(Transition))
    {
        norm = BatchNorm2d(inputs);
        conv = Conv2d(inputs, inputs / 2, 1, bias: false);
        register_module(nameof(norm), norm);
        register_module(nameof(conv), conv);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return functional.avg_pool2d(conv.forward(BatchNorms.Forward(norm, input).relu_()), 2, 2).MoveToOuterDisposeScope();
    }
}
