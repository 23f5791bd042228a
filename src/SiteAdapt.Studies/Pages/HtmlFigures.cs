using System.Globalization;
using System.Xml.Linq;

namespace SiteAdapt.Studies;

/// <summary>Pictures inside a page: SVG as elements, which stay sharp and take the page's colours; PNG as data.</summary>
static class HtmlFigures
{
    public static XElement Render(FigureBlock figure)
    {
        if (string.IsNullOrWhiteSpace(figure.Alt))
            throw new ArgumentException($"figure {figure.Content.FileName} has no text for those who cannot see it", nameof(figure));
        return new XElement("figure",
            new XElement("div", new XAttribute("class", figure.Content.IsSvg ? "chart" : "scroll"),
                new XAttribute("tabindex", "0"), figure.Content.IsSvg ? Svg(figure) : Png(figure)),
            figure.Caption.Length > 0 ? new XElement("figcaption", PageText.Printable(figure.Caption)) : null);
    }

    /// <summary>Only #RRGGBB gets into a style attribute.</summary>
    public static string SafeColor(string color) =>
        color.Length == 7 && color[0] == '#' && color.Skip(1).All(char.IsAsciiHexDigit)
            ? color
            : throw new ArgumentException($"'{color}' is not a colour of the form #RRGGBB", nameof(color));

    static XElement Svg(FigureBlock figure)
    {
        var svg = XElement.Parse(figure.Content.Text);
        // Enlarged a little where there is room, never so much that its text outgrows the page's.
        svg.SetAttributeValue("style", string.Create(CultureInfo.InvariantCulture, $"max-width:{figure.Content.Width * 5 / 4}px"));
        svg.SetAttributeValue("role", "img");
        svg.SetAttributeValue("aria-label", PageText.Printable(figure.Alt));
        return svg;
    }

    static XElement Png(FigureBlock figure) => new("img",
        new XAttribute("src", "data:image/png;base64," + Convert.ToBase64String(figure.Content.Bytes.Span)),
        new XAttribute("width", figure.Content.Width.ToString(CultureInfo.InvariantCulture)),
        new XAttribute("height", figure.Content.Height.ToString(CultureInfo.InvariantCulture)),
        new XAttribute("alt", PageText.Printable(figure.Alt)));
}
