namespace SiteAdapt.Data.Tests;

public class RadiographProtocolTests
{
    const int Side = 64;

    static ushort[] Image(RadiographProtocol site, int person)
    {
        var view = new ChestView(IsAp: false, SourceDistance: 1800, (float)site.Field);
        var chest = ChestProjection.Of(1, $"person{person}", ChestDisease.None, view, Side * RadiographDetector.Oversampling);
        return RadiographDetector.Image(chest, site, new RandomStream(person, "image"));
    }

    static double Distance(RadiographProtocol a, RadiographProtocol b) => Enumerable.Range(0, 6)
        .Average(person => Image(a, person).Zip(Image(b, person), (x, y) => Math.Abs(x - y) / 65535.0).Average());

    [Fact]
    public void Should_show_the_same_chest_differently_at_every_site()
    {
        RadiographProtocol[] sites = [.. Enumerable.Range(0, 6).Select(i => RadiographProtocols.Of(i, seed: 1))];
        for (int a = 0; a < sites.Length; a++)
            for (int b = 0; b < a; b++) Assert.True(Distance(sites[a], sites[b]) > 0.02, $"{sites[a].Name} and {sites[b].Name}");
    }

    [Fact]
    public void Should_be_alike_without_shift_and_further_apart_with_more()
    {
        double At(double shift) => Distance(RadiographProtocols.Of(0, 1, shift), RadiographProtocols.Of(1, 1, shift));
        Assert.Equal(0, At(0));
        Assert.True(At(0.5) > 0 && At(1) > At(0.5));
    }

    [Fact]
    public void Should_draw_further_sites_from_the_seed()
    {
        Assert.Equal(RadiographProtocols.Of(7, 1), RadiographProtocols.Of(7, 1));
        Assert.NotEqual(RadiographProtocols.Of(7, 1), RadiographProtocols.Of(7, 2));
        Assert.Equal(RadiographProtocols.Of(1, 1), RadiographProtocols.Of(1, 2));
    }

    /// <summary>Against NIST's table (Hubbell and Seltzer 1995), per centimetre.</summary>
    [Theory]
    [InlineData(40, 0.2683, 1.278)]
    [InlineData(60, 0.2059, 0.6044)]
    public void Should_attenuate_as_tabulated(double energy, double water, double bone)
    {
        var at = XrayAttenuation.At(energy);
        Assert.Equal(water, 10 * at.Water, 1e-3);
        Assert.Equal(bone, 10 * at.Bone, 1e-3);
        Assert.InRange(XrayAttenuation.At(45).Bone, XrayAttenuation.At(50).Bone, XrayAttenuation.At(40).Bone);
    }

    [Fact]
    public void Should_burn_the_marker_in_at_the_side_that_it_names()
    {
        RadiographProtocol site = RadiographProtocols.Centre with { Marker = 1, MarksLeft = true };
        int[] Changed(RadiographProtocol marked) => [.. Image(marked, 0).Zip(Image(marked with { Marker = 0 }, 0)).Select((pair, i) => (pair, i)).Where(p => p.pair.First != p.pair.Second).Select(p => p.i)];
        Assert.NotEmpty(Changed(site));
        Assert.All(Changed(site), i => Assert.True(i % Side > Side / 2 && i / Side < Side / 2));
        Assert.All(Changed(site with { MarksLeft = false }), i => Assert.True(i % Side < Side / 2 && i / Side < Side / 2));
    }
}
