using System.Xml.Linq;

namespace SiteAdapt.Studies.Tests;

public sealed class GateMapTests
{
    [Fact]
    public void Should_write_every_share_and_name()
    {
        var svg = XElement.Parse(GateMap.Draw("map", [Shares("a to b", .25), Shares("b to a", .5)]).Text);
        var texts = svg.Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value).ToList();
        foreach (string word in new[] { "init_path.0", "down1.0", "a to b", "b to a", "25", "50", "100" }) Assert.Contains(word, texts);
        Assert.Equal(2, texts.Count(text => text == "100"));
    }

    [Fact]
    public void Should_leave_numbers_out_where_there_is_no_room_for_them() =>
        Assert.DoesNotContain("25", XElement.Parse(GateMap.Draw("map", [.. Enumerable.Range(0, 60).Select(i => Shares($"pair {i}", .25))]).Text).Descendants().Select(element => element.Value));

    static GateShares Shares(string name, double first) => new(name, new Dictionary<string, double> { ["init_path.0"] = first, ["down1.0"] = 1 });
}
