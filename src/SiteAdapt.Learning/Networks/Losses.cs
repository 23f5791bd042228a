using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SiteAdapt.Learning;

/// <summary>Losses on raw logits; all in the form that does not overflow, max(x, 0) - x y + log(1 + exp(-|x|)).</summary>
public static class Losses
{
    /// <summary>Mean binary cross-entropy over all elements; logits and targets (0 to 1) of one shape, the result a scalar.</summary>
    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor targets)
    {
        Check(logits, targets);
        return functional.binary_cross_entropy_with_logits(logits, targets, reduction: Reduction.Mean);
    }

    /// <summary>Binary cross-entropy of each element, in the logits' shape.</summary>
    public static Tensor BinaryCrossEntropyPerElement(Tensor logits, Tensor targets)
    {
        Check(logits, targets);
        return functional.binary_cross_entropy_with_logits(logits, targets, reduction: Reduction.None);
    }

    // A type that does not fit can end the process inside libtorch, and a shape that broadcasts would go unnoticed.
    static void Check(Tensor logits, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        if (!logits.shape.AsSpan().SequenceEqual(targets.shape) || logits.dtype != targets.dtype)
            throw new ArgumentException($"targets are {targets.dtype} [{string.Join(", ", targets.shape)}], "
                + $"logits {logits.dtype} [{string.Join(", ", logits.shape)}]", nameof(targets));
    }
}
