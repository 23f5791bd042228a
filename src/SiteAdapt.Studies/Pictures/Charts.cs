using System.Globalization;
using ScottPlot;

namespace SiteAdapt.Studies;

/// <summary>One method's training loss.</summary>
/// <param name="Method">Its name, which sets the colour.</param>
/// <param name="Values">Mean loss of each epoch, from epoch 1 on.</param>
public sealed record LossCurve(string Method, IReadOnlyList<double> Values);

/// <summary>The charts of results; each is an SVG that a page takes up as it is.</summary>
public static class Charts
{
    const int Width = 500;

    static readonly MarkerShape[] Shapes =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledDiamond,
        MarkerShape.FilledTriangleUp, MarkerShape.FilledTriangleDown,
    ];

    /// <summary>
    /// What adapting gains on the target (over no adaptation) against what it changes on the source: one point per method,
    /// with a bar of one standard deviation each way where there are several runs.
    /// </summary>
    public static FigureContent GainAgainstSourceChange(string name, BudgetTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var plot = ChartStyle.NewPlot("Change on the source (points of surface Dice)", "Gain on the target (points)");
        double start = table[MethodNames.None]?.TargetSurfaceDice.Mean ?? 0;
        var zero = plot.Add.VerticalLine(0, 1, ChartStyle.Ink.WithAlpha(.45));
        zero.ExcludeFromLegend = true;
        var points = table.Adapted.ToList();
        for (int i = 0; i < points.Count; i++) AddPoint(plot, points[i], start, Shapes[i % Shapes.Length]);
        plot.Axes.Margins(.12, .15);
        ChartStyle.ShowLegendBelow(plot);
        return ChartStyle.ToFigure(name, plot, Width, 440);
    }

    static void AddPoint(Plot plot, MethodScores scores, double start, MarkerShape shape)
    {
        var color = Color.FromHex(MethodColors.Of(scores.Method));
        var (x, y) = (100 * scores.SourceChange.Mean, 100 * (scores.TargetSurfaceDice.Mean - start));
        double up = 100 * (scores.TargetSurfaceDice.Deviation ?? 0), aside = 100 * (scores.SourceChange.Deviation ?? 0);
        if (up > 0) plot.Add.Line(x, y - up, x, y + up).Color = color;
        if (aside > 0) plot.Add.Line(x - aside, y, x + aside, y).Color = color;
        var marker = plot.Add.Marker(x, y, shape, 13, color);
        marker.LegendText = PageText.Printable(scores.Method);
    }

    /// <summary>
    /// Target surface Dice of each method as horizontal bars, with lines for the two bounds: no adaptation and all target data.
    /// </summary>
    public static FigureContent TargetBars(string name, BudgetTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var plot = ChartStyle.NewPlot("Surface Dice on the target (%)", "");
        List<MethodScores> methods = [.. table.Adapted.Reverse()];
        for (int i = 0; i < methods.Count; i++) AddBar(plot, methods[i], i);
        AddBound(plot, table[MethodNames.None]);
        AddBound(plot, table[MethodNames.AllTargetData]);
        double[] positions = [.. Enumerable.Range(0, methods.Count).Select(i => (double)i)];
        plot.Axes.Left.SetTicks(positions, [.. methods.Select(scores => PageText.Printable(scores.Method))]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
        plot.Axes.SetLimits(0, 105, -.7, methods.Count - .3);
        ChartStyle.ShowLegendBelow(plot);
        return ChartStyle.ToFigure(name, plot, Width, 150 + (40 * Math.Max(2, methods.Count)));
    }

    static void AddBar(Plot plot, MethodScores scores, int position)
    {
        double value = 100 * scores.TargetSurfaceDice.Mean;
        double deviation = 100 * (scores.TargetSurfaceDice.Deviation ?? 0);
        plot.Add.Bar(new Bar
        {
            Position = position,
            Value = value,
            LineWidth = 0,
            FillColor = Color.FromHex(MethodColors.Of(scores.Method)),
            Size = .62,
            Orientation = Orientation.Horizontal,
        });
        if (deviation > 0) plot.Add.Line(value - deviation, position, value + deviation, position).Color = ChartStyle.Ink;
        var text = plot.Add.Text(PageText.Points(scores.TargetSurfaceDice.Mean), 1.5, position);
        text.LabelFontSize = ChartStyle.TextSize - 1;
        text.LabelFontColor = Colors.Black;
        text.LabelAlignment = Alignment.MiddleLeft;
    }

    static void AddBound(Plot plot, MethodScores? bound)
    {
        if (bound is null) return;
        var line = plot.Add.VerticalLine(100 * bound.TargetSurfaceDice.Mean, 2.5f, Color.FromHex(MethodColors.Of(bound.Method)));
        line.LegendText = string.Create(CultureInfo.InvariantCulture, $"{bound.Method} {PageText.Points(bound.TargetSurfaceDice.Mean)}");
    }

    /// <summary>Training loss by epoch, one line per method. Epochs without a finite loss are left out of the line.</summary>
    public static FigureContent LossCurves(string name, IReadOnlyList<LossCurve> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        var plot = ChartStyle.NewPlot("Epoch", "Training loss");
        foreach (var curve in curves)
        {
            double[] epochs = [.. Enumerable.Range(1, curve.Values.Count).Select(epoch => (double)epoch)];
            double[] losses = [.. curve.Values.Select(value => double.IsFinite(value) ? value : double.NaN)];
            var line = plot.Add.Scatter(epochs, losses, Color.FromHex(MethodColors.Of(curve.Method)));
            line.LineWidth = 2;
            line.MarkerSize = curve.Values.Count > 12 ? 0 : 5;
            line.LegendText = PageText.Printable(curve.Method);
        }
        plot.Axes.Margins(.03, .08);
        ChartStyle.ShowLegendBelow(plot);
        return ChartStyle.ToFigure(name, plot, Width, 440);
    }
}
