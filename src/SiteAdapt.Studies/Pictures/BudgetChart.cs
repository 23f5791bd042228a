using ScottPlot;

namespace SiteAdapt.Studies;

/// <summary>A method's values by budget; null where there is none.</summary>
public sealed record BudgetCurve(string Method, IReadOnlyList<ChartValue?> Values);

/// <summary>Score against label budget: a line per method with its intervals, and the bounds as broken lines.</summary>
public static class BudgetChart
{
    /// <param name="name">The figure's name.</param>
    /// <param name="metric">How values are written.</param>
    /// <param name="budgets">Names from left to right; evenly spaced.</param>
    /// <param name="curves">As many values each as there are budgets.</param>
    /// <param name="bounds">What has no budget.</param>
    /// <param name="looks">Of the study's methods; null: of these alone.</param>
    public static FigureContent Draw(string name, MetricText metric, IReadOnlyList<string> budgets, IReadOnlyList<BudgetCurve> curves, IReadOnlyList<ChartValue> bounds, MethodLooks? looks = null)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(budgets);
        ArgumentNullException.ThrowIfNull(curves);
        looks ??= MethodLooks.Of(curves.Select(curve => curve.Method).Concat(bounds.Select(bound => bound.Method)));
        var plot = ChartStyle.NewPlot("Annotated target data", metric.WithUnit);
        double scale = metric.IsFraction ? 100 : 1;
        foreach (var bound in bounds)
        {
            var line = plot.Add.HorizontalLine(scale * bound.Value, 2, Color.FromHex(looks.Color(bound.Method)), LinePattern.Dashed);
            line.LegendText = PageText.Printable(bound.Method);
        }
        for (int i = 0; i < curves.Count; i++)
        {
            // Side by side, so that intervals of equal budgets do not hide each other.
            double aside = (i - ((curves.Count - 1) / 2.0)) * .3 / Math.Max(1, curves.Count);
            AddCurve(plot, curves[i], looks, aside, scale);
        }
        plot.Axes.Bottom.SetTicks([.. budgets.Select((_, i) => (double)i)], [.. budgets.Select(budget => PageText.Printable(budget.Replace(", ", ",\n", StringComparison.Ordinal)))]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsX(-.4, budgets.Count - .6);
        ChartStyle.ShowLegendBelow(plot);
        return ChartStyle.ToFigure(name, plot, ChartStyle.Width, 480);
    }

    static void AddCurve(Plot plot, BudgetCurve curve, MethodLooks looks, double aside, double scale)
    {
        var color = Color.FromHex(looks.Color(curve.Method));
        var points = curve.Values.Index().Where(point => point.Item is not null).ToList();
        if (points.Count == 0) return;
        foreach (var (i, value) in points)
            if (value!.Interval is { } interval) plot.Add.Line(i + aside, scale * interval.Low, i + aside, scale * interval.High).Color = color.WithAlpha(.7);
        looks.AddLine(plot, curve.Method, points.ConvertAll(point => point.Index + aside).ToArray(), points.ConvertAll(point => scale * point.Item!.Value).ToArray(), 8);
    }
}
