using System.Globalization;
using System.Xml.Linq;

namespace SiteAdapt.Studies.Tests;

public sealed class GateChartTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    static readonly Dictionary<string, double> Training = new() { ["init_path.0"] = 0.5, ["down1.0"] = 0.2 }, Test = new() { ["init_path.0"] = 1, ["down1.0"] = 0.4 };

    [Fact]
    public void Should_draw_a_bar_for_each_block_and_series_as_long_as_its_share()
    {
        var svg = XElement.Parse(GateChart.Draw("gates", [new("training", Training), new("test", Test)]).Text);
        var texts = svg.Descendants(Svg + "text").Select(text => text.Value).ToList();
        foreach (string word in new[] { "init_path.0", "down1.0", "training", "test" }) Assert.Contains(word, texts);
        var widths = svg.Descendants(Svg + "rect").Where(bar => (string?)bar.Attribute("fill") == MethodColors.Of("spottunet"))
            .Select(bar => double.Parse(bar.Attribute("width")!.Value, CultureInfo.InvariantCulture)).OrderDescending().ToList();
        Assert.Equal(0.4, widths[1] / widths[0], 3);
    }

    [Fact]
    public void Should_put_the_first_block_on_top()
    {
        var svg = XElement.Parse(GateChart.Draw("gates", [new("test", Test)]).Text);
        double Y(string block)
        {
            string place = svg.Descendants(Svg + "text").Single(text => text.Value == block).Attribute("transform")!.Value; // translate(x y)
            return double.Parse(place.TrimEnd(')').Split(' ')[1], CultureInfo.InvariantCulture);
        }
        Assert.True(Y("init_path.0") < Y("down1.0"));
    }

    [Fact]
    public void Should_give_the_same_bytes_each_time() =>
        Assert.Equal(GateChart.Draw("gates", [new("test", Test)]).Text, GateChart.Draw("gates", [new("test", Test)]).Text);
}
