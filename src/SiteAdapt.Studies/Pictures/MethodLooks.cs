using ScottPlot;

namespace SiteAdapt.Studies;

/// <summary>
/// How each method of a study looks in its tables, charts and pictures: a colour, and a marker that tells it apart where colours
/// alone do not. The methods that are named in <see cref="MethodColors"/> have a colour of their own in every study; all other labels take
/// colour and marker by their place among these labels, so that the first 42 of a study differ in at least one of the two.
/// </summary>
public sealed class MethodLooks
{
    // Six colours and seven shapes, which have no common divisor: place after place both change.
    static readonly MarkerShape[] Shapes =
    [
        MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleDown,
        MarkerShape.OpenSquare, MarkerShape.OpenTriangleUp, MarkerShape.OpenDiamond,
    ];

    readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

    MethodLooks(IEnumerable<string> labels)
    {
        foreach (string label in labels.Where(label => !MethodColors.IsNamed(label))) places.TryAdd(label, places.Count);
    }

    /// <summary>Of these labels, in the order of the study.</summary>
    public static MethodLooks Of(IEnumerable<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return new MethodLooks(labels);
    }

    public static MethodLooks Of(StudyDefinition study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new MethodLooks(study.Methods.Select(method => method.Label));
    }

    /// <summary>As #RRGGBB; of a label that the study does not have, by its name.</summary>
    public string Color(string label) => places.TryGetValue(label, out int place) ? MethodColors.Others[place % MethodColors.Others.Length] : MethodColors.Of(label);

    /// <summary>A circle for the named methods, whose colours differ.</summary>
    internal MarkerShape Marker(string label) => places.TryGetValue(label, out int place) ? Shapes[place % Shapes.Length] : MarkerShape.FilledCircle;

    /// <summary>A line with markers, at most about a dozen of them; the legend shows the marker.</summary>
    internal void AddLine(Plot plot, string label, double[] x, double[] y, float markerSize)
    {
        const int Markers = 12;
        var color = ScottPlot.Color.FromHex(Color(label));
        var line = plot.Add.Scatter(x, y, color);
        line.LineWidth = 2;
        line.MarkerSize = 0;
        int step = Math.Max(1, (x.Length + Markers - 1) / Markers);
        var markers = plot.Add.Scatter(x.Where((_, i) => i % step == 0).ToArray(), y.Where((_, i) => i % step == 0).ToArray(), color);
        markers.LineWidth = 0;
        markers.MarkerShape = Marker(label);
        markers.MarkerSize = markerSize;
        markers.MarkerLineWidth = 1.5f;
        markers.LegendText = PageText.Printable(label);
    }
}
