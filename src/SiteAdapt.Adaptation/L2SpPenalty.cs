using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation;

/// <summary>
/// L2-SP: alpha * sum (w - w0)^2 over all trained parameters, without the factor 1/2 (section 5.1 of the protocol).
/// <paramref name="Decoupled"/>: not in the loss, but as w := w - lr * 2 * alpha * (w - w0) after the step, so that Adam
/// does not rescale it.
/// </summary>
public sealed record L2SpPenalty(double Alpha, bool Decoupled = false)
{
    /// <summary>The penalty around the optimizer's present weights, which are taken as w0.</summary>
    public IPenalty Around(Optimizer optimizer) => new Anchored(this, optimizer);

    sealed class Anchored(L2SpPenalty penalty, Optimizer optimizer) : IPenalty
    {
        readonly ParameterAnchor anchor = optimizer.Anchor();

        public void AddGradient(Optimizer optimizer)
        {
            if (!penalty.Decoupled) anchor.AddPull(2 * penalty.Alpha);
        }

        public void AfterStep(Optimizer optimizer, double learningRate)
        {
            if (penalty.Decoupled) anchor.Shrink(learningRate * 2 * penalty.Alpha);
        }
    }
}
