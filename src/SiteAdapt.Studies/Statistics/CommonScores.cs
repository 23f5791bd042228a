namespace SiteAdapt.Studies;

/// <summary>Sets of scores cut down to what all of them have, so that methods are compared on the same runs and patients.</summary>
public static class CommonScores
{
    /// <summary>
    /// The sets over the union of their keys, in the same order; a value that one of them lacks is missing (or NaN) in all.
    /// By patient where all sets have patients, otherwise by run.
    /// </summary>
    public static IReadOnlyList<ScoreSet> Of(IReadOnlyList<ScoreSet> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        if (sets.All(set => set.Cases.Count > 0))
            return Cut(sets, set => set.Cases, value => value with { Value = null }, value => value.Value,
                (value, cut) => value with { Value = cut }, ScoreSet.OfCases);
        return Cut(sets, set => set.Runs, value => value with { Value = null }, value => value.Value,
            (value, cut) => value with { Value = cut }, ScoreSet.OfRuns);
    }

    static List<ScoreSet> Cut<T>(IReadOnlyList<ScoreSet> sets, Func<ScoreSet, IReadOnlyList<T>> values, Func<T, T> keyOf,
        Func<T, double?> valueOf, Func<T, double?, T> with, Func<IEnumerable<T>, ScoreSet> make) where T : notnull
    {
        var byKey = new Dictionary<T, double?[]>();
        for (int i = 0; i < sets.Count; i++)
        {
            foreach (var value in values(sets[i]))
            {
                var key = keyOf(value);
                if (!byKey.TryGetValue(key, out var row)) byKey[key] = row = new double?[sets.Count];
                row[i] = valueOf(value);
            }
        }
        foreach (var row in byKey.Values)
        {
            if (Array.Exists(row, value => value is null)) Array.Fill(row, null);
            else if (Array.Exists(row, value => !double.IsFinite(value!.Value))) Array.Fill(row, double.NaN);
        }
        return [.. sets.Select((_, i) => make(byKey.Select(entry => with(entry.Key, entry.Value[i]))))];
    }
}
