using ScottPlot;

namespace SiteAdapt.Studies;

/// <summary>A value as a dot, with its interval as a line, or with the value that it comes from as a ring.</summary>
/// <param name="Name">Stands left of it.</param>
/// <param name="Value">Null: there is none, and the row stays empty.</param>
/// <param name="From">The value before; null: there is none.</param>
/// <param name="IsWeak">Stands on so little that the dot is left open.</param>
public sealed record DotRow(string Name, double? Value, double? Low = null, double? High = null, double? From = null, bool IsWeak = false);

/// <summary>Values under each other on one axis: subgroups with their intervals, or patients before and after.</summary>
public static class DotRows
{
    const int RowHeight = 24, LongestName = 36;
    static readonly Color Dot = Color.FromHex(MethodColors.Of(MethodNames.AllTargetData)), Ring = Color.FromHex(MethodColors.Of(MethodNames.None));

    /// <param name="name">The figure's name.</param>
    /// <param name="rows">From top to bottom.</param>
    /// <param name="line">A value that all are compared with, or null.</param>
    public static FigureContent Draw(string name, MetricText metric, IReadOnlyList<DotRow> rows, double? line = null)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(rows);
        var plot = ChartStyle.NewPlot(metric.WithUnit, "");
        double scale = metric.IsFraction ? 100 : 1;
        if (line is { } mean) plot.Add.VerticalLine(scale * mean, 1, ChartStyle.Ink.WithAlpha(.45)).ExcludeFromLegend = true;
        for (int i = 0; i < rows.Count; i++) Add(plot, rows[i], -i, scale);
        plot.Axes.Left.SetTicks([.. rows.Select((_, i) => -(double)i)], [.. rows.Select(row => Fitted(PageText.Printable(row.Name)))]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
        var (low, high) = Range(rows, scale);
        plot.Axes.SetLimits(low, high, -rows.Count + .4, .6);
        return ChartStyle.ToFigure(name, plot, ChartStyle.Width, 80 + (RowHeight * Math.Max(2, rows.Count)));
    }

    static void Add(Plot plot, DotRow row, double y, double scale)
    {
        if (row.Value is not { } value) return;
        if (row is { Low: { } low, High: { } high }) plot.Add.Line(scale * low, y, scale * high, y).Color = ChartStyle.Ink;
        if (row.From is { } from)
        {
            plot.Add.Line(scale * from, y, scale * value, y).Color = ChartStyle.Ink.WithAlpha(.45);
            var ring = plot.Add.Marker(scale * from, y, MarkerShape.OpenCircle, 10, Ring);
            ring.MarkerLineWidth = 2.5f;
        }
        var dot = plot.Add.Marker(scale * value, y, row.IsWeak ? MarkerShape.OpenCircle : MarkerShape.FilledCircle, 10, Dot);
        dot.MarkerLineWidth = 2.5f;
    }

    /// <summary>All of it, with a little room, and never beyond what a fraction can be by more than that.</summary>
    static (double Low, double High) Range(IReadOnlyList<DotRow> rows, double scale)
    {
        List<double> values = [.. rows.SelectMany(row => new[] { row.Value, row.Low, row.High, row.From }).OfType<double>().Select(value => scale * value)];
        if (values.Count == 0) return (0, scale);
        double room = Math.Max(.06 * (values.Max() - values.Min()), .01 * scale);
        return (values.Min() - room, values.Max() + room);
    }

    static string Fitted(string name) => name.Length <= LongestName ? name : name[..(LongestName - 1)] + "…";
}
