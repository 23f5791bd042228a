using System.Globalization;
using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>A percentile interval of a resampled AUC.</summary>
/// <param name="Used">Resamples that gave a value.</param>
/// <param name="Skipped">Resamples in which the labels had a single class.</param>
public sealed record AucInterval(double Low, double High, int Used, int Skipped);

/// <summary>
/// How far the AUC would vary with other patients: patients are drawn with replacement, as many as there are, each with all
/// images; the interval is between percentiles of the resamples' values (Efron and Tibshirani 1993, chapter 13). A resample in
/// which a finding has a single class skips it, in the mean too.
/// </summary>
/// <param name="Mean">Of the mean over findings; null where no resample has one.</param>
/// <param name="Findings">In the order of the findings; null where no resample has both classes.</param>
public sealed record AucBootstrap(AucInterval? Mean, IReadOnlyList<AucInterval?> Findings)
{
    /// <param name="percent">Share of the resamples within the interval.</param>
    /// <param name="threads">0 for as many as there are cores; the result does not depend on it.</param>
    public static AucBootstrap Run(IReadOnlyList<string> findings, IReadOnlyList<ImagePrediction> predictions, long seed,
        int resamples = 2000, double percent = 95, int threads = 0, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(predictions);
        if (percent is not (> 0 and < 100)) throw new ArgumentOutOfRangeException(nameof(percent), percent, "expected more than 0 and less than 100");
        var (values, means) = Resample(findings, predictions, seed, resamples, threads, stop);
        return new AucBootstrap(Interval(means, percent), [.. values.Select(column => Interval(column, percent))]);
    }

    /// <summary>
    /// Interval of the change of the mean over findings from one model to another on the same images: both are taken of the same
    /// resamples, because the draws depend on the seed and on the number of patients alone. Null where no resample has both.
    /// </summary>
    /// <exception cref="ArgumentException">The images are not the same.</exception>
    public static AucInterval? Change(IReadOnlyList<string> findings, IReadOnlyList<ImagePrediction> before, IReadOnlyList<ImagePrediction> after, long seed,
        int resamples = 2000, double percent = 95, int threads = 0, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (!before.Select(image => (image.Case, image.Subject)).ToHashSet().SetEquals(after.Select(image => (image.Case, image.Subject)))) throw new ArgumentException("the images are not the same", nameof(after));
        var (_, first) = Resample(findings, before, seed, resamples, threads, stop);
        var (_, second) = Resample(findings, after, seed, resamples, threads, stop);
        return Interval([.. first.Zip(second, (a, b) => b - a)], percent);
    }

    static (double?[][] Values, double?[] Means) Resample(IReadOnlyList<string> findings, IReadOnlyList<ImagePrediction> predictions, long seed, int resamples, int threads, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        // By name, so that the order of the images does not matter.
        string[] patients = [.. predictions.Select(prediction => prediction.Subject).Distinct().Order(StringComparer.Ordinal)];
        var indexOf = patients.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        var ranked = Auc.Rank(findings, predictions, [.. predictions.Select(prediction => indexOf[prediction.Subject])]);
        var values = new double?[findings.Count][];
        for (int f = 0; f < values.Length; f++) values[f] = new double?[resamples];
        var means = new double?[resamples];

        var options = new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? -1 : threads, CancellationToken = stop };
        Parallel.For(0, resamples, options, () => new int[patients.Length], (r, _, weights) =>
        {
            Draw(seed, r, weights);
            for (int f = 0; f < ranked.Count; f++) values[f][r] = ranked[f].Auc(weights);
            means[r] = values.Average(column => column[r]);
            return weights;
        }, _ => { });
        return (values, means);
    }

    /// <summary>How often each patient is in a resample; each resample has a stream of its own, so that they can be made in any order.</summary>
    internal static void Draw(long seed, int resample, int[] weights)
    {
        var random = new RandomStream(seed, string.Create(CultureInfo.InvariantCulture, $"auc bootstrap {resample}"));
        Array.Clear(weights);
        for (int i = 0; i < weights.Length; i++) weights[random.NextInt(weights.Length)]++;
    }

    static AucInterval? Interval(double?[] values, double percent)
    {
        double[] sorted = [.. values.OfType<double>().Order()];
        if (sorted.Length == 0) return null;
        double tail = (100 - percent) / 2;
        return new AucInterval(Percentile.OfSorted(sorted, tail), Percentile.OfSorted(sorted, 100 - tail), sorted.Length, values.Length - sorted.Length);
    }
}
