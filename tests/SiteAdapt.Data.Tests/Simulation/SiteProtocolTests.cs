namespace SiteAdapt.Data.Tests;

public class SiteProtocolTests
{
    [Fact]
    public void Should_null_a_tissue_at_its_inversion_time()
    {
        // With a long repetition time the signal after an inversion crosses zero at T1 ln 2
        var tissue = new TissueProperties(1, 800, 80);
        double Signal(double inversion) => new PulseSequence.InversionPrepared(1e5, inversion, 0).Signal(tissue);
        Assert.Equal(0, Signal(800 * Math.Log(2)), 9);
        Assert.True(Signal(700) > 0.1);
        Assert.Equal(1, Signal(1e5), 6);
    }

    [Fact]
    public void Should_be_brightest_at_the_ernst_angle()
    {
        var tissue = new TissueProperties(1, 1000, 80);
        double ernst = Math.Acos(Math.Exp(-20.0 / 1000)) * 180 / Math.PI;
        double Signal(double flip) => new PulseSequence.SpoiledGradientEcho(20, flip, 0).Signal(tissue);
        Assert.True(Signal(ernst) > Signal(ernst - 1) && Signal(ernst) > Signal(ernst + 1));
    }

    [Fact]
    public void Should_show_proton_density_in_a_slow_spin_echo() =>
        Assert.Equal(0.7, new PulseSequence.SpinEcho(1e6, 0).Signal(new TissueProperties(0.7, 900, 90)), 9);

    [Fact]
    public void Should_have_longer_T1_at_higher_field()
    {
        foreach (Tissue tissue in Enum.GetValues<Tissue>().Where(t => t != Tissue.Air))
            Assert.True(TissueProperties.Of(tissue, 3).T1 > TissueProperties.Of(tissue, 1.5).T1, $"{tissue}");
        Assert.Equal(880, TissueProperties.Of(Tissue.WhiteMatter, 3).T1, 6);
        Assert.Equal(650, TissueProperties.Of(Tissue.WhiteMatter, 1.5).T1, 6);
    }

    [Fact]
    public void Should_make_all_sites_alike_at_shift_0()
    {
        SiteProtocol first = SiteProtocols.Of(0, 1, 0);
        for (int i = 1; i < 9; i++)
        {
            SiteProtocol site = SiteProtocols.Of(i, 1, 0);
            Assert.Equal(SiteProtocols.Centre.Signals.AsEnumerable(), site.Signals);
            Assert.Equal(first with { Name = "", Scanner = "", FieldStrength = 0, Signals = [] },
                site with { Name = "", Scanner = "", FieldStrength = 0, Signals = [] });
        }
    }

    [Fact]
    public void Should_move_sites_apart_as_the_shift_grows()
    {
        for (int i = 0; i < 9; i++)
        {
            double[] distances = [.. new[] { 0, 0.5, 1, 1.5 }.Select(shift => Distance(SiteProtocols.Of(i, 1, shift), SiteProtocols.Centre))];
            Assert.Equal(0, distances[0], 9);
            Assert.True(distances[0] < distances[1] && distances[1] < distances[2] && distances[2] < distances[3], $"site {i + 1}");
        }
    }

    [Fact]
    public void Should_keep_fixed_sites_over_seeds_and_draw_the_others()
    {
        Assert.Equal(SiteProtocols.Of(2, 1).Signals.AsEnumerable(), SiteProtocols.Of(2, 99).Signals);
        Assert.NotEqual(SiteProtocols.Of(7, 1).Signals.AsEnumerable(), SiteProtocols.Of(7, 2).Signals);
        Assert.Equal(SiteProtocols.Of(7, 1).Signals.AsEnumerable(), SiteProtocols.Of(7, 1).Signals);
    }

    [Fact]
    public void Should_have_no_two_sites_of_the_same_contrast()
    {
        SiteProtocol[] sites = [.. Enumerable.Range(0, 6).Select(i => SiteProtocols.Of(i, 1))];
        for (int a = 0; a < sites.Length; a++)
            for (int b = 0; b < a; b++)
                Assert.True(Distance(sites[a], sites[b]) > 0.1, $"{sites[a].Scanner} and {sites[b].Scanner}");
    }

    /// <summary>Root mean square of the logarithms of signal ratios.</summary>
    static double Distance(SiteProtocol a, SiteProtocol b) =>
        Math.Sqrt(a.Signals.Zip(b.Signals).Where(s => s.First > 0).Average(s => Math.Pow(Math.Log(s.First / s.Second), 2)));
}
