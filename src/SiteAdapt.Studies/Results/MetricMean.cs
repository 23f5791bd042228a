namespace SiteAdapt.Studies;

/// <summary>A run's score: the mean over test patients, or over the findings of an AUC.</summary>
/// <param name="Values">That the mean is over.</param>
/// <param name="Missing">Patients or findings without a finite value, such as a distance to an empty mask; never part of the mean.</param>
public sealed record MetricMean(double Mean, int Values, int Missing)
{
    public static IEnumerable<string> MetricsOf(ScoresFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Findings is null ? file.Cases.SelectMany(item => item.Values.Keys).Distinct() : [MetricText.Auc];
    }

    /// <summary>Over all patients of some evaluations; null of none. An AUC is a value of a site, and its mean one over sites.</summary>
    public static MetricMean? Of(IReadOnlyList<ScoresFile> files, string metric)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (metric == MetricText.Auc) return OfSites([.. files.Select(file => file.Findings).OfType<ScoredFindings>()]);
        List<double> patients = [.. files.SelectMany(file => PatientValues.Of(file, metric)).Select(patient => patient.Value)];
        return patients.Count == 0 ? null : Of([.. patients.Where(double.IsFinite)], patients.Count(value => !double.IsFinite(value)));
    }

    static MetricMean? OfSites(IReadOnlyList<ScoredFindings> sites)
    {
        if (sites.Count == 0) return null;
        var mean = Of([.. sites.Select(site => site.MeanAuc).OfType<double>()], 0);
        return mean with { Values = sites.Sum(site => site.Aucs.Count(auc => auc is not null)), Missing = sites.Sum(site => site.Aucs.Count(auc => auc is null)) };
    }

    static MetricMean Of(List<double> values, int missing) => new(values.Count == 0 ? double.NaN : values.Average(), values.Count, missing);
}
