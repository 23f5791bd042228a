namespace SiteAdapt.Studies;

/// <summary>
/// The scores of one method with one budget under one optimizer: a value per run and patient, or per run alone (AUC). Missing
/// and non-finite values stay in the set, so that every result can say how many there were.
/// </summary>
public sealed class ScoreSet
{
    ScoreSet(IReadOnlyList<CaseValue> cases, IReadOnlyList<RunValue> runs)
    {
        Cases = cases;
        Runs = runs;
        Pairs = [.. runs.GroupBy(run => (run.Source, run.Target))
            .Select(group => new PairValue(group.Key.Source, group.Key.Target, FiniteMean.Of([.. group.Select(run => run.Value)])))];
        Summary = ScoreSummary.Of(this);
    }

    /// <summary>By source, target, seed, site and subject; empty where a run has one value only.</summary>
    public IReadOnlyList<CaseValue> Cases { get; }

    /// <summary>By source, target and seed.</summary>
    public IReadOnlyList<RunValue> Runs { get; }

    /// <summary>By source and target: means over seeds.</summary>
    public IReadOnlyList<PairValue> Pairs { get; }

    /// <summary>The numbers of a table's cell.</summary>
    public ScoreSummary Summary { get; }

    /// <summary>A set with a value per patient; a run's score is the mean over its patients.</summary>
    /// <exception cref="ArgumentException">Two values of the same run and patient.</exception>
    public static ScoreSet OfCases(IEnumerable<CaseValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        List<CaseValue> sorted = [.. values
            .OrderBy(value => value.Source, StringComparer.Ordinal).ThenBy(value => value.Target, StringComparer.Ordinal)
            .ThenBy(value => value.Seed)
            .ThenBy(value => value.Site, StringComparer.Ordinal).ThenBy(value => value.Subject, StringComparer.Ordinal)];
        RefuseTwins(sorted.ConvertAll(value => value with { Value = null }));
        return new ScoreSet(sorted, [.. sorted.GroupBy(value => (value.Source, value.Target, value.Seed))
            .Select(run => new RunValue(run.Key.Source, run.Key.Target, run.Key.Seed, FiniteMean.Of([.. run.Select(value => value.Value)])))]);
    }

    /// <summary>A set with a value per run.</summary>
    /// <exception cref="ArgumentException">Two values of the same run.</exception>
    public static ScoreSet OfRuns(IEnumerable<RunValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        List<RunValue> sorted = [.. values
            .OrderBy(value => value.Source, StringComparer.Ordinal).ThenBy(value => value.Target, StringComparer.Ordinal)
            .ThenBy(value => value.Seed)];
        RefuseTwins(sorted.ConvertAll(value => value with { Value = null }));
        return new ScoreSet([], sorted);
    }

    /// <summary>This minus <paramref name="other"/>, value by value; what one of the two lacks is missing.</summary>
    public ScoreSet Minus(ScoreSet other)
    {
        var common = CommonScores.Of([this, other]);
        return common[0].Cases.Count > 0
            ? OfCases(common[0].Cases.Zip(common[1].Cases, (a, b) => a with { Value = a.Value - b.Value }))
            : OfRuns(common[0].Runs.Zip(common[1].Runs, (a, b) => a with { Value = a.Value - b.Value }));
    }

    static void RefuseTwins<T>(List<T> sortedKeys) where T : IEquatable<T>
    {
        for (int i = 1; i < sortedKeys.Count; i++)
            if (sortedKeys[i].Equals(sortedKeys[i - 1])) throw new ArgumentException($"two values of {sortedKeys[i]}");
    }
}
