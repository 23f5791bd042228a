using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>A site's row of a data check.</summary>
/// <param name="Size">The size of most cases.</param>
/// <param name="Sizes">How many different ones there are.</param>
/// <param name="Spacing">The spacing of most cases, in mm and to 0.001; null: radiographs.</param>
/// <param name="Intensity">Medians of the cases' 1st, 50th and 99th percentile.</param>
/// <param name="MaskMillilitres">Smallest, median and largest volume of the masks; empty where there is none.</param>
public sealed record SiteSummary(
    string Site, int Subjects, int Cases, int Labelled, int Errors, int Warnings, Size3? Size, int Sizes, Spacing? Spacing, int Spacings,
    IReadOnlyList<double> Intensity, IReadOnlyList<double> MaskMillilitres)
{
    /// <summary>In the order of the manifest's rows.</summary>
    public static IReadOnlyList<SiteSummary> Of(ManifestCheck check)
    {
        ArgumentNullException.ThrowIfNull(check);
        return [.. check.Manifest.Sites.Select(site => Of(site, [.. check.Cases.Where(item => item.Case.Site == site)], check))];
    }

    static SiteSummary Of(string site, CheckedCase[] cases, ManifestCheck check)
    {
        var sizes = cases.Where(item => item.Size is not null).GroupBy(item => item.Size!.Value).OrderByDescending(group => group.Count()).ToArray();
        var spacings = cases.Where(item => item.Spacing is not null).GroupBy(item => Rounded(item.Spacing!.Value)).OrderByDescending(group => group.Count()).ToArray();
        double[] volumes = [.. cases.Where(item => item.MaskMillilitres > 0).Select(item => item.MaskMillilitres!.Value).Order()];
        CheckedCase[] read = [.. cases.Where(item => item.Intensity.Count > 0)];
        int Count(CheckLevel level) => check.Faults.Count(fault => fault.Level == level && fault.Site == site);
        return new SiteSummary(site, cases.Select(item => item.Case.Subject).Distinct().Count(), cases.Length, cases.Count(item => item.Case.IsLabelled),
            Count(CheckLevel.Error), Count(CheckLevel.Warning), sizes.FirstOrDefault()?.Key, sizes.Length, spacings.FirstOrDefault()?.Key, spacings.Length,
            read.Length == 0 ? [] : [.. Enumerable.Range(0, 3).Select(i => Median([.. read.Select(item => (double)item.Intensity[i]).Order()]))],
            volumes.Length == 0 ? [] : [volumes[0], Median(volumes), volumes[^1]]);
    }

    static Spacing Rounded(Spacing mm) => new(Math.Round(mm.X, 3), Math.Round(mm.Y, 3), Math.Round(mm.Z, 3));

    static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
