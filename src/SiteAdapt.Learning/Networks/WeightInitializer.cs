using SiteAdapt.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>A rule for the weights of an untrained network; batch norm is 1 and 0 with fresh running statistics in each.</summary>
public enum InitialWeights
{
    /// <summary>
    /// PyTorch's default: weights and biases of convolutions and linear layers uniform in +-1/sqrt(fan in), which is
    /// Kaiming-uniform with a = sqrt(5).
    /// </summary>
    KaimingUniform,

    /// <summary>
    /// torchvision's for DenseNet: convolutions normal with variance 2 / fan in (He et al. 2015), linear weights as the default,
    /// all biases 0.
    /// </summary>
    KaimingNormal,
}

/// <summary>Draws a network's weights from a stream of ours.</summary>
static class WeightInitializer
{
    public static void Initialize(nn.Module network, InitialWeights rule, RandomStream random)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var module in network.modules())
            switch (module)
            {
                case NormBase norm:
                    norm.weight?.fill_(Scalars.One);
                    norm.bias?.fill_(Scalars.Zero);
                    norm.reset_running_stats();
                    break;
                case Convolution layer when rule == InitialWeights.KaimingNormal:
                    double deviation = Math.Sqrt(2 / FanIn(layer.weight));
                    Fill(layer.weight, () => deviation * random.NextNormal());
                    layer.bias?.fill_(Scalars.Zero);
                    break;
                case Linear layer when rule == InitialWeights.KaimingNormal:
                    DrawUniform(layer.weight, null, random);
                    layer.bias?.fill_(Scalars.Zero);
                    break;
                case Convolution layer: DrawUniform(layer.weight, layer.bias, random); break;
                case Linear layer: DrawUniform(layer.weight, layer.bias, random); break;
            }
    }

    static void DrawUniform(Tensor weight, Tensor? bias, RandomStream random)
    {
        double bound = 1 / Math.Sqrt(FanIn(weight));
        Fill(weight, () => random.NextUniform(-bound, bound));
        if (bias is not null) Fill(bias, () => random.NextUniform(-bound, bound));
    }

    // Second dimension times the kernel, for transposed convolutions too, as PyTorch counts it.
    static double FanIn(Tensor weight) => (double)weight.numel() / weight.shape[0];

    public static void Fill(Tensor target, Func<double> draw)
    {
        var values = new float[target.numel()];
        for (int i = 0; i < values.Length; i++) values[i] = (float)draw();
        target.copy_(tensor(values).view(target.shape));
    }
}
