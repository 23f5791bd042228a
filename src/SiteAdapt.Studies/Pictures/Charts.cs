namespace SiteAdapt.Studies;

/// <summary>One method's training loss.</summary>
/// <param name="Method">Its name, which sets the colour.</param>
/// <param name="Values">Mean loss of each epoch, from epoch 1 on.</param>
public sealed record LossCurve(string Method, IReadOnlyList<double> Values);

/// <summary>The charts of training; an SVG that a page takes up as it is.</summary>
public static class Charts
{
    /// <summary>Training loss by epoch, one line per method. Epochs without a finite loss are left out of the line.</summary>
    public static FigureContent LossCurves(string name, IReadOnlyList<LossCurve> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        var looks = MethodLooks.Of(curves.Select(curve => curve.Method));
        var plot = ChartStyle.NewPlot("Epoch", "Training loss");
        foreach (var curve in curves)
        {
            double[] epochs = [.. Enumerable.Range(1, curve.Values.Count).Select(epoch => (double)epoch)];
            double[] losses = [.. curve.Values.Select(value => double.IsFinite(value) ? value : double.NaN)];
            looks.AddLine(plot, curve.Method, epochs, losses, 7);
        }
        plot.Axes.Margins(.03, .08);
        ChartStyle.ShowLegendBelow(plot);
        return ChartStyle.ToFigure(name, plot, ChartStyle.Width, 440);
    }
}
