using System.Globalization;
using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>A site's size, spacing, intensity and mask volume in words, for the page and for the terminal.</summary>
public static class SummaryText
{
    /// <summary>Four texts, in this order.</summary>
    public static IReadOnlyList<string> Of(SiteSummary site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return
        [
            site.Size is { } size ? (size.Z == 1 ? $"{size.X}x{size.Y}" : size.ToString()) + Others(site.Sizes) : "",
            site.Spacing is { } mm ? string.Join(" x ", new[] { mm.X, mm.Y, mm.Z }.Select(value => Text(value, "0.###"))) + Others(site.Spacings) : "",
            string.Join(", ", site.Intensity.Select(value => PageText.Significant(value, 3))),
            string.Join(", ", site.MaskMillilitres.Select(value => Text(value, value < 100 ? "0.0" : "0"))),
        ];
    }

    static string Others(int count) => count > 1 ? $" (+{count - 1} other{(count > 2 ? "s" : "")})" : "";

    static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
