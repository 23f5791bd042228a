using MathNet.Numerics.Statistics;

namespace SiteAdapt.Studies;

/// <summary>A site's mean: over the patients of each run, the runs of each seed, then seeds.</summary>
public sealed record SiteMean(string Site, double? Mean, ValueCounts Values);

/// <summary>A patient's mean over all runs that were tested on it.</summary>
public sealed record PatientMean(string Site, string Subject, double? Mean, ValueCounts Values);

/// <summary>What a mean hides: the site and the patients that a method serves worst.</summary>
/// <param name="Sites">Every site that was tested on, worst first; those without a value last.</param>
/// <param name="Patients">Every patient, worst first; those without a value last. Empty for a metric of a whole test set.</param>
/// <param name="WorstTenth">
/// Mean of the worst tenth of the patients: of the n patients with a value the ceiling(n / 10) with the worst means. Null
/// without patients.
/// </param>
public sealed record WorstCases(IReadOnlyList<SiteMean> Sites, IReadOnlyList<PatientMean> Patients, double? WorstTenth)
{
    /// <summary>The worst site, or null where none has a value.</summary>
    public SiteMean? WorstSite => Sites is [{ Mean: { } mean } worst, ..] && double.IsFinite(mean) ? worst : null;

    /// <param name="scores">Scores on targets, or on sources.</param>
    /// <param name="higherIsBetter">False for distances.</param>
    public static WorstCases Of(ScoreSet scores, bool higherIsBetter = true)
    {
        ArgumentNullException.ThrowIfNull(scores);
        double Badness(double? mean) =>
            mean is { } number && double.IsFinite(number) ? (higherIsBetter ? number : -number) : double.PositiveInfinity;

        var sites = scores.Cases.Count > 0
            ? scores.Cases.GroupBy(value => value.Site).Select(site => Site(site.Key, ScoreSet.OfCases(site), set => set.Summary.Cases))
            : scores.Runs.GroupBy(run => run.Target).Select(site => Site(site.Key, ScoreSet.OfRuns(site), set => set.Summary.Runs));
        List<PatientMean> patients =
        [
            .. scores.Cases.GroupBy(value => (value.Site, value.Subject))
                .Select(patient => new PatientMean(patient.Key.Site, patient.Key.Subject,
                    FiniteMean.Of([.. patient.Select(value => value.Value)]), ValueCounts.Of(patient.Select(value => value.Value))))
                .OrderBy(patient => Badness(patient.Mean))
                .ThenBy(patient => patient.Site, StringComparer.Ordinal).ThenBy(patient => patient.Subject, StringComparer.Ordinal),
        ];
        double[] means = FiniteMean.Finite(patients.Select(patient => patient.Mean));
        return new WorstCases(
            [.. sites.OrderBy(site => Badness(site.Mean)).ThenBy(site => site.Site, StringComparer.Ordinal)],
            patients,
            means.Length == 0 ? null : ArrayStatistics.Mean(means[..((means.Length + 9) / 10)]));
    }

    static SiteMean Site(string name, ScoreSet scores, Func<ScoreSet, ValueCounts> values) => new(name, scores.Summary.Mean, values(scores));
}
