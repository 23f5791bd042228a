using ScottPlot;

namespace SiteAdapt.Studies;

/// <summary>What a method gains on the target and what it changes on the source.</summary>
/// <param name="Gain">Over no adaptation.</param>
/// <param name="Change">Against the source model; below zero is forgetting.</param>
public sealed record GainPoint(string Method, double Gain, Interval? GainInterval, double Change, Interval? ChangeInterval);

/// <summary>Gain on the target against change on the source: one point per method, with its intervals.</summary>
public static class GainChart
{
    /// <param name="looks">Of the study's methods; null: of these alone.</param>
    public static FigureContent Draw(string name, MetricText metric, IReadOnlyList<GainPoint> points, MethodLooks? looks = null)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(points);
        looks ??= MethodLooks.Of(points.Select(point => point.Method));
        string unit = metric.IsFraction ? "points" : "mm";
        var plot = ChartStyle.NewPlot($"Change on the source ({unit})", $"Gain on the target ({unit})");
        var zero = plot.Add.VerticalLine(0, 1, ChartStyle.Ink.WithAlpha(.45));
        zero.ExcludeFromLegend = true;
        double scale = metric.IsFraction ? 100 : 1;
        foreach (var point in points) AddPoint(plot, point, looks, scale);
        plot.Axes.Margins(.12, .15);
        ChartStyle.ShowLegendBelow(plot);
        return ChartStyle.ToFigure(name, plot, ChartStyle.Width, 440);
    }

    static void AddPoint(Plot plot, GainPoint point, MethodLooks looks, double scale)
    {
        var color = Color.FromHex(looks.Color(point.Method));
        var (x, y) = (scale * point.Change, scale * point.Gain);
        if (point.GainInterval is { } up) plot.Add.Line(x, scale * up.Low, x, scale * up.High).Color = color;
        if (point.ChangeInterval is { } aside) plot.Add.Line(scale * aside.Low, y, scale * aside.High, y).Color = color;
        var marker = plot.Add.Marker(x, y, looks.Marker(point.Method), 13, color);
        marker.MarkerLineWidth = 2.5f;
        marker.LegendText = PageText.Printable(point.Method);
    }
}
