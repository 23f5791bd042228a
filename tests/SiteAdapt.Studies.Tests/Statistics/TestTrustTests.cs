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
    public void Should_trust_neither_where_there_is_too_little()
    {
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
