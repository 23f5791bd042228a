namespace SiteAdapt.Learning;

/// <summary>What a checkpoint knows besides tensors; <c>run.json</c> of the checkpoint folder.</summary>
public sealed record CheckpointState
{
    public required RunRecord Run { get; init; }

    /// <summary>Steps done.</summary>
    public required int Step { get; init; }

    /// <summary>Whole epochs done.</summary>
    public required int Epoch { get; init; }

    /// <summary>Sum of the losses of the unfinished epoch.</summary>
    public required double EpochLossSum { get; init; }

    /// <summary>Sums of the learner's other measures over the unfinished epoch.</summary>
    public IReadOnlyDictionary<string, double> EpochMeasureSums { get; init; } = new Dictionary<string, double>();

    /// <summary>Highest validation score so far; null without validation.</summary>
    public double? BestScore { get; init; }

    /// <summary>Random states of the sample streams, by role.</summary>
    public required IReadOnlyDictionary<string, string> Streams { get; init; }

    /// <summary>Random states of the learner's own streams, by name.</summary>
    public IReadOnlyDictionary<string, string> LearnerStreams { get; init; } = ILearner.NoStreams;

    public required IReadOnlyList<MetricRow> History { get; init; }

    /// <summary>SHA-256 of the run's <c>seen.jsonl</c>; null: it has none, or is older than this field.</summary>
    public string? Seen { get; init; }
}
