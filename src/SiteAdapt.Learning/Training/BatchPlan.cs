namespace SiteAdapt.Learning;

/// <summary>
/// Which samples make up each batch: how many of each stream, by epoch. Drawing is sequential and cheap; loading the
/// drawn slices is the feeder's work, so that threads never change what is drawn.
/// </summary>
public sealed class BatchPlan
{
    readonly IReadOnlyList<SampleStream> streams;
    readonly Func<int, IReadOnlyList<int>> countsAt;
    readonly int stepsPerEpoch;

    /// <param name="streams">Streams in the order in which their samples stand in a batch.</param>
    /// <param name="countsAt">Samples of each stream in an epoch (counted from 0).</param>
    /// <param name="stepsPerEpoch">Steps after which the epoch changes.</param>
    public BatchPlan(IReadOnlyList<SampleStream> streams, Func<int, IReadOnlyList<int>> countsAt, int stepsPerEpoch) =>
        (this.streams, this.countsAt, this.stepsPerEpoch) = (streams, countsAt, stepsPerEpoch);

    /// <summary>All batches from one stream.</summary>
    public static BatchPlan Single(SampleStream stream, TrainingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        int[] counts = [settings.BatchSize];
        return new BatchPlan([stream], _ => counts, settings.StepsPerEpoch);
    }

    /// <summary>States of all streams by role, to continue from.</summary>
    public IReadOnlyDictionary<string, string> States => streams.ToDictionary(stream => stream.Role, stream => stream.State);

    public void Restore(IReadOnlyDictionary<string, string> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        foreach (var stream in streams)
            stream.State = states.TryGetValue(stream.Role, out var state)
                ? state
                : throw new FormatException($"no random state for the stream '{stream.Role}'");
    }

    /// <summary>The samples of a step (counted from 0). Steps must be drawn in order.</summary>
    public List<Sample> Draw(int step)
    {
        var counts = countsAt(step / stepsPerEpoch);
        var samples = new List<Sample>();
        for (int role = 0; role < streams.Count; role++)
            for (int i = 0; i < counts[role]; i++)
                samples.Add(streams[role].Next(role));
        return samples;
    }
}
