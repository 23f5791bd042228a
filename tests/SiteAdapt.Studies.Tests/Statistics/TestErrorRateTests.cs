using SiteAdapt.Data;
using Xunit.Abstractions;

namespace SiteAdapt.Studies.Tests;

/// <summary>
/// How often the two tests are wrong at 5 % where nothing differs, in simulated studies: difference = source effect + target
/// effect + noise of variance 1, all normal. It is what <see cref="TestTrust"/> rests on, and the table of
/// docs/reference/statistics.md: <c>dotnet test --filter TestErrorRate --logger "console;verbosity=detailed"</c>.
/// </summary>
public sealed class TestErrorRateTests(ITestOutputHelper output)
{
    const int Studies = 1000;

    /// <param name="sites">Every ordered pair of them.</param>
    /// <param name="siteVariance">Of the source effects and of the target effects.</param>
    /// <param name="correlation">Of a site's effect as source and as target.</param>
    /// <param name="wilcoxon">Expected error rate of Wilcoxon's test.</param>
    /// <param name="bootstrap">Expected error rate of the interval over sites.</param>
    [Theory]
    [InlineData("ABCDEF", 0, 0, 0.05, 0.01)]
    [InlineData("ABCDEF", 0.2, 0, 0.15, 0.03)]
    [InlineData("ABCDEF", 1, 0, 0.28, 0.07)]
    [InlineData("ABCDEF", 1, 0.7, 0.42, 0.17)]
    [InlineData("ABCDE", 1, 0, 0.22, 0.08)]
    [InlineData("ABC", 1, 0, 0.07, 0.13)]
    public void Should_be_as_the_reference_page_says(string sites, double siteVariance, double correlation, double wilcoxon, double bootstrap)
    {
        var stream = new RandomStream(1, $"error rate {sites}");
        int ranks = 0, draws = 0;
        for (int study = 0; study < Studies; study++)
        {
            var effects = sites.ToDictionary(site => site, _ =>
            {
                double source = stream.NextNormal();
                double target = correlation * source + Math.Sqrt(1 - correlation * correlation) * stream.NextNormal();
                return (Source: source, Target: target);
            });
            var pairs = MadeUpScores.Pairs(sites, (source, target) =>
                Math.Sqrt(siteVariance) * (effects[source].Source + effects[target].Target) + stream.NextNormal()).Pairs;
            if (SignedRankTest.Of([.. pairs.Select(pair => pair.Value!.Value)]).PValue <= 0.05) ranks++;
            if (!SiteBootstrap.Mean(pairs, new BootstrapOptions { Resamples = 400, Seed = study })!.Interval.Contains(0)) draws++;
        }
        output.WriteLine($"{sites.Length} sites, variance {siteVariance}, correlation {correlation}: Wilcoxon {ranks}, bootstrap {draws} of {Studies}");
        Assert.InRange(ranks / (double)Studies, wilcoxon - 0.05, wilcoxon + 0.05);
        Assert.InRange(draws / (double)Studies, bootstrap - 0.03, bootstrap + 0.03);
    }
}
