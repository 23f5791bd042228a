namespace SiteAdapt.Studies;

/// <summary>The patients of an evaluation with their scores.</summary>
static class PatientValues
{
    /// <summary>
    /// Each patient's mean over its scans and structures; NaN where one of them has no finite value, so that it is counted and
    /// not left out of the mean unseen. Overlap of two empty masks is perfect, as in <see cref="MetricMean"/>.
    /// </summary>
    public static IEnumerable<(string Subject, double Value)> Of(ScoresFile file, string metric) =>
        file.Cases.GroupBy(item => item.Subject).Select(subject =>
        {
            double mean = subject.Average(item => MetricMean.ValueOf(item, metric));
            return (subject.Key, double.IsFinite(mean) ? mean : double.NaN);
        });
}
