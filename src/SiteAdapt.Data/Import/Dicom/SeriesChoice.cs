using System.Text.RegularExpressions;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// Which series of a study is the scan: an original one (no localizer, no derived images) of one volume with at least
/// <see cref="FewestSlices"/> slices, whose description or protocol fits the rule; of several the one with the most
/// voxels, then the first that was taken.
/// </summary>
sealed class SeriesChoice(string? rule)
{
    public const int FewestSlices = 10;

    static readonly string[] NoScan = ["DERIVED", "LOCALIZER", "SCOUT", "PROJECTION IMAGE", "SECONDARY", "MIP", "MPR"];

    readonly Regex? wanted = rule is null ? null : Rule(rule);

    /// <param name="notTaken">Why the others were not taken, in words that name nobody.</param>
    public DicomSeries? Of(IEnumerable<DicomSeries> study, out IReadOnlyList<string> notTaken)
    {
        var reasons = new List<string>();
        var fit = new List<DicomSeries>();
        foreach (var series in study)
        {
            if (Fault(series) is { } reason) reasons.Add($"series {series.Number}: {reason}");
            else fit.Add(series);
        }
        DicomSeries[] best = [.. fit.OrderByDescending(series => series.Grid!.Size.Count).ThenBy(series => series.Number)];
        reasons.AddRange(best.Skip(1).Select(series => $"series {series.Number}: fits too, but series {best[0].Number} has more voxels or came first"));
        notTaken = reasons;
        return best.FirstOrDefault();
    }

    string? Fault(DicomSeries series)
    {
        if (series.ImageType.FirstOrDefault(word => NoScan.Contains(word.ToUpperInvariant())) is { } word) return $"its image type says {word.ToUpperInvariant()}";
        if (series.Grid is not { } grid) return "is no single volume";
        if (grid.Size.Z < FewestSlices) return $"has {grid.Size.Z} slices, fewer than {FewestSlices}";
        return wanted is null || wanted.IsMatch(series.Description) || wanted.IsMatch(series.Protocol) ? null : $"neither description nor protocol fits '{rule}'";
    }

    static Regex Rule(string rule)
    {
        try
        {
            return new Regex(rule, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            throw new InputException($"--series: '{rule}' is no regular expression ({fault.Message}); expected something like \"T1|MPRAGE\".", fault);
        }
    }
}
