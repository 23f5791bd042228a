namespace SiteAdapt.Learning;

/// <summary>
/// Scores with labels, sorted once, so that each further AUC of a resample is one pass. Each score belongs to a unit (a patient),
/// whose weight says how often its scores count.
/// </summary>
sealed class RankedScores
{
    readonly int[] units;
    readonly int[] positiveMask; // all bits where the label is 1, none where it is 0: no branch that cannot be predicted
    readonly bool[] tiedWithNext;

    /// <param name="labels">0, 1, or NaN for scores to leave out.</param>
    public RankedScores(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, ReadOnlySpan<int> units)
    {
        if (labels.Length != scores.Length || units.Length != scores.Length)
            throw new ArgumentException($"{scores.Length} scores, {labels.Length} labels and {units.Length} units");
        var order = new List<int>(scores.Length);
        var keys = new List<float>(scores.Length);
        for (int i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(labels[i])) continue;
            if (float.IsNaN(scores[i])) throw new ArgumentException($"score {i} is NaN and has no rank", nameof(scores));
            order.Add(i);
            keys.Add(scores[i]);
        }
        float[] sorted = [.. keys];
        int[] indices = [.. order];
        Array.Sort(sorted, indices);

        this.units = new int[indices.Length];
        positiveMask = new int[indices.Length];
        tiedWithNext = new bool[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            this.units[i] = units[indices[i]];
            positiveMask[i] = labels[indices[i]] == 1 ? -1 : 0;
            tiedWithNext[i] = i + 1 < sorted.Length && sorted[i] == sorted[i + 1];
        }
        Positives = -positiveMask.Sum();
    }

    public int Positives { get; }

    public int Negatives => units.Length - Positives;

    /// <summary>
    /// The share of pairs of a positive and a negative in which the positive has the higher score, ties counted half, with each
    /// score counted as often as its unit's weight says; null where one class has none left.
    /// </summary>
    public double? Auc(ReadOnlySpan<int> weights)
    {
        // In whole numbers, twice the count of pairs: exact, and no order of summation matters.
        long positives = 0, negatives = 0, twiceWon = 0, tiedPositives = 0, tiedNegatives = 0;
        for (int i = 0; i < units.Length; i++)
        {
            int weight = weights[units[i]];
            int ofPositives = weight & positiveMask[i];
            tiedPositives += ofPositives;
            tiedNegatives += weight - ofPositives;
            if (tiedWithNext[i]) continue;
            twiceWon += tiedPositives * (2 * negatives + tiedNegatives);
            positives += tiedPositives;
            negatives += tiedNegatives;
            tiedPositives = tiedNegatives = 0;
        }
        return positives == 0 || negatives == 0 ? null : twiceWon / (2.0 * positives * negatives);
    }
}
