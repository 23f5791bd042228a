using MathNet.Numerics;

namespace SiteAdapt.Studies;

/// <summary>Scores of a method by held-out patient, trained on several numbers of patients.</summary>
public sealed record LearningCurve(IReadOnlyDictionary<int, IReadOnlyDictionary<string, double>> Scores)
{
    /// <summary>Held-out patients (or folds) below which no curve is drawn: two differ by chance alone.</summary>
    const int FewestValues = 3;

    /// <summary>
    /// What more patients would bring if the score went on growing with the logarithm of their number: each held-out patient's
    /// least-squares slope against log2(patients), times log2 of the growth, with Student's interval over patients. Curves
    /// usually flatten, so that it is rather too much.
    /// </summary>
    /// <param name="patients">Annotated now.</param>
    /// <returns>Null where there are too few numbers of patients (two at least) or held-out patients (three) to say anything.</returns>
    public MeanInterval? Extrapolate(int patients, int more)
    {
        List<string> keys = [.. Scores.Values.SelectMany(scores => scores.Keys).Distinct().Where(key => Scores.Values.All(scores => scores.ContainsKey(key))).Order(StringComparer.Ordinal)];
        if (Scores.Count < 2 || keys.Count < FewestValues) return null;
        double[] sizes = [.. Scores.Keys.Order().Select(size => Math.Log2(size))];
        double growth = Math.Log2((patients + more) / (double)patients);
        double best = Scores[Scores.Keys.Max()].Values.Average();
        return MeanInterval.Of([.. keys.Select(key => growth * Fit.Line(sizes, [.. Scores.Keys.Order().Select(size => Scores[size][key])]).B)])?.Within(-best, 1 - best);
    }
}
