using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>What the bootstrap over sites says about a mean difference.</summary>
/// <param name="Interval">Percentile interval of the mean over pairs.</param>
/// <param name="PValue">Two-sided, against a mean of zero: 2 (1 + resamples beyond zero) / (1 + resamples), at most 1.</param>
public sealed record SiteBootstrapResult(Interval Interval, double PValue);

/// <summary>
/// An interval over sites: source sites and target sites are drawn with replacement, each role by itself, and a pair counts as
/// often as the product of its source's and its target's draws (the pigeonhole bootstrap; Owen 2007, Annals of Applied
/// Statistics 1:386-411). Pairs that do not exist, such as a site with itself, have no weight; a draw that leaves no pair is
/// drawn again. It answers what other sites of the kind would have given.
/// </summary>
public static class SiteBootstrap
{
    /// <summary>Over the pairs with a finite value; null where there are not two sources or two targets to draw from.</summary>
    public static SiteBootstrapResult? Mean(IEnumerable<PairValue> pairs, BootstrapOptions? options = null)
    {
        var chosen = (options ?? BootstrapOptions.Default).Checked();
        List<PairValue> used = [.. pairs.Where(pair => pair.Value is { } number && double.IsFinite(number))];
        var sources = new SiteDraw(used.Select(pair => pair.Source));
        var targets = new SiteDraw(used.Select(pair => pair.Target));
        if (sources.Count < 2 && targets.Count < 2) return null;
        // Each target with a source of its own: one factor with two names.
        bool oneToOne = sources.Count == used.Count && targets.Count == used.Count;
        double[] values = [.. used.Select(pair => pair.Value!.Value)];
        var stream = new RandomStream(chosen.Seed, "bootstrap/sites");
        var draws = Resamples.Draw(chosen.Resamples, () =>
        {
            if (!oneToOne) sources.Next(stream);
            targets.Next(stream);
            double sum = 0;
            long total = 0;
            for (int i = 0; i < values.Length; i++)
            {
                long weight = (oneToOne ? 1 : sources.TimesOf(i)) * (long)targets.TimesOf(i);
                sum += weight * values[i];
                total += weight;
            }
            return total == 0 ? double.NaN : sum / total;
        });
        if (draws is not var (sorted, redrawn)) return null;
        int fewer = 1 + Math.Min(sorted.Count(value => value <= 0), sorted.Count(value => value >= 0));
        return new SiteBootstrapResult(Interval.Of(sorted, chosen.Level, redrawn), Math.Min(1, 2.0 * fewer / (1 + sorted.Length)));
    }

    /// <summary>Draws of the sites of one role, by name.</summary>
    sealed class SiteDraw
    {
        readonly int[] siteOfPair;
        readonly int[] times;

        public SiteDraw(IEnumerable<string> sitesOfPairs)
        {
            List<string> all = [.. sitesOfPairs];
            List<string> sites = [.. all.Distinct().Order(StringComparer.Ordinal)];
            siteOfPair = [.. all.Select(site => sites.BinarySearch(site, StringComparer.Ordinal))];
            times = new int[sites.Count];
        }

        public int Count => times.Length;

        public int TimesOf(int pair) => times[siteOfPair[pair]];

        public void Next(RandomStream stream)
        {
            Array.Clear(times);
            for (int i = 0; i < times.Length; i++) times[stream.NextInt(times.Length)]++;
        }
    }
}
