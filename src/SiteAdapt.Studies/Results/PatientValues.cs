namespace SiteAdapt.Studies;

/// <summary>The patients of an evaluation with their scores.</summary>
public static class PatientValues
{
    /// <summary>Each patient's mean over its scans and structures, as <see cref="Mean"/>.</summary>
    public static IEnumerable<(string Subject, double Value)> Of(ScoresFile file, string metric) =>
        file.Cases.GroupBy(item => item.Subject).Select(subject => (subject.Key, Mean(subject, metric)));

    /// <summary>
    /// Over scans and structures; NaN where one of them has no finite value, so that it is counted and not left out unseen.
    /// Overlap of two empty masks is perfect, as in <see cref="Learning.Evaluation.Means"/>.
    /// </summary>
    public static double Mean(IEnumerable<ScoredCase> cases, string metric)
    {
        double mean = cases.Average(item => ValueOf(item, metric));
        return double.IsFinite(mean) ? mean : double.NaN;
    }

    static double ValueOf(ScoredCase item, string metric)
    {
        double value = item.Values.GetValueOrDefault(metric, double.NaN);
        return metric is MetricText.Dice or MetricText.SurfaceDice && item.Values.GetValueOrDefault(MetricText.Dice, 0) is double.NaN ? 1 : value;
    }
}
