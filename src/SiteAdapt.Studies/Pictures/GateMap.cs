using System.Globalization;
using ScottPlot;

namespace SiteAdapt.Studies;

/// <summary>The use of SpotTUNet's gates as a map: a row for each block, a column for each model; the fuller, the more slices took the frozen copy.</summary>
public static class GateMap
{
    const int RowHeight = 18, LabelWidth = 130, CellWidth = 44, NarrowestMap = 370, WidestMap = 1000, NameHeight = 150;

    /// <param name="name">The figure's name.</param>
    /// <param name="columns">A model or a mean over models each, of the same blocks.</param>
    public static FigureContent Draw(string name, IReadOnlyList<GateShares> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count);
        var plot = ChartStyle.NewPlot("", "");
        List<string> blocks = [.. columns[0].Frozen.Keys];
        int cell = Math.Clamp(CellWidth * columns.Count, NarrowestMap, WidestMap) / columns.Count;
        for (int c = 0; c < columns.Count; c++)
            for (int b = 0; b < blocks.Count; b++)
                AddCell(plot, c, -b, columns[c].Frozen[blocks[b]], withNumber: cell >= 28);
        plot.Axes.Left.SetTicks([.. blocks.Select((_, i) => -(double)i)], [.. blocks.Select(PageText.Printable)]);
        plot.Axes.Bottom.SetTicks([.. columns.Select((_, i) => (double)i)], [.. columns.Select(column => PageText.Printable(column.Name))]);
        plot.Axes.Bottom.TickLabelStyle.Rotation = 90;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleLeft;
        plot.Axes.Bottom.MinimumSize = NameHeight;
        plot.Axes.Left.MajorTickStyle.Length = plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.HideGrid();
        plot.Axes.SetLimits(-.5, columns.Count - .5, -blocks.Count + .5, .5);
        return ChartStyle.ToFigure(name, plot, LabelWidth + (cell * columns.Count), NameHeight + 30 + (RowHeight * blocks.Count));
    }

    // Opacity and not a colour scale: it reads the same on light and on dark paper.
    static void AddCell(Plot plot, double x, double y, double share, bool withNumber)
    {
        var cell = plot.Add.Rectangle(x - .5, x + .5, y - .5, y + .5);
        cell.FillStyle.Color = Color.FromHex(MethodColors.Of(MethodNames.SpotTUNet)).WithAlpha(Math.Clamp(share, 0, 1) * .85);
        cell.LineStyle.Width = 0;
        if (!withNumber) return;
        var text = plot.Add.Text((100 * share).ToString("0", CultureInfo.InvariantCulture), x, y);
        text.LabelFontSize = 11;
        text.LabelFontColor = ChartStyle.Ink;
        text.LabelAlignment = Alignment.MiddleCenter;
    }
}
