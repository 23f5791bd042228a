using System.Globalization;
using ScottPlot;

namespace SiteAdapt.Studies;

/// <summary>Differences by pair of sites as a map: sources down, targets across, blue above zero, orange below, the number in each field.</summary>
public static class PairMap
{
    const int Field = 62, Left = 130, Bottom = 84;
    static readonly Color Above = Color.FromHex("#0072B2"), Below = Color.FromHex("#D55E00");

    /// <param name="name">The figure's name.</param>
    /// <param name="pairs">Pairs of sites with their difference; null where it is missing.</param>
    /// <param name="full">The difference that has the full colour, so that several maps can be compared.</param>
    public static FigureContent Draw(string name, IReadOnlyList<PairValue> pairs, double full)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var plot = ChartStyle.NewPlot("target", "source");
        // One order for both axes, so that a site's field against itself lies on the diagonal.
        List<string> sites = [.. pairs.Select(pair => pair.Source).Concat(pairs.Select(pair => pair.Target)).Distinct()];
        List<string> sources = [.. sites.Where(site => pairs.Any(pair => pair.Source == site))], targets = [.. sites.Where(site => pairs.Any(pair => pair.Target == site))];
        foreach (var pair in pairs)
        {
            int x = targets.IndexOf(pair.Target), y = -sources.IndexOf(pair.Source);
            double value = pair.Value is { } number && double.IsFinite(number) ? number : 0;
            var field = plot.Add.Rectangle(x - .48, x + .48, y - .48, y + .48);
            field.LineWidth = 0;
            field.FillColor = (value >= 0 ? Above : Below).WithAlpha(.08 + (.72 * Math.Min(1, Math.Abs(value) / full)));
            var text = plot.Add.Text(pair.Value is null ? "?" : (100 * value).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture), x, y);
            text.LabelFontColor = ChartStyle.Ink;
            text.LabelFontSize = ChartStyle.TextSize - 1;
            text.LabelAlignment = Alignment.MiddleCenter;
        }
        Ticks(plot.Axes.Bottom, [.. targets.Select((site, i) => ((double)i, site))]);
        Ticks(plot.Axes.Left, [.. sources.Select((site, i) => (-(double)i, site))]);
        plot.Axes.Bottom.TickLabelStyle.Rotation = targets.Count > 3 ? 30 : 0;
        plot.Axes.Bottom.TickLabelStyle.Alignment = targets.Count > 3 ? Alignment.MiddleLeft : Alignment.UpperCenter;
        plot.HideGrid();
        plot.Axes.SetLimits(-.5, targets.Count - .5, -sources.Count + .5, .5);
        return ChartStyle.ToFigure(name, plot, Left + (Field * Math.Max(3, targets.Count)), Bottom + (Field * 2 / 3 * Math.Max(2, sources.Count)));
    }

    static void Ticks(IAxis axis, (double At, string Site)[] sites)
    {
        axis.SetTicks([.. sites.Select(site => site.At)], [.. sites.Select(site => PageText.Printable(site.Site))]);
        axis.MajorTickStyle.Length = 0;
    }
}
