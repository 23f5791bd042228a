using System.Xml.Linq;

namespace SiteAdapt.Studies.Tests;

public sealed class DotRowsTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Should_name_every_row_and_leave_one_without_a_value_empty()
    {
        var figure = DotRows.Draw("d", new MetricText("dice"), [new("all", .8, .7, .9), new("<b>&", .5, IsWeak: true), new("none", null), new("moved", .6, From: .9)], line: .8);
        var texts = XElement.Parse(figure.Text).Descendants(Svg + "text").Select(text => text.Value).ToList();
        foreach (string name in new[] { "all", "<b>&", "none", "moved", "Dice (%)" }) Assert.Contains(name, texts);
        Assert.Equal(figure.Text, DotRows.Draw("d", new MetricText("dice"), [new("all", .8, .7, .9), new("<b>&", .5, IsWeak: true), new("none", null), new("moved", .6, From: .9)], line: .8).Text);
    }

    [Fact]
    public void Should_draw_rows_without_any_value() => Assert.Contains("nobody", DotRows.Draw("d", new MetricText("hd95"), [new("nobody", null)]).Text, StringComparison.Ordinal);
}
