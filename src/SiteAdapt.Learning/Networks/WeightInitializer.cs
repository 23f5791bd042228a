using SiteAdapt.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// PyTorch's default initialisation, drawn from a stream of ours: weights and biases of convolutions and linear layers uniform
/// in +-1/sqrt(fan in), which is Kaiming-uniform with a = sqrt(5); batch norm 1 and 0 with fresh running statistics.
/// </summary>
static class WeightInitializer
{
    public static void Initialize(nn.Module network, RandomStream random)
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
                case Convolution layer: Draw(layer.weight, layer.bias, random); break;
                case Linear layer: Draw(layer.weight, layer.bias, random); break;
            }
    }

    static void Draw(Tensor weight, Tensor? bias, RandomStream random)
    {
        // Second dimension times the kernel, for transposed convolutions too, as PyTorch counts it.
        double bound = 1 / Math.Sqrt((double)weight.numel() / weight.shape[0]);
        Fill(weight, bound, random);
        if (bias is not null) Fill(bias, bound, random);
    }

    static void Fill(Tensor target, double bound, RandomStream random)
    {
        var values = new float[target.numel()];
        for (int i = 0; i < values.Length; i++) values[i] = (float)random.NextUniform(-bound, bound);
        target.copy_(tensor(values).view(target.shape));
    }
}
