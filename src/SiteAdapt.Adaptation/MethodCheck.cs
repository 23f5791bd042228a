using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation;

/// <summary>Refuses settings that would change nothing: who thinks that he ran a control must have run it.</summary>
static class MethodCheck
{
    public static void Require(AdaptationMethod method, OptimizerKind optimizer)
    {
        var faults = Faults(method, optimizer).ToList();
        if (faults.Count > 0) throw new InputException($"'{method.Name}' cannot be run like that:\n  " + string.Join("\n  ", faults));
    }

    static IEnumerable<string> Faults(AdaptationMethod method, OptimizerKind optimizer)
    {
        var (start, mix) = (method.Start, method.Mix);
        if (optimizer == OptimizerKind.Adam && (start.Momentum ?? (object?)start.Nesterov) is not null) yield return "momentum and nesterov are SGD's; this run uses adam";
        if (optimizer == OptimizerKind.Sgd && (start.Beta1 ?? start.Beta2 ?? start.Step) is not null) yield return "beta1, beta2 and start-step are Adam's; this run uses sgd";
        if (!mix.NeedsSource && (mix.First > 0 || mix.Stream != TargetStream.Target)) yield return "mix-first and target-stream change a mix with source samples; set mix too, or use mmtl";
        if (start.Change != HistoryChange.Keep && start.History == History.None) yield return "history-change changes a loaded history; set history=all, or use octl";
        if (method.Gates is not null && method.Weights == WeightStart.Scratch) yield return "SpotTUNet's frozen copy is the source model, and this method starts from scratch";
        if (method.Gates is not null && method.Trainable != TrainableSet.All && method.Trainable != TrainableSet.None)
            yield return $"SpotTUNet's policy chooses which blocks are tuned; the trainable set must be all, not {method.Trainable}";
        bool changed = method with { Name = Bounds.None.Name } != Bounds.None;
        if (method.Trainable == TrainableSet.None && changed) yield return "nothing is trained, so that no other setting has an effect; use --method none alone";
    }
}
