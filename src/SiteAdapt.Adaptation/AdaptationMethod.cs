using System.Text.Json.Serialization;

namespace SiteAdapt.Adaptation;

/// <summary>
/// A method is a value: choices about how the source model goes on learning. The named methods are presets of it
/// (<c>Methods/</c>), a combination is two records merged (<see cref="Merge"/>), a control is a changed field
/// (<see cref="MethodOptions"/>).
/// </summary>
public sealed record AdaptationMethod
{
    public required string Name { get; init; }

    /// <summary>1. Batch mix: how many samples of a batch are the target's, epoch by epoch.</summary>
    public MixSchedule Mix { get; init; } = MixSchedule.TargetOnly;

    /// <summary>2. Optimizer start: fresh, or with what the source run's optimizer knew.</summary>
    public OptimizerStart Start { get; init; } = OptimizerStart.Fresh;

    /// <summary>3. Trainable set: which parameters move.</summary>
    public TrainableSet Trainable { get; init; } = TrainableSet.All;

    /// <summary>4. Penalty on leaving the source weights.</summary>
    public L2SpPenalty? Penalty { get; init; }

    /// <summary>5. Norm policy: what batch normalisation does while training.</summary>
    public NormPolicy Norm { get; init; } = NormPolicy.Train;

    /// <summary>6. Finish: what is done to the norm statistics at the end; null: they stay as training left them.</summary>
    public NormFinish? Finish { get; init; }

    /// <summary>Gates: SpotTUNet's, between a tuned and a frozen copy of the network; null: one network.</summary>
    public SpotTuneSettings? Gates { get; init; }

    /// <summary>Adversarial learning from unlabelled target samples, with a step of its own; null: supervised learning.</summary>
    public AdversarySettings? Adversary { get; init; }

    /// <summary>Only the upper bound starts from scratch; every method proper starts from the source model.</summary>
    public WeightStart Weights { get; init; } = WeightStart.Source;

    [JsonIgnore]
    public bool Trains => Trainable != TrainableSet.None;

    /// <summary>Whether it looks at the target's training images at all.</summary>
    [JsonIgnore]
    public bool UsesTarget => Trains || Finish is not null;

    /// <summary>Whether it looks at their labels.</summary>
    [JsonIgnore]
    public bool UsesTargetLabels => Trains && Adversary is null;

    /// <summary>Two methods as one: each field may be set by one of them, or by both alike.</summary>
    /// <exception cref="Imaging.InputException">Both set a field, to different values.</exception>
    public static AdaptationMethod Merge(AdaptationMethod first, AdaptationMethod second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var plain = new AdaptationMethod { Name = "" };
        T Pick<T>(string field, Func<AdaptationMethod, T> get)
        {
            var (none, a, b) = (get(plain), get(first), get(second));
            if (Equals(a, none)) return b;
            if (Equals(b, none) || Equals(a, b)) return a;
            throw new Imaging.InputException($"'{first.Name}' and '{second.Name}' cannot be combined: both set the {field} ({a} and {b}). Combine methods that change different things.");
        }

        return new AdaptationMethod
        {
            Name = $"{first.Name}+{second.Name}",
            Mix = Pick("batch mix", method => method.Mix),
            Start = Pick("optimizer start", method => method.Start),
            Trainable = Pick("trainable set", method => method.Trainable),
            Penalty = Pick("penalty", method => method.Penalty),
            Norm = Pick("norm policy", method => method.Norm),
            Finish = Pick("finish", method => method.Finish),
            Adversary = Pick("adversary", method => method.Adversary),
            Gates = Pick("gates", method => method.Gates),
            Weights = Pick("weight start", method => method.Weights),
        };
    }
}

/// <summary>What batch normalisation does while training. (At evaluation the running statistics are always used.)</summary>
public enum NormPolicy
{
    /// <summary>Normalise with the batch's statistics and move the running ones, as the paper ran every method.</summary>
    Train,

    /// <summary>Normalise with the source's running statistics and leave them as they are.</summary>
    SourceStatistics,
}

/// <summary>Where training starts.</summary>
public enum WeightStart
{
    Source,
    Scratch,
}
