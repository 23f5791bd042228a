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

    /// <summary>Of a chart, in pixels: two stand beside each other on a desktop, one fills a phone.</summary>
    public const int Width = 500;

    // Colours that stand for the page's text colour until the SVG is rewritten.
    const string InkMark = "#010203";
    const string InkOnWhite = "#1b1f24";

    // For a chart outside a page, which brings the font: every letter has its place, so wide fonts would run into each other.
    const string NarrowFonts = "DejaVu Sans Condensed, Arial, Helvetica, Liberation Sans, sans-serif";

    static readonly XNamespace SvgNamespace = "http://www.w3.org/2000/svg";

    public static string FontFamilies => $"{PictureFont.Family}, {NarrowFonts}";

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
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        // Room for the half of a tick's label that stands out beyond the end of its axis.
        plot.Axes.Right.MinimumSize = TextSize;
        plot.Axes.Top.MinimumSize = TextSize;
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

    /// <summary>A picture that is no chart and is drawn element by element; text in <see cref="FontFamilies"/>, ink as "currentColor".</summary>
    public static XElement NewSvg(int width, int height)
    {
        var svg = new XElement(SvgNamespace + "svg", new XAttribute("width", width), new XAttribute("height", height));
        SetFrame(svg, width, height);
        return svg;
    }

    static void SetFrame(XElement svg, int width, int height)
    {
        svg.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        // For a viewer that shows the file alone; a page takes it off.
        svg.SetAttributeValue("style", $"background:#ffffff;color:{InkOnWhite}");
    }

    /// <summary>The chart as a figure.</summary>
    /// <param name="name">The figure's name.</param>
    /// <param name="plot">The chart.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels, with one row of the legend; more rows make the figure higher and leave the data their room.</param>
    public static FigureContent ToFigure(string name, Plot plot, int width, int height)
    {
        height += RoomForLegend(plot, width);
        var svg = XElement.Parse(plot.GetSvgXml(width, height));
        SetFrame(svg, width, height);
        foreach (var text in svg.Descendants(SvgNamespace + "text"))
        {
            text.Value = text.Value.Trim();
            text.SetAttributeValue("font-family", FontFamilies);
        }
        foreach (var attribute in svg.Descendants().Attributes())
            if (attribute.Value.Equals(InkMark, StringComparison.OrdinalIgnoreCase)) attribute.Value = "currentColor";
        Renumber(svg, name);
        return FigureContent.Svg(name, svg.ToString(SaveOptions.DisableFormatting), width, height);
    }

    /// <summary>
    /// Height of the legend beyond its first row. The legend's panel takes its height from the render before and grows a little with
    /// each: without this the last rows of a long legend are cut off.
    /// </summary>
    static int RoomForLegend(Plot plot, int width)
    {
        const int Tall = 4000, OneRow = 28;
        float height = 0, before;
        do
        {
            before = height;
            plot.GetSvgXml(width, Tall);
            height = plot.Legend.LastRenderSize.Height; // not a number without a legend
        }
        while (height > before);
        return height > OneRow ? (int)Math.Ceiling(height - OneRow) : 0;
    }

    /// <summary>
    /// Names of parts come from a counter of the whole process: numbered anew within the figure, the same chart is the same
    /// bytes, and two charts on one page do not take each other's parts.
    /// </summary>
    static void Renumber(XElement svg, string figure)
    {
        var names = svg.Descendants().Attributes("id").Select(id => id.Value).Distinct()
            .Select((id, i) => (id, Name: string.Create(CultureInfo.InvariantCulture, $"{figure}-{i + 1}")))
            .ToDictionary(pair => pair.id, pair => pair.Name);
        foreach (var attribute in svg.Descendants().Attributes())
        {
            string value = attribute.Value;
            if (attribute.Name == "id") attribute.Value = names[value];
            else if (value.StartsWith("url(#", StringComparison.Ordinal)) attribute.Value = $"url(#{names[value[5..^1]]})";
            else if (attribute.Name.LocalName == "href" && value.StartsWith('#')) attribute.Value = $"#{names[value[1..]]}";
        }
    }

    sealed class EmbeddedFontResolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            fontName == PictureFont.Family ? PictureFont.Load(bold) : null;

        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName == PictureFont.Family ? PictureFont.Load(weight >= FontWeight.SemiBold) : null;
    }
}
