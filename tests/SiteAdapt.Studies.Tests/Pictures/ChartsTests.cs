using System.Globalization;
using System.Xml.Linq;

namespace SiteAdapt.Studies.Tests;

public sealed class ChartsTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    static BudgetTable Table(IEnumerable<ResultRow>? rows = null) => ResultsSummary.OverTargets(rows ?? MadeUpRows.AsInThePaper())[0];

    static List<string> Texts(FigureContent figure) =>
        [.. XElement.Parse(figure.Text).Descendants(Svg + "text").Select(text => text.Value)];

    [Fact]
    public void Should_name_every_method_and_both_bounds_in_the_bars()
    {
        var texts = Texts(Charts.TargetBars("bars", Table()));
        foreach (string expected in new[] { "fine-tune-all", "fine-tune-first", "l2sp", "octl", "mmtl", "80.0", "86.0", "none 52.0", "all-target-data 91.0" })
            Assert.Contains(expected, texts);
    }

    [Fact]
    public void Should_draw_bars_as_long_as_the_scores()
    {
        var bars = XElement.Parse(Charts.TargetBars("bars", Table()).Text).Descendants(Svg + "rect")
            .ToLookup(bar => (string?)bar.Attribute("fill"), bar => double.Parse(bar.Attribute("width")!.Value, CultureInfo.InvariantCulture));
        double mmtl = bars[MethodColors.Of("mmtl")].Max(), octl = bars[MethodColors.Of("octl")].Max();
        Assert.Equal(0.86 / 0.81, mmtl / octl, 3);
    }

    [Fact]
    public void Should_place_points_by_gain_and_source_change()
    {
        var svg = XElement.Parse(Charts.GainAgainstSourceChange("gain", Table()).Text);
        var texts = svg.Descendants(Svg + "text").Select(text => text.Value).ToList();
        Assert.Contains("mmtl", texts);
        Assert.DoesNotContain("none", texts);
        var circle = svg.Descendants().First(e => (string?)e.Attribute("fill") == MethodColors.Of("fine-tune-all") && e.Name == Svg + "ellipse");
        Assert.InRange(double.Parse(circle.Attribute("cx")!.Value, CultureInfo.InvariantCulture), 60, 200);
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
        var svg = XElement.Parse(Charts.TargetBars("bars", Table()).Text);
        Assert.Contains(svg.Descendants(), element => (string?)element.Attribute("stroke") == "currentColor");
        Assert.DoesNotContain("#010203", svg.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.All(svg.Descendants().Attributes("id"), id => Assert.StartsWith("bars-", id.Value, StringComparison.Ordinal));
        Assert.All(svg.Descendants().Attributes("clip-path"), use => Assert.StartsWith("url(#bars-", use.Value, StringComparison.Ordinal));
        Assert.All(svg.Descendants().Attributes("font-family"), font => Assert.StartsWith("SiteAdapt Sans, ", font.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Should_give_the_same_bytes_each_time()
    {
        Assert.Equal(Charts.TargetBars("bars", Table()).Text, Charts.TargetBars("bars", Table()).Text);
        Assert.Equal(Charts.GainAgainstSourceChange("gain", Table()).Text, Charts.GainAgainstSourceChange("gain", Table()).Text);
    }

    [Fact]
    public void Should_keep_markup_in_a_name_as_text()
    {
        const string Hostile = "<script>alert(\"1\")</script> & \u0001";
        var rows = MadeUpRows.AsInThePaper();
        rows.Add(MadeUpRows.Row(Hostile, 0.7, 0.8));
        foreach (var figure in new[] { Charts.TargetBars("bars", Table(rows)), Charts.GainAgainstSourceChange("gain", Table(rows)) })
        {
            Assert.DoesNotContain("<script", figure.Text, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(Texts(figure), text => text.Contains("<script>alert", StringComparison.Ordinal));
        }
    }
}
