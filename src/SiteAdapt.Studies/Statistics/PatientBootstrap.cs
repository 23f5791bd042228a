using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>
/// Intervals over patients: the patients of each site are drawn with replacement, as many as there are, and each takes all its
/// scores along: of every source, seed and method, and of every site where sites share subjects (a stratified cluster bootstrap; Davison and Hinkley 1997, section 3.8). It
/// answers what other patients of the same sites would have given; sites, seeds and trained models stay as they are.
/// </summary>
public static class PatientBootstrap
{
    /// <summary>Interval of the mean of <see cref="ScoreSet.Summary"/>; null where there is nothing to draw from: one patient a site.</summary>
    public static Interval? Mean(ScoreSet scores, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return Of([scores], means => means[0], options);
    }

    /// <summary>Interval of a function of the means of several sets, all resampled with the same patients.</summary>
    /// <param name="sets">The sets, in the order of the function's argument.</param>
    /// <param name="statistic">Takes the sets' means; NaN where it is not defined.</param>
    /// <param name="options">Number of resamples, level, seed.</param>
    public static Interval? Of(IReadOnlyList<ScoreSet> sets, Func<double[], double> statistic, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sets);
        ArgumentNullException.ThrowIfNull(statistic);
        var chosen = (options ?? BootstrapOptions.Default).Checked();
        var patients = PatientDraw.Of(sets);
        if (!patients.Varies) return null;
        ResampledMean[] resampled = [.. sets.Select(set => new ResampledMean(set, patients))];
        double[] means = new double[sets.Count];
        var stream = new RandomStream(chosen.Seed, "bootstrap/patients");
        var draws = Resamples.Draw(chosen.Resamples, () =>
        {
            patients.Next(stream);
            for (int i = 0; i < means.Length; i++) means[i] = resampled[i].Of(patients.Times);
            return statistic(means);
        });
        return draws is var (sorted, redrawn) ? Interval.Of(sorted, chosen.Level, redrawn) : null;
    }
}
