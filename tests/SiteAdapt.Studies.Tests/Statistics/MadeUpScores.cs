using SiteAdapt.Data;

namespace SiteAdapt.Studies.Tests;

/// <summary>Scores invented for tests; they say nothing about any method.</summary>
static class MadeUpScores
{
    /// <summary>All ordered pairs of the sites; every value from <paramref name="score"/>.</summary>
    public static ScoreSet Cases(string sites, int patients, int seeds, Func<CaseValue, double?> score) => ScoreSet.OfCases(
        from source in sites
        from target in sites
        where source != target
        from seed in Enumerable.Range(0, seeds)
        from patient in Enumerable.Range(0, patients)
        let key = new CaseValue($"{source}", $"{target}", seed, $"{target}", $"p{patient:00}", null)
        select key with { Value = score(key) });

    /// <summary>Noise about a level, the same for the same seed and name.</summary>
    public static ScoreSet Noisy(string sites, int patients, int seeds, double level, string name)
    {
        var stream = new RandomStream(0, name);
        return Cases(sites, patients, seeds, _ => level + 0.05 * stream.NextNormal());
    }

    public static ScoreSet Runs(params (string Source, string Target, long Seed, double? Value)[] runs) =>
        ScoreSet.OfRuns(runs.Select(run => new RunValue(run.Source, run.Target, run.Seed, run.Value)));

    /// <summary>One seed, a value per ordered pair of sites.</summary>
    public static ScoreSet Pairs(string sites, Func<char, char, double?> score) => ScoreSet.OfRuns(
        from source in sites
        from target in sites
        where source != target
        select new RunValue($"{source}", $"{target}", 0, score(source, target)));
}
