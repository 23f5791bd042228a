using SiteAdapt.Adaptation;

namespace SiteAdapt.Studies;

/// <summary>Which methods are evaluations of source models and not runs of their own.</summary>
static class PlannedMethods
{
    /// <summary>No adaptation: the pair's source model itself.</summary>
    public static bool IsSourceModel(AdaptationMethod method) => !method.UsesTarget;

    /// <summary>The upper bound: the model that was pre-trained at the target (section 3.1).</summary>
    public static bool IsTargetModel(AdaptationMethod method) => method.Weights == WeightStart.Scratch;

    /// <summary>No annotated target data are looked at: there is nothing that a budget could limit.</summary>
    public static bool HasNoBudget(AdaptationMethod method) => IsBound(method) || !method.UsesTargetLabels;

    public static bool IsBound(AdaptationMethod method) => IsSourceModel(method) || IsTargetModel(method);
}
