using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation;

/// <summary>
/// L2-SP: alpha * sum (w - w0)^2 over all trained parameters, without the factor 1/2 (section 5.1 of the protocol).
/// <paramref name="Decoupled"/>: not in the loss, but as w := w - lr * 2 * alpha * (w - w0) after the step, so that Adam
/// does not rescale it. A new head has no source weights: <paramref name="Beta"/> * sum w^2 shrinks it instead.
/// </summary>
public sealed record L2SpPenalty(double Alpha, bool Decoupled = false, double Beta = 0.01)
{
    /// <summary>The penalty around the weights that the optimizer holds now, which are taken as w0.</summary>
    /// <param name="isNew">Parameters that start from scratch, in a group of their own: they are pulled to zero.</param>
    public IPenalty Around(Optimizer optimizer, Func<string, bool>? isNew = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var slots = optimizer.Flat.Slots.Where(slot => isNew?.Invoke(slot.Name) != true);
        return new Anchored(this, optimizer.Flat.Flatten(slots.Select(slot => (slot.Name, (Tensor)slot.Parameter))), isNew);
    }

    sealed class Anchored(L2SpPenalty penalty, Tensor anchor, Func<string, bool>? isNew) : IPenalty
    {
        public void AddGradient(Optimizer optimizer)
        {
            if (penalty.Decoupled) return;
            foreach (var group in optimizer.Groups) optimizer.AddToGradient(Strength(group), anchor, group);
        }

        public void AfterStep(Optimizer optimizer)
        {
            if (!penalty.Decoupled) return;
            foreach (var group in optimizer.Groups) optimizer.Shrink(Strength(group), anchor, group);
        }

        double Strength(ParameterGroup group) => isNew?.Invoke(group.Names[0]) == true ? penalty.Beta : penalty.Alpha;

        public void Dispose() => anchor.Dispose();
    }
}
