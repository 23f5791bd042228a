using System.Globalization;
using System.Xml.Linq;

namespace SiteAdapt.Studies.Tests;

public sealed class ChartsTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    static readonly MetricText Metric = new("surface_dice", 1);

    static readonly ChartValue[] Methods = [new("fine-tune-all", 0.80, new Interval(0.78, 0.82, 0.95, 2000, 0)), new("octl", 0.81), new("mmtl", 0.86)];

    static FigureContent Bars(params ChartValue[] more) => TargetBars.Draw("bars", Metric, [.. Methods, .. more], [new("none", 0.52), new("all-target-data", 0.91)]);

    static FigureContent Gain(string more = "l2sp") => GainChart.Draw("gain", Metric,
        [new("fine-tune-all", 0.28, new Interval(0.2, 0.3, 0.95, 2000, 0), -0.32, null), new("mmtl", 0.34, null, -0.005, null), new(more, 0.3, null, -0.28, null)]);

    static List<string> Texts(FigureContent figure) =>
        [.. XElement.Parse(figure.Text).Descendants(Svg + "text").Select(text => text.Value)];

    [Fact]
    public void Should_name_every_method_and_both_bounds_in_the_bars()
    {
        var texts = Texts(Bars());
        foreach (string expected in new[] { "fine-tune-all", "octl", "mmtl", "80.0", "86.0", "none 52.0", "all-target-data 91.0", "Surface Dice at 1 mm (%)" })
            Assert.Contains(expected, texts);
    }

    [Fact]
    public void Should_draw_bars_as_long_as_the_scores()
    {
        var bars = XElement.Parse(Bars().Text).Descendants(Svg + "rect")
            .ToLookup(bar => (string?)bar.Attribute("fill"), bar => double.Parse(bar.Attribute("width")!.Value, CultureInfo.InvariantCulture));
        double mmtl = bars[MethodColors.Of("mmtl")].Max(), octl = bars[MethodColors.Of("octl")].Max();
        Assert.Equal(0.86 / 0.81, mmtl / octl, 3);
    }

    [Fact]
    public void Should_place_points_by_gain_and_source_change()
    {
        var svg = XElement.Parse(Gain().Text);
        var texts = svg.Descendants(Svg + "text").Select(text => text.Value).ToList();
        Assert.Contains("mmtl", texts);
        Assert.DoesNotContain("none", texts);
        var circle = svg.Descendants().First(e => (string?)e.Attribute("fill") == MethodColors.Of("fine-tune-all") && e.Name == Svg + "ellipse");
        Assert.InRange(double.Parse(circle.Attribute("cx")!.Value, CultureInfo.InvariantCulture), 60, 200);
    }

    static FigureContent Curves(string more = "l2sp") => BudgetChart.Draw("curves", Metric, ["1 patient, 5 slices", "4 patients"],
        [new("mmtl", [new("mmtl", 0.8, new Interval(0.7, 0.9, 0.95, 2000, 0)), new("mmtl", 0.9)]), new(more, [null, new(more, 0.7)])], [new("none", 0.4)]);

    [Fact]
    public void Should_draw_a_curve_per_method_over_the_budgets()
    {
        var texts = Texts(Curves());
        foreach (string expected in new[] { "mmtl", "l2sp", "none", "Annotated target data", "4 patients" }) Assert.Contains(expected, texts);
        Assert.Equal(Curves().Text, Curves().Text);
    }

    [Fact]
    public void Should_write_every_pair_into_its_field()
    {
        var texts = Texts(PairMap.Draw("map", [new("a", "b", 0.123), new("b", "a", -0.05), new("a", "c", null)], 0.123));
        foreach (string expected in new[] { "+12.3", "−5.0", "?", "source", "target", "c" }) Assert.Contains(expected, texts);
    }

    [Fact]
    public void Should_order_sites_alike_on_both_axes_of_a_map()
    {
        // A ring: the first target is not the first source.
        var svg = XElement.Parse(PairMap.Draw("map", [new("a", "b", 0.1), new("b", "c", 0.2), new("c", "a", 0.3)], 0.3).Text);
        List<(string Text, double X, double Y)> places = [.. svg.Descendants(Svg + "text").Where(text => text.Value is "a" or "b" or "c").Select(text => (text.Value, Place(text, 0), Place(text, 1)))];
        var across = places.GroupBy(place => Math.Round(place.Y)).Single(row => row.Count() == 3);
        Assert.Equal(["a", "b", "c"], across.OrderBy(place => place.X).Select(place => place.Text));
        var down = places.Except(across);
        Assert.Equal(["a", "b", "c"], down.OrderBy(place => place.Y).Select(place => place.Text));
    }

    /// <summary>Where a text stands: "translate(x y)".</summary>
    static double Place(XElement text, int axis)
    {
        string transform = text.Attribute("transform")!.Value;
        string[] numbers = transform[(transform.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return double.Parse(numbers[numbers.Length - 2 + axis], CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Should_leave_unreal_losses_out_of_a_curve()
    {
        var figure = Charts.LossCurves("loss", [new("mmtl", [0.5, double.NaN, 0.3, double.PositiveInfinity, 0.2])]);
        Assert.Contains("mmtl", Texts(figure));
        Assert.DoesNotContain("nan", figure.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("inf", figure.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Should_take_the_ink_of_the_page_and_name_its_parts_after_the_figure()
    {
        var svg = XElement.Parse(Bars().Text);
        Assert.Contains(svg.Descendants(), element => (string?)element.Attribute("stroke") == "currentColor");
        Assert.DoesNotContain("#010203", svg.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.All(svg.Descendants().Attributes("id"), id => Assert.StartsWith("bars-", id.Value, StringComparison.Ordinal));
        Assert.All(svg.Descendants().Attributes("clip-path"), use => Assert.StartsWith("url(#bars-", use.Value, StringComparison.Ordinal));
        Assert.All(svg.Descendants().Attributes("font-family"), font => Assert.StartsWith("SiteAdapt Sans, ", font.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Should_give_the_same_bytes_each_time()
    {
        Assert.Equal(Bars().Text, Bars().Text);
        Assert.Equal(Gain().Text, Gain().Text);
    }

    [Fact]
    public void Should_keep_markup_in_a_name_as_text()
    {
        const string Hostile = "<script>alert(\"1\")</script> & \u0001";
        foreach (var figure in new[] { Bars(new ChartValue(Hostile, 0.7)), Gain(Hostile), Curves(Hostile), PairMap.Draw("map", [new(Hostile, "b", 0.1)], 0.1) })
        {
            Assert.DoesNotContain("<script", figure.Text, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(Texts(figure), text => text.Contains("<script>alert", StringComparison.Ordinal));
        }
    }
}
