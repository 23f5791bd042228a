using SiteAdapt.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SiteAdapt.Learning;

/// <summary>
/// SpotTUNet's policy network (protocol section 1.6), a small residual network on the images themselves: [B, C, H, W] with sides
/// that are multiples of 8 -> [B, gates, 2], the logits of "tuned" and "frozen" for each gate. Names as published.
/// </summary>
public sealed class PolicyNetwork : Module<Tensor, Tensor>
{
    const int Width = 32, Features = 8 * Width;

    readonly Conv2d conv1;
    readonly BatchNorm2d bn1, bn2;
    readonly PolicyBlock[] stages;
    readonly Linear linear;

    public PolicyNetwork(int inputChannels, int gates) : base(nameof(PolicyNetwork))
    {
        Gates = gates;
        conv1 = Conv2d(inputChannels, Width, 3, padding: 1, bias: false);
        bn1 = BatchNorm2d(Width);
        stages = [new(Width), new(2 * Width), new(4 * Width)];
        bn2 = BatchNorm2d(Features);
        linear = Linear(Features, 2 * gates);
        register_module(nameof(conv1), conv1);
        register_module(nameof(bn1), bn1);
        register_module("blocks", Sequential([.. stages.Select(stage => (Module<Tensor, Tensor>)Sequential(stage))]));
        register_module(nameof(bn2), Sequential(bn2));
        register_module(nameof(linear), linear);
    }

    public int Gates { get; }

    /// <summary>Convolutions normal with variance 2 / (9 * outputs), the linear layer as PyTorch's default.</summary>
    public void Initialize(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var convolution in modules().OfType<Conv2d>())
        {
            double deviation = Math.Sqrt(2.0 / (9 * convolution.weight.shape[0]));
            WeightInitializer.Fill(convolution.weight, () => deviation * random.NextNormal());
        }
        double bound = 1 / Math.Sqrt(Features);
        WeightInitializer.Fill(linear.weight, () => random.NextUniform(-bound, bound));
        WeightInitializer.Fill(linear.bias!, () => random.NextUniform(-bound, bound));
    }

    public override Tensor forward(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var x = BatchNorms.Forward(bn1, conv1.forward(images)); // no ReLU here, as published
        foreach (var stage in stages) x = stage.forward(x);
        var features = BatchNorms.Forward(bn2, x).relu_().mean([2, 3]);
        return linear.forward(features).view(images.shape[0], Gates, 2).MoveToOuterDisposeScope();
    }
}

/// <summary>
/// A stage of the policy network, [B, C, H, W] -> [B, 2C, H/2, W/2]: two 3x3 convolutions beside the 2x2 mean of the input,
/// whose new channels are zero.
/// </summary>
sealed class PolicyBlock : Module<Tensor, Tensor>
{
    readonly Conv2d conv1, conv2;
    readonly BatchNorm2d bn1, bn2;

    public PolicyBlock(int inputs) : base(nameof(PolicyBlock))
    {
        conv1 = Conv2d(inputs, 2 * inputs, 3, stride: 2, padding: 1, bias: false);
        bn1 = BatchNorm2d(2 * inputs);
        conv2 = Conv2d(2 * inputs, 2 * inputs, 3, padding: 1, bias: false);
        bn2 = BatchNorm2d(2 * inputs);
        register_module(nameof(conv1), conv1);
        register_module(nameof(bn1), bn1);
        register_module(nameof(conv2), Sequential(ReLU(), conv2));
        register_module(nameof(bn2), bn2);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var branch = BatchNorms.Forward(bn1, conv1.forward(input)).relu_();
        branch = BatchNorms.Forward(bn2, conv2.forward(branch));
        var pooled = functional.avg_pool2d(input, 2, 2);
        return branch.add_(cat([pooled, zeros_like(pooled)], 1), Scalars.One).relu_().MoveToOuterDisposeScope();
    }
}
