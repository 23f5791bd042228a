using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>What a run needs besides what decides its result: where it computes, what it also keeps, whom it tells.</summary>
public sealed record RunOptions(RunFolder Folder, Device Device)
{
    /// <summary>The kind of device as it stands in a record.</summary>
    public string DeviceName => Device.type.ToString().ToLowerInvariant();

    /// <summary>Score the validation cases after every epoch.</summary>
    public bool Validate { get; init; }

    /// <summary>Epochs after which bottleneck features and per-patient losses are kept (0: before training).</summary>
    public IReadOnlyList<int> FeaturesAt { get; init; } = [];

    public IProgress<TrainingProgress>? Progress { get; init; }
}
