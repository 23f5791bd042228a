using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>Means over cases. A case that both masks leave empty counts as a perfect 1 and is reported; other NaN values are left out, and <see cref="Counts"/> says how many were not.</summary>
public static class Evaluation
{
    /// <summary>Means by metric name, over all cases and structures.</summary>
    public static Dictionary<string, double> Means(IReadOnlyList<CaseScore> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return new Dictionary<string, double>
        {
            ["surface_dice"] = Mean(scores.Select(score => PerfectIfEmpty(score.Scores, score.Scores.SurfaceDice))),
            ["dice"] = Mean(scores.Select(score => PerfectIfEmpty(score.Scores, score.Scores.Dice))),
            ["hd95"] = Mean(scores.Select(score => score.Scores.Hausdorff95)),
            ["hd100"] = Mean(scores.Select(score => score.Scores.Hausdorff100)),
            ["asd_ref_to_pred"] = Mean(scores.Select(score => score.Scores.AsdReferenceToPrediction)),
            ["asd_pred_to_ref"] = Mean(scores.Select(score => score.Scores.AsdPredictionToReference)),
        };
    }

    /// <summary>Values that each mean is over: fewer than there are cases where a distance does not exist (one mask is empty).</summary>
    public static Dictionary<string, int> Counts(IReadOnlyList<CaseScore> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return new Dictionary<string, int>
        {
            ["surface_dice"] = scores.Count,
            ["dice"] = scores.Count,
            ["hd100"] = scores.Count(score => !double.IsNaN(score.Scores.Hausdorff100)),
            ["hd95"] = scores.Count(score => !double.IsNaN(score.Scores.Hausdorff95)),
            ["asd_ref_to_pred"] = scores.Count(score => !double.IsNaN(score.Scores.AsdReferenceToPrediction)),
            ["asd_pred_to_ref"] = scores.Count(score => !double.IsNaN(score.Scores.AsdPredictionToReference)),
        };
    }

    /// <summary>Cases in which reference and prediction are both empty.</summary>
    public static int BothEmpty(IReadOnlyList<CaseScore> scores) => scores.Count(score => double.IsNaN(score.Scores.Dice));

    static double PerfectIfEmpty(SegmentationScores scores, double value) => double.IsNaN(scores.Dice) ? 1 : value;

    /// <summary>The mean of the values that are numbers; infinity stays infinity; NaN where there is none.</summary>
    static double Mean(IEnumerable<double> values)
    {
        var numbers = values.Where(value => !double.IsNaN(value)).ToList();
        return numbers.Count == 0 ? double.NaN : numbers.Average();
    }
}
