using System.Globalization;
using System.Xml.Linq;
using ScottPlot;
using SkiaSharp;

namespace SiteAdapt.Studies;

/// <summary>
/// The look of every chart, and its way into a page: text in the embedded font, ink in the page's own text colour (so that a
/// chart is readable on light and on dark paper), names of parts that are unique on a page.
/// </summary>
static class ChartStyle
{
    public const float TextSize = 14;

    // Colours that stand for the page's text colour until the SVG is rewritten.
    const string InkMark = "#010203";
    const string InkOnWhite = "#1b1f24";

    static readonly XNamespace SvgNamespace = "http://www.w3.org/2000/svg";

    public static Color Ink => Color.FromHex(InkMark);

    static ChartStyle()
    {
        Fonts.FontResolvers.Insert(0, new EmbeddedFontResolver());
        Fonts.Default = PictureFont.Family;
    }

    /// <summary>An empty chart in the house style.</summary>
    public static Plot NewPlot(string xLabel, string yLabel)
    {
        var plot = new Plot();
        plot.Font.Set(PictureFont.Family);
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Grid.MajorLineColor = Ink.WithAlpha(.12);
        plot.Axes.Color(Ink);
        plot.XLabel(xLabel);
        plot.YLabel(yLabel);
        foreach (var axis in plot.Axes.GetAxes())
        {
            axis.Label.FontSize = TextSize;
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = TextSize - 1;
            axis.MinorTickStyle.Length = 0;
        }
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        return plot;
    }

    /// <summary>A legend below the data, where it hides nothing.</summary>
    public static void ShowLegendBelow(Plot plot)
    {
        plot.Legend.BackgroundColor = Colors.Transparent;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.OutlineColor = Colors.Transparent;
        plot.Legend.FontColor = Ink;
        plot.Legend.FontSize = TextSize - 1;
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.ShowLegend(Edge.Bottom);
    }

    /// <summary>The chart as a figure.</summary>
    public static FigureContent ToFigure(string name, Plot plot, int width, int height)
    {
        var svg = XElement.Parse(plot.GetSvgXml(width, height));
        svg.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        // For a viewer that shows the file alone; a page takes it off.
        svg.SetAttributeValue("style", $"background:#ffffff;color:{InkOnWhite}");
        foreach (var element in svg.Descendants())
        {
            if (element.Name == SvgNamespace + "text") element.Value = element.Value.Trim();
            foreach (var attribute in element.Attributes().ToList()) Rewrite(attribute, name);
        }
        return FigureContent.Svg(name, svg.ToString(SaveOptions.DisableFormatting), width, height);
    }

    static void Rewrite(XAttribute attribute, string figure)
    {
        if (attribute.Value.Equals(InkMark, StringComparison.OrdinalIgnoreCase)) attribute.Value = "currentColor";
        else if (attribute.Name == "id") attribute.Value = $"{figure}-{attribute.Value}";
        else if (attribute.Value.StartsWith("url(#", StringComparison.Ordinal)) attribute.Value = $"url(#{figure}-{attribute.Value[5..]}";
    }

    sealed class EmbeddedFontResolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            fontName == PictureFont.Family ? PictureFont.Load(bold) : null;

        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName == PictureFont.Family ? PictureFont.Load(weight >= FontWeight.SemiBold) : null;
    }
}
