using ScottPlot;

namespace SiteAdapt.Studies;

/// <summary>A method's value with its interval.</summary>
public sealed record ChartValue(string Method, double Value, Interval? Interval = null);

/// <summary>Values of methods as horizontal bars, with lines for the bounds: no adaptation and all target data.</summary>
public static class TargetBars
{
    /// <param name="name">The figure's name.</param>
    /// <param name="metric">How values are written.</param>
    /// <param name="methods">From top to bottom.</param>
    /// <param name="bounds">Lines.</param>
    /// <param name="looks">Of the study's methods; null: of these alone.</param>
    public static FigureContent Draw(string name, MetricText metric, IReadOnlyList<ChartValue> methods, IReadOnlyList<ChartValue> bounds, MethodLooks? looks = null)
    {
        ArgumentNullException.ThrowIfNull(metric);
        looks ??= MethodLooks.Of(methods.Concat(bounds).Select(value => value.Method));
        var plot = ChartStyle.NewPlot(metric.WithUnit, "");
        List<ChartValue> upward = [.. methods.Reverse()];
        double scale = metric.IsFraction ? 100 : 1;
        for (int i = 0; i < upward.Count; i++) AddBar(plot, metric, upward[i], looks, i, scale);
        foreach (var bound in bounds)
        {
            var line = plot.Add.VerticalLine(scale * bound.Value, 2.5f, Color.FromHex(looks.Color(bound.Method)));
            line.LegendText = PageText.Printable($"{bound.Method} {metric.Value(bound.Value)}");
        }
        double[] positions = [.. Enumerable.Range(0, upward.Count).Select(i => (double)i)];
        plot.Axes.Left.SetTicks(positions, [.. upward.Select(value => PageText.Printable(value.Method))]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
        double most = methods.Concat(bounds).Select(value => scale * Math.Max(value.Value, value.Interval?.High ?? 0)).DefaultIfEmpty(1).Max();
        plot.Axes.SetLimits(0, metric.IsFraction ? 105 : 1.1 * most, -.7, upward.Count - .3);
        ChartStyle.ShowLegendBelow(plot);
        return ChartStyle.ToFigure(name, plot, ChartStyle.Width, 150 + (40 * Math.Max(2, upward.Count)));
    }

    static void AddBar(Plot plot, MetricText metric, ChartValue value, MethodLooks looks, int position, double scale)
    {
        plot.Add.Bar(new Bar
        {
            Position = position,
            Value = scale * value.Value,
            LineWidth = 0,
            FillColor = Color.FromHex(looks.Color(value.Method)),
            Size = .62,
            Orientation = Orientation.Horizontal,
        });
        if (value.Interval is { } interval) plot.Add.Line(scale * interval.Low, position, scale * interval.High, position).Color = ChartStyle.Ink;
        var text = plot.Add.Text(metric.Value(value.Value), 1.5, position);
        text.LabelFontSize = ChartStyle.TextSize - 1;
        text.LabelFontColor = Colors.Black;
        text.LabelAlignment = Alignment.MiddleLeft;
    }
}
