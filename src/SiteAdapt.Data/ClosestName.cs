namespace SiteAdapt.Data;

/// <summary>Which of the known names somebody meant: for messages about unknown keys, sites, presets and columns.</summary>
public static class ClosestName
{
    /// <summary>The known name with the smallest edit distance, or null if none is near (more than half of it differs).</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        (string? best, int distance) = (null, int.MaxValue);
        foreach (string candidate in known)
        {
            int d = EditDistance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (d < distance) (best, distance) = (candidate, d);
        }
        return best is not null && distance <= Math.Max(name.Length, best.Length) / 2 ? best : null;
    }

    /// <summary>" (did you mean 'x'?)" or nothing.</summary>
    public static string Hint(string name, IEnumerable<string> known) =>
        Of(name, known) is { } closest ? $" (did you mean '{closest}'?)" : "";

    /// <summary>Levenshtein's distance: insertions, deletions and replacements.</summary>
    static int EditDistance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            (int diagonal, row[0]) = (row[0], i);
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[b.Length];
    }
}
