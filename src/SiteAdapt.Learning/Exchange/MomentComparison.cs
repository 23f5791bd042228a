using SiteAdapt.Imaging;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>How close one moment of an optimizer's memory is to another's, over all parameters at once.</summary>
/// <param name="Moment">"exp_avg", "exp_avg_sq" or "momentum_buffer".</param>
/// <param name="Cosine">1: the same direction; 0: none in common.</param>
/// <param name="NormRatio">Length of the first over length of the second.</param>
/// <param name="MedianCosine">Of the parameters one by one: a few large gradients do not decide it.</param>
public sealed record MomentComparison(string Moment, double Cosine, double NormRatio, double MedianCosine)
{
    /// <exception cref="InputException">Memories of different optimizers or networks, or none at all.</exception>
    public static IReadOnlyList<MomentComparison> Of(OptimizerState memory, OptimizerState reference)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(reference);
        if (memory.Kind != reference.Kind) throw new InputException($"the memories are of {memory.Kind} and of {reference.Kind}; only two of one optimizer can be compared.");
        var moments = reference.Parameters.Values.FirstOrDefault()?.Tensors.Keys.Order(StringComparer.Ordinal).ToList() ?? [];
        if (moments.Count == 0) throw new InputException("the run holds no optimizer memory to compare with. Leave --compare out.");
        if (!memory.Parameters.Keys.ToHashSet().SetEquals(reference.Parameters.Keys)) throw new InputException("the memories are of different networks.");
        return [.. moments.Select(moment => Compare(moment, memory, reference))];
    }

    static MomentComparison Compare(string moment, OptimizerState memory, OptimizerState reference)
    {
        double product = 0, a = 0, b = 0;
        var cosines = new List<double>();
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in reference.Parameters)
        {
            var (x, y) = (memory.Parameters[name].Tensors[moment].to_type(ScalarType.Float64), parameter.Tensors[moment].to_type(ScalarType.Float64));
            double xy = x.mul(y).sum().item<double>(), xx = x.square().sum().item<double>(), yy = y.square().sum().item<double>();
            (product, a, b) = (product + xy, a + xx, b + yy);
            if (xx > 0 && yy > 0) cosines.Add(xy / Math.Sqrt(xx * yy));
        }
        return new MomentComparison(moment, product / Math.Sqrt(a * b), Math.Sqrt(a / b), Median(cosines));
    }

    static double Median(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? double.NaN : (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
