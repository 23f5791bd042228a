using ScottPlot;
using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>The pictures of a comparison of two groups.</summary>
public static class ShiftCharts
{
    // Two colours of Okabe and Ito's palette that also differ in lightness
    const string FirstColor = "#0072B2", SecondColor = "#E69F00", Quiet = "#8A929B";

    /// <summary>Mean histogram of each group's subjects, as densities.</summary>
    public static FigureContent Histograms(ShiftResult shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        var plot = ChartStyle.NewPlot("Normalised intensity", "Share of voxels");
        foreach (var (group, color, pattern) in new[] { (shift.First, FirstColor, LinePattern.Solid), (shift.Second, SecondColor, LinePattern.Dashed) })
        {
            double[][] subjects = [.. group.Histograms()];
            double[] centres = [.. Enumerable.Range(0, HistogramRange.Bins).Select(bin => shift.Range.Low + (bin + 0.5) * shift.Range.BinWidth)];
            var line = plot.Add.Scatter(centres, (double[])[.. Enumerable.Range(0, HistogramRange.Bins).Select(bin => subjects.Average(subject => subject[bin]))], Color.FromHex(color));
            (line.LineWidth, line.MarkerSize, line.LinePattern, line.LegendText) = (2.5f, 0, pattern, PageText.Printable(group.Name));
        }
        plot.Axes.Margins(.02, .05);
        ChartStyle.ShowLegendBelow(plot);
        return ChartStyle.ToFigure("histograms", plot, ChartStyle.Width, 380);
    }

    /// <summary>Effect size of each measure as a dot, filled where it was found.</summary>
    public static FigureContent Effects(ShiftResult shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        return Dots("effects", "Effect size (standard deviations within the groups)", [.. shift.Measures.Where(item => item.Effect is not null).Select(item => (item.Measure.Name, Clipped(item.Effect!.Value), ShiftResult.IsFound(item.Adjusted)))], symmetric: true);
    }

    /// <summary>Feature distance of each block, first block on top.</summary>
    public static FigureContent Blocks(ShiftResult shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        return Dots("blocks", "Distance of the features (0 alike, 1 apart)", [.. shift.Blocks.Select(block => (block.Name, block.Distance, ShiftResult.IsFound(block.Adjusted)))], symmetric: false);
    }

    /// <summary>Beyond ten deviations a difference is just large; the table has the number.</summary>
    static double Clipped(double effect) => Math.Clamp(effect, -10, 10);

    static FigureContent Dots(string name, string axis, IReadOnlyList<(string Name, double Value, bool Found)> rows, bool symmetric)
    {
        var plot = ChartStyle.NewPlot(axis, "");
        for (int i = 0; i < rows.Count; i++)
        {
            int y = rows.Count - 1 - i;
            var color = Color.FromHex(rows[i].Found ? SecondColor : Quiet);
            plot.Add.Line(0, y, rows[i].Value, y).Color = color;
            var dot = plot.Add.Marker(rows[i].Value, y, rows[i].Found ? MarkerShape.FilledCircle : MarkerShape.OpenCircle, 11, color);
            dot.MarkerLineWidth = 2;
        }
        plot.Add.VerticalLine(0, 1, ChartStyle.Ink.WithAlpha(.45));
        plot.Axes.Left.SetTicks([.. Enumerable.Range(0, rows.Count).Select(i => (double)(rows.Count - 1 - i))], [.. rows.Select(row => PageText.Printable(row.Name))]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
        double reach = 1.15 * rows.Select(row => Math.Abs(row.Value)).DefaultIfEmpty(1).Append(symmetric ? 1 : 0.1).Max();
        plot.Axes.SetLimits(symmetric ? -reach : 0, reach, -.7, rows.Count - .3);
        return ChartStyle.ToFigure(name, plot, ChartStyle.Width, 110 + 30 * rows.Count);
    }
}
