namespace SiteAdapt.Learning;

/// <summary>How long and how fast to train. Defaults are the paper's protocol (section 3.1 of the protocol notes).</summary>
public sealed record TrainingSettings
{
    public const double DefaultLearningRate = 1e-3;

    /// <summary>Beyond it a step cannot be computed in 32-bit numbers: the first steps of Adam multiply the rate by ten.</summary>
    const double LargestLearningRate = 1e30;

    public int Epochs { get; init; } = 60;

    public int StepsPerEpoch { get; init; } = 100;

    /// <summary>Slices per step.</summary>
    public int BatchSize { get; init; } = 16;

    public double LearningRate { get; init; } = DefaultLearningRate;

    /// <summary>The learning rate is multiplied by <see cref="DropFactor"/> from this share of the epochs on (45 of 60).</summary>
    public double DropAt { get; init; } = 0.75;

    public double DropFactor { get; init; } = 0.1;

    /// <summary>Steps between checkpoints; null means once an epoch.</summary>
    public int? CheckpointEvery { get; init; }

    /// <summary>Seed of every random stream of the run.</summary>
    public long Seed { get; init; }

    /// <summary>Threads of the tensor library. Part of the record: another number changes the last bits of the result.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Kind of device, "cpu" or "cuda": a run is not continued on another one. Set by the run.</summary>
    public string Device { get; init; } = "cpu";

    [System.Text.Json.Serialization.JsonIgnore]
    public int TotalSteps => checked(Epochs * StepsPerEpoch);

    /// <summary>Learning rate of an epoch counted from 0: x0.1 from epoch 45 of 60, scaled with the number of epochs.</summary>
    public double LearningRateAt(int epoch) => epoch >= Epochs * DropAt ? LearningRate * DropFactor : LearningRate;

    /// <summary>All faults of the settings, one sentence each; empty when they are usable.</summary>
    public IEnumerable<string> Faults()
    {
        if (Epochs < 1) yield return $"epochs is {Epochs}; expected 1 or more";
        if (StepsPerEpoch < 1) yield return $"steps per epoch is {StepsPerEpoch}; expected 1 or more";
        if ((long)Epochs * StepsPerEpoch > int.MaxValue) yield return $"{Epochs} epochs of {StepsPerEpoch} steps are more than {int.MaxValue} steps";
        if (BatchSize < 1) yield return $"batch is {BatchSize}; expected 1 or more";
        if (!(LearningRate > 0) || LearningRate > LargestLearningRate) yield return FormattableString.Invariant($"learning rate is {LearningRate}; expected a positive number, at most {LargestLearningRate}");
        if (!(DropAt is > 0 and <= 1)) yield return $"the drop of the learning rate is at {DropAt} of the epochs; expected more than 0 and at most 1";
        if (CheckpointEvery < 1) yield return $"steps between checkpoints is {CheckpointEvery}; expected 1 or more";
        if (Threads < 1) yield return $"threads is {Threads}; expected 1 or more";
    }
}
