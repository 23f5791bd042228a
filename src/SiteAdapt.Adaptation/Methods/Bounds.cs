namespace SiteAdapt.Adaptation;

/// <summary>What every method stands between: the source model as it is, and a model trained on all of the target's training set.</summary>
public static class Bounds
{
    /// <summary>No adaptation.</summary>
    public static AdaptationMethod None { get; } = new() { Name = "none", Trainable = TrainableSet.None };

    /// <summary>The upper bound: from scratch, with the pre-training protocol, on every training case of the target.</summary>
    public static AdaptationMethod AllTargetData { get; } = new() { Name = "all-target-data", Weights = WeightStart.Scratch };
}
