using SiteAdapt.Data;

namespace SiteAdapt.Learning.Tests;

public class AucBootstrapTests
{
    static readonly string[] Findings = ["common", "rare", "single", "partly"];

    /// <summary>Images of 25 patients with one to four each; "rare" has its positives in two patients, "single" has none.</summary>
    static List<ImagePrediction> Predictions()
    {
        var random = new RandomStream(3, "predictions");
        var predictions = new List<ImagePrediction>();
        for (int patient = 0; patient < 25; patient++)
            for (int image = random.NextInt(4); image >= 0; image--)
            {
                float[] labels = [random.NextInt(2), patient is 4 or 17 ? 1 : 0, 0, random.NextInt(3) switch { 0 => float.NaN, 1 => 0, _ => 1 }];
                float[] scores = [.. labels.Select(label => MathF.Round((float)(random.NextDouble() + (label == 1 ? 0.3 : 0)), 1))];
                predictions.Add(new($"{patient}-{image}", $"p{patient}", "x", scores, labels));
            }
        return predictions;
    }

    /// <summary>The same resamples by plain means: images are repeated, and their table made anew.</summary>
    static (List<double> Means, List<double>[] Findings) Slowly(List<ImagePrediction> predictions, long seed, int resamples)
    {
        string[] patients = [.. predictions.Select(prediction => prediction.Subject).Distinct().Order(StringComparer.Ordinal)];
        var means = new List<double>();
        List<double>[] values = [[], [], [], []];
        for (int r = 0; r < resamples; r++)
        {
            var stream = new RandomStream(seed, $"auc bootstrap {r}");
            var sample = patients.SelectMany(_ =>
            {
                string patient = patients[stream.NextInt(patients.Length)];
                return predictions.Where(prediction => prediction.Subject == patient);
            }).ToList();
            var table = Auc.Table(Findings, sample);
            if (table.Mean is { } mean) means.Add(mean);
            for (int f = 0; f < Findings.Length; f++)
                if (table.Findings[f].Auc is { } auc) values[f].Add(auc);
        }
        return (means, values);
    }

    [Fact]
    public void Should_equal_tables_of_repeated_images()
    {
        const int Resamples = 201;
        var predictions = Predictions();
        var (means, values) = Slowly(predictions, 8, Resamples);
        var result = AucBootstrap.Run(Findings, predictions, 8, Resamples, percent: 90);
        Check(means, result.Mean!);
        Check(values[0], result.Findings[0]!);
        Check(values[1], result.Findings[1]!);
        Assert.Null(result.Findings[2]);
        Check(values[3], result.Findings[3]!);
        Assert.InRange(result.Findings[1]!.Skipped, 1, Resamples - 1); // both patients with a positive are missed in 1 of 8 resamples

        // With 201 values the 5th and 95th percentile are the values of rank 10 and 190.
        static void Check(List<double> values, AucInterval interval)
        {
            values.Sort();
            Assert.Equal(Resamples, interval.Used + interval.Skipped);
            Assert.Equal(values.Count, interval.Used);
            if (interval.Skipped > 0) return;
            Assert.Equal(values[10], interval.Low, 1e-12);
            Assert.Equal(values[190], interval.High, 1e-12);
        }
    }

    [Fact]
    public void Should_take_percentiles_of_the_resamples_that_have_both_classes()
    {
        var predictions = Predictions();
        var rare = Slowly(predictions, 8, 200).Findings[1].Order().ToList();
        var interval = AucBootstrap.Run(Findings, predictions, 8, 200, percent: 50).Findings[1]!;
        double position = 0.25 * (rare.Count - 1);
        int rank = (int)position;
        Assert.Equal(rare[rank] + (position - rank) * (rare[rank + 1] - rare[rank]), interval.Low, 1e-12);
    }

    [Fact]
    public void Should_not_depend_on_threads_or_on_the_order_of_images_but_on_the_seed()
    {
        var predictions = Predictions();
        string Run(IEnumerable<ImagePrediction> images, long seed, int threads)
        {
            var result = AucBootstrap.Run(Findings, [.. images], seed, 300, threads: threads);
            return string.Join("; ", [result.Mean, .. result.Findings]);
        }
        Assert.Equal(Run(predictions, 1, 1), Run(predictions, 1, 2));
        Assert.Equal(Run(predictions, 1, 1), Run(Enumerable.Reverse(predictions), 1, 2));
        Assert.NotEqual(Run(predictions, 1, 1), Run(predictions, 2, 1));
    }

    [Fact]
    public void Should_keep_the_images_of_a_patient_together()
    {
        // Each patient is a perfect pair, or an inverted one. By patient every resample is some k of 3 pairs; by image it would lose classes.
        ImagePrediction Image(int patient, float score, float label) => new($"{patient}-{label}", $"p{patient}", "x", [score], [label]);
        List<ImagePrediction> images = [.. Enumerable.Range(0, 3).SelectMany(p => new[] { Image(p, 0.1f, 0), Image(p, 0.9f, 1) })];
        var interval = AucBootstrap.Run(["mass"], images, 1, 200).Findings[0];
        Assert.Equal(new AucInterval(1, 1, 200, 0), interval);
    }

    [Fact]
    public void Should_cover_the_true_value_about_as_often_as_it_says()
    {
        // Scores normal(0) and normal(1): AUC = Phi(1 / sqrt(2)) = 0.76025.
        var random = new RandomStream(5, "coverage");
        int covered = 0;
        const int Trials = 200;
        for (int trial = 0; trial < Trials; trial++)
        {
            var images = Enumerable.Range(0, 120).Select(i =>
                new ImagePrediction($"{i}", $"p{i}", "x", [(float)(random.NextNormal() + i % 2)], [i % 2])).ToList();
            var interval = AucBootstrap.Run(["mass"], images, trial, 200).Findings[0]!;
            if (interval.Low <= 0.76025 && 0.76025 <= interval.High) covered++;
        }
        Assert.InRange(covered / (double)Trials, 0.88, 0.99);
    }

    [Fact]
    public void Should_give_no_interval_for_no_image_and_refuse_impossible_settings()
    {
        var empty = AucBootstrap.Run(["mass"], [], 1, 10);
        Assert.Null(empty.Mean);
        Assert.Null(Assert.Single(empty.Findings));
        Assert.Throws<ArgumentOutOfRangeException>(() => AucBootstrap.Run(["mass"], [], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => AucBootstrap.Run(["mass"], [], 1, percent: 100));
    }
}
