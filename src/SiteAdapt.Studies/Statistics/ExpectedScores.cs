using SiteAdapt.Imaging;

namespace SiteAdapt.Studies;

/// <summary>Scores held against what a study asks for: what is not there becomes a missing value.</summary>
public static class ExpectedScores
{
    /// <summary>A set with a value per expected run and patient.</summary>
    /// <exception cref="InputException">A value that the study does not ask for.</exception>
    public static ScoreSet OfCases(IEnumerable<ExpectedRun> expected, IEnumerable<CaseValue> values)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(values);
        var scores = expected
            .SelectMany(run => run.Patients.Select(patient =>
                new CaseValue(run.Source, run.Target, run.Seed, patient.Site, patient.Subject, null)))
            .ToDictionary(key => key, key => key);
        foreach (var value in values)
        {
            var key = value with { Value = null };
            if (!scores.ContainsKey(key))
            {
                throw new InputException(
                    $"{value.Source} to {value.Target}, seed {value.Seed}: there is a score of {value.Subject} of site {value.Site}, which " +
                    "is not among the test patients of the study. Was the manifest changed since? Evaluate the run again.");
            }
            scores[key] = value;
        }
        return ScoreSet.OfCases(scores.Values);
    }

    /// <summary>A set with a value per expected run.</summary>
    /// <exception cref="InputException">A value that the study does not ask for.</exception>
    public static ScoreSet OfRuns(IEnumerable<ExpectedRun> expected, IEnumerable<RunValue> values)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(values);
        var scores = expected.Select(run => new RunValue(run.Source, run.Target, run.Seed, null)).ToDictionary(key => key, key => key);
        foreach (var value in values)
        {
            var key = value with { Value = null };
            if (!scores.ContainsKey(key))
            {
                throw new InputException($"{value.Source} to {value.Target}, seed {value.Seed}: there is a score of this run, which the study " +
                    "does not ask for. Add the pair and the seed to the study file, or leave the run out.");
            }
            scores[key] = value;
        }
        return ScoreSet.OfRuns(scores.Values);
    }
}
