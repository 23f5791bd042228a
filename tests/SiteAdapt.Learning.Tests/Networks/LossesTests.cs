using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public class LossesTests
{
    [Fact]
    public void Should_equal_the_definition()
    {
        using var scope = NewDisposeScope();
        var logits = linspace(-4, 4, 24, ScalarType.Float64).view(2, 3, 2, 2);
        var targets = arange(24, dtype: ScalarType.Float64).mul(0.61).sin().abs().view(2, 3, 2, 2);
        var each = logits.Doubles().Zip(targets.Doubles(), (x, y) =>
        {
            double p = 1 / (1 + Math.Exp(-x));
            return -y * Math.Log(p) - (1 - y) * Math.Log(1 - p);
        }).ToArray();
        Assert.Equal(each.Average(), Losses.BinaryCrossEntropy(logits, targets).item<double>(), 1e-12);
        Assert.Equal(each, Losses.BinaryCrossEntropyPerElement(logits, targets).Doubles(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Should_stay_finite_for_extreme_logits()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 200, -200, 200, -200 });
        Assert.Equal(100, Losses.BinaryCrossEntropy(logits, tensor(new float[] { 1, 0, 0, 1 })).item<float>(), 1e-4);
    }

    [Fact]
    public void Should_refuse_targets_of_another_shape_or_type()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => Losses.BinaryCrossEntropy(zeros(2, 1), zeros(2)));
        Assert.Throws<ArgumentException>(() => Losses.BinaryCrossEntropyPerElement(zeros(2), zeros(2, ScalarType.Float64)));
    }
}
