using System.Globalization;
using System.Xml.Linq;

namespace SiteAdapt.Studies;

/// <summary>What a point of an embedding is.</summary>
public enum EmbeddedRole
{
    Source,
    Target,
    Test,
}

/// <summary>An embedding of patients at one moment.</summary>
public sealed record EmbeddingPanel(string Title, IReadOnlyList<(double X, double Y, EmbeddedRole Role)> Points);

/// <summary>
/// Embeddings at several moments as small panels, in the paper's colours (source blue, target in training green and large, target test
/// red), with shapes that tell them apart as well. Each panel has its own scale: places and distances in t-SNE mean nothing across panels.
/// </summary>
public static class EmbeddingPanels
{
    const int Columns = 3, Side = 152, Gap = 14, TitleHeight = 24, LegendHeight = 30, Margin = 12;

    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    static readonly (EmbeddedRole Role, string Name, string Color, double Radius)[] Looks =
    [
        (EmbeddedRole.Source, "source, training", "#2F8AD0", 3.5), (EmbeddedRole.Test, "target, test", "#E0662A", 4.5), (EmbeddedRole.Target, "target, training", "#12A67A", 7),
    ];

    public static FigureContent Draw(string name, IReadOnlyList<EmbeddingPanel> panels)
    {
        ArgumentNullException.ThrowIfNull(panels);
        int rows = (panels.Count + Columns - 1) / Columns, width = (Columns * (Side + Gap)) - Gap, height = (rows * (Side + TitleHeight + 4)) + LegendHeight;
        var svg = ChartStyle.NewSvg(width, height);
        for (int i = 0; i < panels.Count; i++)
            svg.Add(Panel(panels[i], i % Columns * (Side + Gap), i / Columns * (Side + TitleHeight + 4)));
        double x = 0;
        foreach (var look in Looks)
        {
            int count = panels.Max(panel => panel.Points.Count(point => point.Role == look.Role));
            string text = string.Create(CultureInfo.InvariantCulture, $"{look.Name} ({count})");
            svg.Add(Mark(look.Role, x + 7, height - 12), Text(x + 19, height - 7, text, ChartStyle.TextSize - 1));
            x += width / 3.0;
        }
        return FigureContent.Svg(name, svg.ToString(SaveOptions.DisableFormatting), width, height);
    }

    static XElement Panel(EmbeddingPanel panel, int left, int top)
    {
        var group = new XElement(Svg + "g", Text(left, top + 16, panel.Title, ChartStyle.TextSize),
            new XElement(Svg + "rect", At("x", left + .5), At("y", top + TitleHeight + .5), At("width", Side - 1), At("height", Side - 1),
                new XAttribute("fill", "none"), new XAttribute("stroke", "currentColor"), new XAttribute("stroke-opacity", "0.3")));
        if (panel.Points.Count == 0) return group;
        double middleX = (panel.Points.Min(point => point.X) + panel.Points.Max(point => point.X)) / 2, middleY = (panel.Points.Min(point => point.Y) + panel.Points.Max(point => point.Y)) / 2;
        double reach = panel.Points.Max(point => Math.Max(Math.Abs(point.X - middleX), Math.Abs(point.Y - middleY)));
        double scale = reach > 0 ? ((Side / 2.0) - Margin) / reach : 0;
        foreach (var look in Looks) // the few large ones on top
            foreach (var point in panel.Points.Where(point => point.Role == look.Role))
                group.Add(Mark(look.Role, left + (Side / 2.0) + (scale * (point.X - middleX)), top + TitleHeight + (Side / 2.0) - (scale * (point.Y - middleY))));
        return group;
    }

    static XElement Mark(EmbeddedRole role, double x, double y)
    {
        var look = Looks.First(one => one.Role == role);
        double r = look.Radius;
        var shape = role switch
        {
            EmbeddedRole.Source => new XElement(Svg + "circle", At("cx", x), At("cy", y), At("r", r)),
            EmbeddedRole.Test => new XElement(Svg + "path", new XAttribute("d", string.Create(CultureInfo.InvariantCulture, $"M{x:0.##} {y - r:0.##}L{x + r:0.##} {y + (.8 * r):0.##}L{x - r:0.##} {y + (.8 * r):0.##}Z"))),
            _ => new XElement(Svg + "path", new XAttribute("d", string.Create(CultureInfo.InvariantCulture, $"M{x:0.##} {y - r:0.##}L{x + r:0.##} {y:0.##}L{x:0.##} {y + r:0.##}L{x - r:0.##} {y:0.##}Z"))),
        };
        shape.Add(new XAttribute("class", role.ToString().ToLowerInvariant()), new XAttribute("fill", look.Color));
        return shape;
    }

    static XElement Text(double x, double y, string text, float size) => new(Svg + "text", At("x", x), At("y", y), At("font-size", size),
        new XAttribute("font-family", ChartStyle.FontFamilies), new XAttribute("fill", "currentColor"), PageText.Printable(text));

    static XAttribute At(string name, double value) => new(name, value.ToString("0.##", CultureInfo.InvariantCulture));
}
