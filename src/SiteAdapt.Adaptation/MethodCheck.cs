using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation;

/// <summary>Refuses settings that would change nothing: who thinks that he ran a control must have run it.</summary>
public static class MethodCheck
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
        if (!mix.NeedsSource && (mix.First is not null || mix.Stream != TargetStream.Target)) yield return "mix-first and target-stream change a mix with source samples; set mix too, or use mmtl";
        if (start.Change != HistoryChange.Keep && start.History == History.None) yield return "history-change changes a loaded history; set history=all, or use octl";
        if (method.Gates is not null && method.Weights == WeightStart.Scratch) yield return "SpotTUNet's frozen copy is the source model, and this method starts from scratch";
        if (method.Gates is not null && method.Trainable != TrainableSet.All && method.Trainable != TrainableSet.None)
            yield return $"SpotTUNet's policy chooses which blocks are tuned; the trainable set must be all, not {method.Trainable}";
        if (method.Gates is not null && method.Finish is not null) yield return "SpotTUNet has two copies of every norm layer and a policy that was learnt with theirs; set finish=keep";
        bool changed = method with { Name = Bounds.None.Name, Finish = null } != Bounds.None;
        if (!method.Trains && changed) yield return "nothing is trained, so that no other setting has an effect; use --method none or adabn alone, or, to end another method with the target's norm statistics, --set finish=target-statistics";
        if (method is { Trains: true, Adversary: not null })
            foreach (string fault in AdversaryFaults(method)) yield return fault;
    }

    static IEnumerable<string> AdversaryFaults(AdaptationMethod method)
    {
        if (method.Mix is not { Shape: MixShape.Constant, Stream: TargetStream.Target }) yield return "adversarial learning needs samples of both sites in every batch; use adaptsegnet, or set mix=constant:SHARE and target-stream=target";
        if (method.Start.History != History.None || method.Start.Step is not null) yield return "the auxiliary output has no history that adversarial learning could start with; set history=none, and leave octl and start-step out";
        if (method.Trainable != TrainableSet.All) yield return "adversarial learning trains the whole network; set trainable=all";
        if (method.Penalty is not null) yield return "l2sp pulls to source weights, which the auxiliary output does not have; leave it out";
        if (method.Gates is not null) yield return "adversarial learning trains one plain network; leave spottunet out";
        if (method.Weights != WeightStart.Source) yield return "adversarial learning starts from the source model and sees no target label; leave all-target-data out";
    }
}
