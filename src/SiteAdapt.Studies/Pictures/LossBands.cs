using ScottPlot;

namespace SiteAdapt.Studies;

/// <summary>The training losses of runs that differ in pair and seed only.</summary>
/// <param name="Method">Their method, which sets the colour.</param>
/// <param name="Mean">Mean over the runs by epoch, from epoch 1 on.</param>
/// <param name="Low">The lower tenth of the runs.</param>
/// <param name="High">The upper tenth.</param>
public sealed record LossBand(string Method, IReadOnlyList<double> Mean, IReadOnlyList<double> Low, IReadOnlyList<double> High)
{
    /// <param name="runs">Losses by epoch, a list a run.</param>
    public static LossBand Of(string method, IReadOnlyList<IReadOnlyList<double>> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var epochs = Enumerable.Range(0, runs.Min(run => run.Count)).Select(epoch => runs.Select(run => run[epoch]).Order().ToList()).ToList();
        return new LossBand(method, epochs.ConvertAll(values => values.Average()), epochs.ConvertAll(values => Quantile(values, .1)), epochs.ConvertAll(values => Quantile(values, .9)));
    }

    /// <summary>Linear between the order statistics, as NumPy's default.</summary>
    static double Quantile(List<double> sorted, double share)
    {
        double place = share * (sorted.Count - 1);
        int below = (int)place, above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}

/// <summary>Learning curves with the spread over runs.</summary>
public static class LossBands
{
    const double Room = .05;
    const int Width = 500, Height = 360;

    /// <param name="name">The figure's name.</param>
    /// <param name="bands">One a method.</param>
    /// <param name="title">What the panel is of.</param>
    /// <param name="range">Ends of the loss axis, the same for panels that are compared.</param>
    /// <param name="looks">Of the study's methods; null: of these alone.</param>
    public static FigureContent Draw(string name, string title, IReadOnlyList<LossBand> bands, (double Low, double High) range, MethodLooks? looks = null)
    {
        ArgumentNullException.ThrowIfNull(bands);
        looks ??= MethodLooks.Of(bands.Select(band => band.Method));
        var plot = ChartStyle.NewPlot("Epoch", "Training loss");
        plot.Title(PageText.Printable(title), ChartStyle.TextSize);
        plot.Axes.Title.Label.ForeColor = ChartStyle.Ink;
        foreach (var band in bands)
        {
            var color = Color.FromHex(looks.Color(band.Method));
            var spread = plot.Add.FillY(Epochs(band), [.. band.Low], [.. band.High]);
            spread.FillColor = color.WithAlpha(.15);
            spread.LineWidth = 0;
        }
        foreach (var band in bands) looks.AddLine(plot, band.Method, Epochs(band), [.. band.Mean], 7);
        int last = bands.Max(band => band.Mean.Count);
        plot.Axes.SetLimits(last > 1 ? 1 - (.02 * last) : 0, last * 1.02, range.Low, range.High);
        ChartStyle.ShowLegendBelow(plot);
        return ChartStyle.ToFigure(name, plot, Width, Height);
    }

    /// <summary>A loss axis with room for all of these.</summary>
    public static (double Low, double High) Range(IEnumerable<LossBand> bands)
    {
        List<double> values = [.. bands.SelectMany(band => band.Low.Concat(band.High).Concat(band.Mean)).Where(double.IsFinite)];
        if (values.Count == 0) return (0, 1);
        double room = Math.Max(Room * (values.Max() - values.Min()), 1e-6);
        return (Math.Max(0, values.Min() - room), values.Max() + room);
    }

    static double[] Epochs(LossBand band) => [.. Enumerable.Range(1, band.Mean.Count).Select(epoch => (double)epoch)];
}
