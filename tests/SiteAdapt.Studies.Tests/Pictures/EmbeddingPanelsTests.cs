using System.Globalization;
using System.Xml.Linq;

namespace SiteAdapt.Studies.Tests;

public sealed class EmbeddingPanelsTests
{
    static readonly EmbeddingPanel Panel = new("after epoch 3", [(-1, -1, EmbeddedRole.Source), (0, 5, EmbeddedRole.Source), (3, 0, EmbeddedRole.Test), (1, 1, EmbeddedRole.Target)]);

    [Fact]
    public void Should_draw_a_mark_for_every_point_and_role()
    {
        var marks = Marks(Panel, Panel with { Title = "after epoch 6" });
        Assert.Equal(2 * 2 + 1, marks.Count(mark => mark == "source")); // the legend's too
        Assert.Equal(2 + 1, marks.Count(mark => mark == "test"));
        Assert.Equal(2 + 1, marks.Count(mark => mark == "target"));
    }

    [Fact]
    public void Should_keep_proportions_and_put_y_upwards()
    {
        var circles = Draw(Panel).Descendants().Where(element => element.Name.LocalName == "circle").Take(2)
            .Select(circle => (X: Number(circle, "cx"), Y: Number(circle, "cy"))).ToList();
        double scale = (circles[1].X - circles[0].X) / 1; // from x -1 to 0, y -1 to 5
        Assert.True(scale > 0);
        Assert.Equal(6 * scale, circles[0].Y - circles[1].Y, .05);
    }

    [Fact]
    public void Should_say_what_each_panel_and_mark_is()
    {
        var texts = Draw(Panel).Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value).ToList();
        Assert.Equal(["after epoch 3", "source, training (2)", "target, test (1)", "target, training (1)"], texts);
    }

    static XElement Draw(params EmbeddingPanel[] panels) => XElement.Parse(EmbeddingPanels.Draw("features", panels).Text);

    static List<string> Marks(params EmbeddingPanel[] panels) => [.. Draw(panels).Descendants().Attributes("class").Select(attribute => attribute.Value)];

    static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
