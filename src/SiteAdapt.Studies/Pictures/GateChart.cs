using ScottPlot;

namespace SiteAdapt.Studies;

/// <summary>How often each gate of a SpotTUNet model took the frozen copy.</summary>
/// <param name="Name">What the shares are over, such as "training" or "test cases of siteB".</param>
/// <param name="Frozen">Share of the frozen copy, 0 to 1, by block, in the order of the gates.</param>
public sealed record GateShares(string Name, IReadOnlyDictionary<string, double> Frozen);

/// <summary>The use of SpotTUNet's gates as bars, a group for each block, the first block on top.</summary>
public static class GateChart
{
    const int Width = 500, RowHeight = 22;
    static readonly string[] Colors = ["#999999", MethodColors.Of(MethodNames.SpotTUNet), "#56B4E9", "#E69F00"];

    /// <param name="name">The figure's name.</param>
    /// <param name="series">One to four, of the same blocks.</param>
    public static FigureContent Draw(string name, IReadOnlyList<GateShares> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count < 1 || series.Count > Colors.Length) throw new ArgumentException($"there are {series.Count} series; 1 to {Colors.Length} can be drawn", nameof(series));
        var plot = ChartStyle.NewPlot("Slices that take the frozen copy (%)", "");
        List<string> blocks = [.. series[0].Frozen.Keys];
        double size = .8 / series.Count;
        for (int i = 0; i < series.Count; i++)
        {
            var bars = plot.Add.Bars(blocks.ConvertAll(block => new Bar
            {
                Position = -blocks.IndexOf(block) - .4 + size * (i + .5),
                Value = 100 * series[i].Frozen[block],
                Size = size,
                LineWidth = 0,
                FillColor = Color.FromHex(Colors[i]),
                Orientation = Orientation.Horizontal,
            }));
            bars.LegendText = PageText.Printable(series[i].Name);
        }
        plot.Axes.Left.SetTicks([.. blocks.Select((_, i) => -(double)i)], [.. blocks.Select(PageText.Printable)]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
        plot.Axes.SetLimits(0, 100, -blocks.Count + .3, .7);
        ChartStyle.ShowLegendBelow(plot);
        return ChartStyle.ToFigure(name, plot, Width, 110 + (RowHeight * blocks.Count));
    }
}
