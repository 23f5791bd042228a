using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation;

/// <summary>The streams that a method's batches are drawn from: the target's first, then, for a mix, the source's.</summary>
static class SampleStreams
{
    public static BatchPlan Plan(MixSchedule mix, IReadOnlyList<PoolCase> target, IReadOnlyList<PoolCase> source, TrainingSettings settings, int window)
    {
        if (!mix.NeedsSource) return BatchPlan.Single(new SampleStream("target", target, window, settings.Seed), settings);
        if (mix.Stream == TargetStream.Last2) (target, source) = LastTwo(target, source);
        return new BatchPlan(
            [new SampleStream("target", target, window, settings.Seed), new SampleStream("source", source, window, settings.Seed)],
            epoch => Counts(mix, epoch, settings),
            settings.StepsPerEpoch);
    }

    static int[] Counts(MixSchedule mix, int epoch, TrainingSettings settings)
    {
        int target = mix.TargetCount(epoch, settings.Epochs, settings.BatchSize);
        return [target, settings.BatchSize - target];
    }

    /// <summary>The published code's streams: the last two patients of (source + target) are the "target", all others the "source".</summary>
    static (IReadOnlyList<PoolCase> Target, IReadOnlyList<PoolCase> Source) LastTwo(IReadOnlyList<PoolCase> target, IReadOnlyList<PoolCase> source)
    {
        List<PoolCase> all = [.. source, .. target];
        var lastTwo = all.Select(item => item.Case.Case.Subject).Distinct().TakeLast(2).ToHashSet(StringComparer.Ordinal);
        List<PoolCase> others = [.. all.Where(item => !lastTwo.Contains(item.Case.Case.Subject))];
        if (others.Count == 0)
            throw new InputException("target-stream=last2: source and target have only two patients together, so that the source stream would be empty. Give more --source-patients, or use target-stream=target.");
        return ([.. all.Where(item => lastTwo.Contains(item.Case.Case.Subject))], others);
    }
}
