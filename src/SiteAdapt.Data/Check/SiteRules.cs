using System.Globalization;

namespace SiteAdapt.Data;

/// <summary>What stands out among the cases of a site.</summary>
static class SiteRules
{
    /// <summary>Fewer cases have no usual value.</summary>
    const int Fewest = 4;

    /// <summary>A volume is far from usual by both: robust standard deviations of its logarithm, and a factor.</summary>
    const double Deviations = 3.5, Factor = 1.3;

    /// <summary>Border beyond which tissue goes on: more than this share of it, and so much above the site's median. From the 16 heads of docs/how-to/check-data.md.</summary>
    const double BorderShare = 0.3, BorderAboveUsual = 0.2;

    public static IEnumerable<CheckFault> Of(IReadOnlyList<CheckedCase> site) => [.. Volumes(site), .. Orientations(site), .. LabelValues(site), .. Borders(site)];

    static IEnumerable<CheckFault> Volumes(IReadOnlyList<CheckedCase> site)
    {
        CheckedCase[] marked = [.. site.Where(item => item.MaskMillilitres > 0)];
        if (marked.Length < Fewest) yield break;
        (double usual, double deviation) = Usual([.. marked.Select(item => Math.Log(item.MaskMillilitres!.Value))]);
        foreach (CheckedCase item in marked)
        {
            double apart = Math.Abs(Math.Log(item.MaskMillilitres!.Value) - usual);
            if (apart > Deviations * deviation && apart > Math.Log(Factor))
                yield return CheckFault.Warning("volume", item.Case, string.Create(CultureInfo.InvariantCulture, $"the mask has {item.MaskMillilitres:0.0} ml; usual at this site are {Math.Exp(usual):0.0} ml"));
        }
    }

    static IEnumerable<CheckFault> Orientations(IReadOnlyList<CheckedCase> site) => Unusual(site.Where(item => item.Orientation is not null), item => item.Orientation!)
        .Select(odd => CheckFault.Warning("orientation", odd.Item.Case, $"the array runs to {odd.Value}; at this site {odd.Usual} is usual. Look at the picture: is it turned?"));

    static IEnumerable<CheckFault> LabelValues(IReadOnlyList<CheckedCase> site) => Unusual(site.Where(item => item.LabelValues.Count > 0 && item.MaskMillilitres > 0), item => string.Join(' ', item.LabelValues))
        .Select(odd => CheckFault.Warning("label-values", odd.Item.Case, $"the label has the values {odd.Value}; at this site {odd.Usual} are usual"));

    static IEnumerable<CheckFault> Borders(IReadOnlyList<CheckedCase> site)
    {
        CheckedCase[] marked = [.. site.Where(item => item.Border is not null)];
        if (marked.Length < Fewest) yield break;
        for (int side = 0; side < marked[0].Border!.Sides.Count; side++)
        {
            double[] shares = [.. marked.Select(item => item.Border!.Sides[side].Share)];
            double usual = Median(shares);
            foreach ((CheckedCase item, double share) in marked.Zip(shares))
                if (share > usual + BorderAboveUsual && share > BorderShare)
                    yield return CheckFault.Warning("border", item.Case, string.Create(CultureInfo.InvariantCulture,
                        $"beyond {share:P0} of the mask's {item.Border!.Sides[side].Side} border the image goes on as inside (usual at this site: {usual:P0}): the mask may be clipped there")) with { Side = item.Border.Sides[side].Side };
        }
    }

    /// <summary>Median, and 1.4826 times the median absolute deviation (a standard deviation, were the values normal).</summary>
    static (double Median, double Deviation) Usual(double[] values)
    {
        double median = Median(values);
        return (median, 1.4826 * Median([.. values.Select(value => Math.Abs(value - median))]));
    }

    static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Cases whose value is not that of most; none where no value has more than half.</summary>
    static IEnumerable<(CheckedCase Item, string Value, string Usual)> Unusual(IEnumerable<CheckedCase> site, Func<CheckedCase, string> value)
    {
        CheckedCase[] all = [.. site];
        string? usual = all.GroupBy(value).FirstOrDefault(group => 2 * group.Count() > all.Length)?.Key;
        return usual is null ? [] : all.Where(item => value(item) != usual).Select(item => (item, value(item), usual));
    }
}
