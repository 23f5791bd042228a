using System.Xml.Linq;

namespace SiteAdapt.Studies.Tests;

public sealed class MethodLooksTests
{
    static readonly string[] Labels = ["mmtl", "octl", .. Enumerable.Range(0, 40).Select(i => $"mmtl variant number {i}")];

    [Fact]
    public void Should_give_no_two_labels_of_a_study_both_colour_and_marker()
    {
        var looks = MethodLooks.Of(Labels);
        Assert.Equal(Labels.Length, Labels.Select(label => (looks.Color(label), looks.Marker(label))).Distinct().Count());
        Assert.Equal(MethodColors.Of("mmtl"), looks.Color("mmtl"));
        Assert.All(Labels.Skip(2), label => Assert.NotEqual(looks.Color("octl"), looks.Color(label)));
        foreach (var (first, second) in Labels.Skip(2).Zip(Labels.Skip(3))) // neighbours differ in both
            Assert.True(looks.Color(first) != looks.Color(second) && looks.Marker(first) != looks.Marker(second));
    }

    [Fact]
    public void Should_name_all_of_many_methods_in_every_legend_and_leave_the_data_their_room()
    {
        LossBand band = LossBand.Of("mmtl", [[.5, .4, .3], [.6, .5, .5]]);
        foreach (int count in new[] { 3, 17, 40 })
        {
            List<string> labels = [.. Labels.Take(count)];
            FigureContent[] figures =
            [
                GainChart.Draw("gain", new MetricText("dice"), labels.ConvertAll(label => new GainPoint(label, .3, null, -.1, null))),
                LossBands.Draw("loss", "Adam", labels.ConvertAll(label => band with { Method = label }), LossBands.Range([band])),
                BudgetChart.Draw("budget", new MetricText("dice"), ["a", "b"], labels.ConvertAll(label => new BudgetCurve(label, [new(label, .5), new(label, .6)])), []),
            ];
            foreach (var figure in figures)
            {
                var svg = XElement.Parse(figure.Text);
                Assert.Superset(labels.ToHashSet(), svg.Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value).ToHashSet());
                Assert.InRange(DataHeight(svg), 190, 400);
            }
        }
    }

    /// <summary>Of the frame that the data are cut to, which is the highest.</summary>
    static double DataHeight(XElement svg) => svg.Descendants().Where(element => element.Name.LocalName == "clipPath")
        .Select(clip => double.Parse(clip.Elements().First().Attribute("height")!.Value, System.Globalization.CultureInfo.InvariantCulture)).First();
}
