namespace SiteAdapt.Learning;

/// <summary>One row of the table: a finding and the images that it was scored on.</summary>
/// <param name="Auc">Null where the labels have a single class.</param>
/// <param name="Ignored">Images whose label says nothing.</param>
public sealed record FindingAuc(string Finding, double? Auc, int Positives, int Negatives, int Ignored);

/// <summary>Area under the ROC curve of each finding, and their mean (protocol section 6.3).</summary>
/// <param name="Mean">Over the findings that have both classes; null where none has.</param>
public sealed record AucTable(double? Mean, IReadOnlyList<FindingAuc> Findings)
{
    /// <summary>Findings that the mean leaves out, because their labels have a single class.</summary>
    public IReadOnlyList<string> Skipped => [.. Findings.Where(row => row.Auc is null).Select(row => row.Finding)];
}

/// <summary>The rank AUC (Mann and Whitney): ties count half. O(n log n).</summary>
public static class Auc
{
    /// <summary>Of one finding; labels are 0, 1, or NaN for scores to leave out. Null where one class is missing.</summary>
    public static double? Of(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels) =>
        new RankedScores(scores, labels, new int[scores.Length]).Auc([1]);

    /// <summary>Of all findings; the predictions' lists are parallel to their names.</summary>
    public static AucTable Table(IReadOnlyList<string> findings, IReadOnlyList<ImagePrediction> predictions)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(predictions);
        var ranked = Rank(findings, predictions, new int[predictions.Count]);
        var rows = findings.Zip(ranked, (finding, scores) => new FindingAuc(
            finding, scores.Auc([1]), scores.Positives, scores.Negatives, predictions.Count - scores.Positives - scores.Negatives)).ToList();
        return new AucTable(rows.Average(row => row.Auc), rows);
    }

    /// <summary>Sorts the scores of each finding; units[i] is the patient of image i.</summary>
    internal static List<RankedScores> Rank(IReadOnlyList<string> findings, IReadOnlyList<ImagePrediction> predictions, int[] units)
    {
        foreach (var prediction in predictions) prediction.Check(findings);
        return [.. findings.Select((_, f) => new RankedScores(
            [.. predictions.Select(prediction => prediction.Probabilities[f])], [.. predictions.Select(prediction => prediction.Labels[f])], units))];
    }
}
