using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Studies;

/// <summary>A network whose features are compared, and where its prepared cases are kept.</summary>
public sealed record FeatureSource(Network Network, TaskSettings Task, PreparedCache Cache, Device Device);

/// <summary>Measures the scans of two groups; labels are used only where all cases of both have one.</summary>
public static class GroupMeasurement
{
    /// <summary>Subjects of a group that are looked at unless another number is asked for.</summary>
    public const int MostSubjects = 200;

    /// <summary>At most so many subjects of a group, drawn by the seed, with all their cases, in the order of the rows.</summary>
    public static IReadOnlyList<Case> Draw(IReadOnlyList<Case> cases, int most, long seed, string name)
    {
        ArgumentNullException.ThrowIfNull(cases);
        string[] subjects = [.. cases.Select(item => item.Subject).Distinct()];
        if (subjects.Length <= most) return cases;
        new RandomStream(seed, $"shift/subjects/{name}").Shuffle<string>(subjects);
        var chosen = subjects.Take(most).ToHashSet(StringComparer.Ordinal);
        return [.. cases.Where(item => chosen.Contains(item.Subject))];
    }

    /// <param name="features">Null: appearance alone.</param>
    /// <param name="progress">Told how many cases are done of how many, and the last one.</param>
    /// <exception cref="InputException">A case cannot be read, or the network is not made for it.</exception>
    public static (MeasuredGroup First, MeasuredGroup Second, AppearanceSet Set) Measure(
        (string Name, IReadOnlyList<Case> Cases) first, (string Name, IReadOnlyList<Case> Cases) second, IntensitySettings intensity, FeatureSource? features,
        Action<int, int, string>? progress = null, CancellationToken stop = default)
    {
        Case[] cases = [.. first.Cases, .. second.Cases];
        int total = cases.Length * (features is null ? 1 : 2);
        var set = AppearanceSet.Measure(cases, intensity, (done, _, name) => progress?.Invoke(done, total, name), stop);
        var blocks = features is null ? [] : Features(cases, features, done => progress?.Invoke(cases.Length + done, total, cases[done - 1].Id), stop);
        int n = first.Cases.Count;
        return (new MeasuredGroup(first.Name, [.. set.Cases.Take(n)], [.. blocks.Take(n)]), new MeasuredGroup(second.Name, [.. set.Cases.Skip(n)], [.. blocks.Skip(n)]), set);
    }

    static List<IReadOnlyList<BlockFeatures>> Features(IReadOnlyList<Case> cases, FeatureSource source, Action<int> done, CancellationToken stop)
    {
        var extractor = new CaseFeatures(source.Network, source.Task, source.Device);
        var all = new List<IReadOnlyList<BlockFeatures>>();
        if (source.Task.IsClassification)
        {
            foreach (var image in new PreparedImages(source.Cache.Folder).Prepare(cases, source.Task, stop: stop).Images) Add(extractor.Of(image, stop));
            return all;
        }
        foreach (var item in cases)
        {
            // Without labels, which need not fit the task's structures
            using var prepared = source.Cache.Open(item.Unlabelled(), source.Task);
            Add(extractor.Of(prepared, stop));
        }
        return all;

        void Add(IReadOnlyList<BlockFeatures> features)
        {
            all.Add(features);
            done(all.Count);
        }
    }
}
