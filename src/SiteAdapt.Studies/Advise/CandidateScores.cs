namespace SiteAdapt.Studies;

/// <summary>What cross-validation says of a method.</summary>
/// <param name="Target">Score by held-out patient; of classification, AUC by fold. The same keys for all candidates.</param>
/// <param name="SourceChange">Change of the score by held-out source patient, or of classification by site; the same keys for all candidates; empty: not measured.</param>
public sealed record CandidateScores(string Method, IReadOnlyDictionary<string, double> Target, IReadOnlyDictionary<string, double> SourceChange)
{
    /// <summary>Means over folds and patients that have a value.</summary>
    public MeanInterval? Expected => MeanInterval.Of([.. Target.Values])?.Within(0, 1);

    public MeanInterval? SourceLoss => MeanInterval.Of([.. SourceChange.Values])?.Within(-1, 1);

    /// <summary>This one minus another, patient by patient.</summary>
    public MeanInterval Minus(CandidateScores other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return MeanInterval.Of([.. Target.Keys.Where(other.Target.ContainsKey).Order(StringComparer.Ordinal).Select(key => Target[key] - other.Target[key])]) ?? new MeanInterval(double.NaN, null, null, 0);
    }
}
