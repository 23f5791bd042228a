namespace SiteAdapt.Studies.Tests;

public sealed class TestTrustTests
{
    static TestTrust Of(IEnumerable<(string Source, string Target)> pairs) =>
        TestTrust.Of(pairs.Select(pair => new PairValue(pair.Source, pair.Target, 0.1)));

    static IEnumerable<(string Source, string Target)> AllPairs(string sites) =>
        from a in sites from b in sites where a != b select ($"{a}", $"{b}");

    [Fact]
    public void Should_trust_the_sites_where_many_sites_share_pairs()
    {
        var trust = Of(AllPairs("ABCDEF"));
        Assert.Equal(PairedTest.Sites, trust.Test);
        Assert.Contains("30 pairs of 6 source sites and 6 target sites", trust.Text);
    }

    [Fact]
    public void Should_trust_wilcoxon_where_no_site_is_shared()
    {
        Assert.Equal(PairedTest.SignedRank, Of(Enumerable.Range(0, 6).Select(i => ($"all but {i}", $"{i}"))).Test);
        var trust = Of(Enumerable.Range(0, 6).Select(i => ("A", $"{i}")));
        Assert.Equal(PairedTest.SignedRank, trust.Test);
        Assert.Contains("for this source A alone", trust.Text);
    }

    [Fact]
    public void Should_say_which_target_is_shared()
    {
        var trust = Of(Enumerable.Range(0, 6).Select(i => ($"{i}", "T")));
        Assert.Equal(PairedTest.SignedRank, trust.Test);
        Assert.Contains("for this target T alone: 6 pairs of 6 source sites and 1 target site.", trust.Text);
    }

    /// <summary>Five sites in either role are enough, and fewer in one of them are not.</summary>
    [Theory]
    [InlineData(5, 5, PairedTest.Sites)]
    [InlineData(4, 6, null)]
    [InlineData(6, 4, null)]
    public void Should_want_five_sites_in_both_roles(int sources, int targets, PairedTest? expected) =>
        Assert.Equal(expected, Of(from a in Enumerable.Range(0, sources) from b in Enumerable.Range(0, targets) select ($"a{a}", $"b{b}")).Test);

    [Fact]
    public void Should_trust_neither_where_there_is_too_little()
    {
        Assert.Contains("0 pairs of 0 source sites and 0 target sites. Wilcoxon's smallest possible p is 1.", TestTrust.Of([]).Text);
        Assert.Contains("1 pair of 1 source site and 1 target site. Wilcoxon's smallest possible p is 1.", Of([("A", "B")]).Text);
        var two = Of([("NIH", "CheXpert"), ("CheXpert", "NIH")]);
        Assert.Null(two.Test);
        Assert.Contains("2 pairs", two.Text);
        Assert.Contains("0.5.", two.Text);
        Assert.Null(Of(AllPairs("ABC")).Test);
        Assert.Contains("describe these sites", Of(AllPairs("ABC")).Text);
        Assert.Null(TestTrust.Of([]).Test);
    }

    [Fact]
    public void Should_count_only_pairs_with_a_value()
    {
        var pairs = AllPairs("ABCDEF").Select(pair => new PairValue(pair.Source, pair.Target, pair.Source == "A" ? 0.1 : null));
        Assert.Contains("5 pairs of 1 source site", TestTrust.Of(pairs).Text);
    }
}
