namespace SiteAdapt.Studies;

/// <summary>The two ways to hold one method against another over pairs of sites.</summary>
public enum PairedTest
{
    /// <summary>Wilcoxon's signed-rank test over pairs, which takes the pairs for independent.</summary>
    SignedRank,

    /// <summary>The bootstrap crossed over source and target sites.</summary>
    Sites,
}

/// <summary>Which of the two tests to trust for a set of pairs.</summary>
/// <param name="Test">The one to trust, or null for neither.</param>
/// <param name="Text">Why, in one or two sentences, with the numbers of sites and pairs.</param>
public sealed record TestTrust(PairedTest? Test, string Text)
{
    /// <summary>Fewer sites in a role give too few different draws: three sites have ten.</summary>
    public const int FewestSites = 5;

    /// <summary>Fewer pairs cannot give p below 0.05: five give 2/32 at best.</summary>
    public const int FewestPairs = 6;

    /// <summary>From the pairs that are compared.</summary>
    public static TestTrust Of(IEnumerable<PairValue> pairs)
    {
        List<PairValue> all = [.. pairs.Where(pair => pair.Value is { } value && double.IsFinite(value))];
        int sources = all.Select(pair => pair.Source).Distinct().Count();
        int targets = all.Select(pair => pair.Target).Distinct().Count();
        string numbers = $"{Count(all.Count, "pair")} of {Count(sources, "source site")} and {Count(targets, "target site")}";
        bool oneToOne = sources == all.Count && targets == all.Count;
        if (all.Count < FewestPairs)
        {
            double smallest = all.Count == 0 ? 1 : Math.Pow(2, 1 - all.Count);
            return new TestTrust(null, FormattableString.Invariant(
                $"Trust neither; there are too few pairs: {numbers}. Wilcoxon's smallest possible p is {smallest:0.####}. Look at the values."));
        }
        if (oneToOne)
            return new TestTrust(PairedTest.SignedRank, $"Trust Wilcoxon: {numbers}, none of them in two pairs, so the pairs may count as independent.");
        if (sources == 1 || targets == 1)
        {
            string shared = sources == 1 ? $"source {all[0].Source}" : $"target {all[0].Target}";
            return new TestTrust(PairedTest.SignedRank,
                $"Trust Wilcoxon, for this {shared} alone: {numbers}. What is peculiar to the shared site is in every pair, and no test over pairs sees it.");
        }
        if (sources < FewestSites || targets < FewestSites)
        {
            return new TestTrust(null, $"Trust neither to hold for other sites: {numbers}. The pairs share sites, so Wilcoxon finds too " +
                $"much, and fewer than {FewestSites} sites in a role are too few to draw from. The results describe these sites.");
        }
        return new TestTrust(PairedTest.Sites, $"Trust the bootstrap over sites: {numbers}. The pairs share sites and are not independent, " +
            "which Wilcoxon takes them for; it finds differences too easily.");
    }

    static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
