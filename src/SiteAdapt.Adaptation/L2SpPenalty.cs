using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation;

/// <summary>
/// L2-SP: alpha * sum (w - w0)^2 over all trained parameters, without the factor 1/2 (section 5.1 of the protocol).
/// <paramref name="Decoupled"/>: not in the loss, but as w := w - lr * 2 * alpha * (w - w0) after the step, so that Adam
/// does not rescale it.
/// </summary>
public sealed record L2SpPenalty(double Alpha, bool Decoupled = false)
{
    /// <summary>The penalty around the weights that the optimizer holds now, which are taken as w0.</summary>
    public IPenalty Around(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return new Anchored(this, optimizer.Flat.Values.clone().DetachFromDisposeScope());
    }

    sealed class Anchored(L2SpPenalty penalty, Tensor anchor) : IPenalty
    {
        public void AddGradient(Optimizer optimizer)
        {
            if (!penalty.Decoupled) optimizer.AddToGradient(penalty.Alpha, anchor);
        }

        public void AfterStep(Optimizer optimizer)
        {
            if (penalty.Decoupled) optimizer.Shrink(penalty.Alpha, anchor);
        }

        public void Dispose() => anchor.Dispose();
    }
}
