using System.Runtime.ExceptionServices;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>The appearance of some cases, all volumes or all radiographs.</summary>
/// <param name="InMask">Whether voxels are those of the labels' masks; otherwise those of the <see cref="Foreground"/> (all pixels of a radiograph).</param>
public sealed record AppearanceSet(IReadOnlyList<CaseAppearance> Cases, IReadOnlyList<AppearanceMeasure> Measures, HistogramRange Range, bool InMask)
{
    /// <summary>Whether a case's image is a PNG or JPEG file.</summary>
    public static bool IsRadiograph(Case item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return RadiographCheck.IsRadiograph(item);
    }

    /// <summary>Measures cases, labels being used where every case has one.</summary>
    /// <param name="progress">Told how many cases are done of how many, and the last one; never by two threads at once.</param>
    /// <exception cref="InputException">A case cannot be read, or volumes and radiographs are mixed.</exception>
    public static AppearanceSet Measure(IReadOnlyList<Case> cases, IntensitySettings intensity, Action<int, int, string>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(cases);
        bool images = cases.Any(RadiographCheck.IsRadiograph), labelled = !images && cases.All(item => item.Label is not null);
        if (images && cases.FirstOrDefault(item => !RadiographCheck.IsRadiograph(item)) is { } volume)
            throw new InputException($"case '{volume.Id}' of site '{volume.Site}' is a volume and others are radiographs ({volume.Image}); they cannot be compared.");
        var measured = new CaseAppearance[cases.Count];
        var (gate, done) = (new Lock(), 0);
        // A volume and some copies of it in memory each
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(4, Environment.ProcessorCount), CancellationToken = stop };
        try
        {
            Parallel.For(0, cases.Count, options, i =>
            {
                measured[i] = images ? RadiographAppearance.Of(cases[i]) : VolumeAppearance.Of(cases[i], intensity, labelled);
                lock (gate) progress?.Invoke(++done, cases.Count, cases[i].Id);
            });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        var measures = images ? AppearanceMeasure.OfRadiographs : labelled ? AppearanceMeasure.OfVolumes : [.. AppearanceMeasure.OfVolumes.SkipLast(1)];
        return new AppearanceSet(measured, measures, images ? new HistogramRange(0, 1) : HistogramRange.Of(intensity), labelled);
    }
}
