using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public class AuxiliaryHeadTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Should_bring_the_half_size_activation_to_logits_of_full_size(int structures)
    {
        using var scope = NewDisposeScope();
        var settings = new UNetSettings { Width = 2, OutputChannels = structures };
        using var network = new UNet(settings);
        using var head = new AuxiliaryHead(settings);
        network.Initialize(new RandomStream(1, "network"));
        head.Initialize(new RandomStream(1, "head"));
        network.SetTraining(false);
        using var input = randn(2, 1, 32, 24);
        var (logits, half) = network.ForwardWithHalf(input);
        Assert.Equal([2, 4, 16, 12], half.shape);
        Assert.Equal([2, structures, 32, 24], head.forward(half).shape);
        Assert.Equal(network.forward(input).Doubles(), logits.Doubles());
        // Batch norm's scale and shift and the convolution's weights for each of 4 channels, and its biases.
        Assert.Equal(4 + 4 + 4 * structures + structures, head.NamedParameters().Sum(entry => entry.Parameter.numel()));
    }

    /// <summary>Corners are kept and what lies between is straight: a ramp stays a ramp.</summary>
    [Fact]
    public void Should_interpolate_between_corners()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var head = new AuxiliaryHead(new UNetSettings { Width = 1 });
        head.SetTraining(false);
        foreach (var (name, tensor) in head.State().Where(entry => entry.Tensor.is_floating_point()))
            tensor.fill_(name.EndsWith("bias", StringComparison.Ordinal) || name.EndsWith("mean", StringComparison.Ordinal) ? 0 : 1);
        var ramp = arange(4, dtype: ScalarType.Float32).view(1, 1, 1, 4).expand(1, 2, 2, 4).contiguous();
        double[] row = head.forward(ramp)[0, 0, 0].Doubles();
        for (int i = 0; i < 8; i++) Assert.Equal(2 * 3.0 * i / 7, row[i], 1e-4); // two channels, 0 to 3 each
    }
}
