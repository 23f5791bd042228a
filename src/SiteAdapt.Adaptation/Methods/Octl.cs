using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation;

/// <summary>
/// OCTL, optimizer continuation: fine-tune-all that starts with the gradient history of pre-training (section 4.2).
/// SGD: H_t = 0.99 H_(t-1) + g_t from the loaded H_0, without Nesterov. Adam: the loaded moments, betas 0.99 and 0.999,
/// the step counter started at 100.
/// </summary>
public static class Octl
{
    public static AdaptationMethod Method(OptimizerKind optimizer) => new()
    {
        Name = "octl",
        Start = optimizer == OptimizerKind.Sgd
            ? new OptimizerStart(History.All, Momentum: 0.99, Nesterov: false)
            : new OptimizerStart(History.All, Beta1: 0.99, Beta2: 0.999, Step: 100),
    };
}
