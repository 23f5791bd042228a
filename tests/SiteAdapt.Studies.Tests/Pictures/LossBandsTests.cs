using System.Xml.Linq;

namespace SiteAdapt.Studies.Tests;

public sealed class LossBandsTests
{
    [Fact]
    public void Should_average_and_take_tenths_over_runs()
    {
        // numpy.quantile of 1, 2, 3, 4, 10 at 0.1 and 0.9
        var band = LossBand.Of("mmtl", [.. new double[] { 3, 1, 10, 2, 4 }.Select(value => (IReadOnlyList<double>)[value, 7])]);
        Assert.Equal([4, 7], band.Mean);
        Assert.Equal([1.4, 7], band.Low.Select(value => Math.Round(value, 12)));
        Assert.Equal([7.6, 7], band.High.Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void Should_take_the_epochs_that_all_runs_have() => Assert.Equal(2, LossBand.Of("mmtl", [[3, 2, 1], [3, 2]]).Mean.Count);

    [Fact]
    public void Should_name_every_method_and_the_panel()
    {
        var band = LossBand.Of("mmtl", [[.5, .4, .3], [.6, .5, .5]]);
        var figure = LossBands.Draw("loss", "Adam, 2 patients", [band, band with { Method = "octl" }], LossBands.Range([band]));
        var texts = XElement.Parse(figure.Text).Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value).ToList();
        Assert.Contains("mmtl", texts);
        Assert.Contains("octl", texts);
        Assert.Contains("Adam, 2 patients", texts);
        Assert.Equal(figure.Text, LossBands.Draw("loss", "Adam, 2 patients", [band, band with { Method = "octl" }], LossBands.Range([band])).Text);
    }
}
