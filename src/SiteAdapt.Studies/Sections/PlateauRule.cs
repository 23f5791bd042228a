using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>What a run's training loss was doing when it ended.</summary>
public enum LossTrend
{
    Plateau,

    /// <summary>It fell to the last epoch.</summary>
    Falling,

    /// <summary>It still fell when the learning rate was lowered, and not at the end, if that could be judged: a lower rate makes almost any curve flat.</summary>
    CutShort,

    Rising,

    /// <summary>A loss that is no finite number.</summary>
    Diverged,

    /// <summary>Fewer than <see cref="PlateauRule.FewestEpochs"/> epochs at every learning rate: nothing can be said.</summary>
    TooShort,
}

/// <summary>
/// Whether a run's loss had reached a plateau, from its mean loss by epoch. Looked at is the last quarter of the epochs, five at
/// least, at one learning rate. The loss falls there if the Mann-Kendall test says so (one-sided, 5 %) <i>and</i> Sen's slope takes
/// more than 2 % off the loss over these epochs: the first is about the noise between epochs, the second keeps changes that
/// nobody would train longer for out of the list. The same is asked of the epochs before the learning rate was lowered. Where fewer than
/// five epochs follow, only these are asked (<see cref="IsEndTooShort"/>).
/// </summary>
public static class PlateauRule
{
    /// <summary>With fewer values even a series that falls all the time is no evidence at 5 %.</summary>
    public const int FewestEpochs = 5;

    const double Level = 0.05, Material = 0.02;

    public static LossTrend Judge(IReadOnlyList<MetricRow> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Any(row => !double.IsFinite(row.Loss))) return LossTrend.Diverged;
        var phases = Phases(history);
        int window = Math.Max(FewestEpochs, (history.Count + 3) / 4);
        LossTrend? end = phases.Count > 0 ? Trend(phases[^1], window) : null;
        if (end is LossTrend.Falling or LossTrend.Rising) return end.Value;
        LossTrend? before = phases.Count > 1 ? Trend(phases[^2], window) : null;
        return before switch
        {
            LossTrend.Falling => LossTrend.CutShort,
            LossTrend.Rising when end is null => LossTrend.Rising,
            _ => end ?? before ?? LossTrend.TooShort,
        };
    }

    /// <summary>
    /// Whether too few epochs follow on the last change of the learning rate to judge the end: what is said of the run was read before
    /// the rate was lowered. False where nothing is said at all.
    /// </summary>
    public static bool IsEndTooShort(IReadOnlyList<MetricRow> history) =>
        Judge(history) is not (LossTrend.Diverged or LossTrend.TooShort) && Phases(history)[^1].Count < FewestEpochs;

    /// <summary>The losses, cut where the learning rate changes.</summary>
    static List<List<double>> Phases(IReadOnlyList<MetricRow> history)
    {
        var phases = new List<List<double>>();
        for (int i = 0; i < history.Count; i++)
        {
            if (i == 0 || history[i].LearningRate != history[i - 1].LearningRate) phases.Add([]);
            phases[^1].Add(history[i].Loss);
        }
        return phases;
    }

    /// <summary>Null of too few values.</summary>
    static LossTrend? Trend(List<double> phase, int window)
    {
        if (phase.Count < FewestEpochs) return null;
        var values = phase.GetRange(Math.Max(0, phase.Count - window), Math.Min(window, phase.Count));
        double change = KendallTrend.Slope(values) * (values.Count - 1), level = values.Average(Math.Abs);
        if (Math.Abs(change) <= Material * level) return LossTrend.Plateau;
        if (change < 0 && KendallTrend.FallProbability(values) <= Level) return LossTrend.Falling;
        return change > 0 && KendallTrend.RiseProbability(values) <= Level ? LossTrend.Rising : LossTrend.Plateau;
    }
}
