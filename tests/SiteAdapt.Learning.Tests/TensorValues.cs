using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

static class TensorValues
{
    /// <summary>All values in C order.</summary>
    public static double[] Doubles(this Tensor tensor)
    {
        using var copy = tensor.detach().to(ScalarType.Float64).contiguous();
        return copy.data<double>().ToArray();
    }

    public static double LargestDifference(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        Assert.Equal(a.Count, b.Count);
        return a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
    }
}
