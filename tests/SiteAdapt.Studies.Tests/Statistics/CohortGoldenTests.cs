using System.Text.Json;
using static SiteAdapt.Studies.Tests.StatisticsGoldens;

namespace SiteAdapt.Studies.Tests;

/// <summary>Everything that is told of a small study, against the oracle: a complete one, and one with holes.</summary>
public sealed class CohortGoldenTests
{
    const int Complete = 0, WithHoles = 1;

    static (JsonElement Golden, BootstrapOptions Options) Read(int cohort) =>
        (Cohort(cohort), Cohort(cohort).GetProperty("options").Options());

    static ScoreSet Cell(JsonElement golden, string method) => golden.GetProperty("cells").GetProperty(method).Scores();

    [Theory]
    [InlineData(Complete)]
    [InlineData(WithHoles)]
    public void Should_take_means_over_patients_pairs_and_seeds(int cohort)
    {
        var (golden, _) = Read(cohort);
        foreach (var expected in golden.GetProperty("means").EnumerateObject())
        {
            var summary = Cell(golden, expected.Name).Summary;
            double[] seeds = expected.Value.GetProperty("seeds").Numbers();
            Assert.Equal(seeds.Length, summary.Seeds.Count);
            foreach (var (mean, seed) in seeds.Zip(summary.Seeds)) AssertClose(mean, seed.Mean);
            AssertClose(seeds.Average(), summary.Mean);
            AssertClose(expected.Value.Number("deviation"), summary.OverSeeds!.Deviation);
            int[] counts = [.. expected.Value.GetProperty("counts").EnumerateArray().Select(count => count.GetInt32())];
            Assert.Equal(counts, new[] { summary.Cases.Expected, summary.Cases.Used, summary.Cases.Missing });
            Assert.Equal(summary.Cases.Expected, summary.Cases.Used + summary.Cases.Missing + summary.Cases.NotFinite);
        }
    }

    [Theory]
    [InlineData(Complete)]
    [InlineData(WithHoles)]
    public void Should_draw_the_same_interval_of_a_mean(int cohort)
    {
        var (golden, options) = Read(cohort);
        AssertInterval(golden.GetProperty("patient_interval"), PatientBootstrap.Mean(Cell(golden, "first"), options));
    }

    [Theory]
    [InlineData(Complete)]
    [InlineData(WithHoles)]
    public void Should_compare_two_methods(int cohort)
    {
        var (golden, options) = Read(cohort);
        var expected = golden.GetProperty("difference");
        var comparison = Assert.Single(PairedComparison.Against(
            new NamedScores("second", Cell(golden, "second")), [new NamedScores("first", Cell(golden, "first"))], options));

        AssertClose(expected.Number("mean"), comparison.MeanDifference);
        AssertInterval(expected.GetProperty("patients"), comparison.OverPatients);
        AssertInterval(expected.GetProperty("sites"), comparison.OverSites!.Interval);
        AssertClose(expected.GetProperty("sites").Number("p"), comparison.OverSites.PValue);
        AssertClose(expected.Number("dz"), comparison.CohenDz);
        AssertClose(expected.Number("wilcoxon"), comparison.SignedRank.PValue);
        Assert.Equal(comparison.SignedRank.PValue, comparison.SignedRankAdjusted);
    }

    [Theory]
    [InlineData(Complete)]
    [InlineData(WithHoles)]
    public void Should_take_the_share_of_the_gap(int cohort)
    {
        var (golden, options) = Read(cohort);
        var expected = golden.GetProperty("gap");
        var gap = GapClosed.Of(Cell(golden, "first"), Cell(golden, "none"), Cell(golden, "all"), options: options);

        AssertClose(expected.Number("of_means"), gap.OfMeans);
        AssertClose(expected.Number("median"), gap.MedianOfPairs);
        AssertInterval(expected.GetProperty("patients"), gap.OverPatients);
    }

    [Theory]
    [InlineData(Complete)]
    [InlineData(WithHoles)]
    public void Should_find_the_worst(int cohort)
    {
        var (golden, _) = Read(cohort);
        var expected = golden.GetProperty("worst");
        var worst = WorstCases.Of(Cell(golden, "first"));

        Assert.Equal(expected.GetProperty("site").GetString(), worst.WorstSite!.Site);
        AssertClose(expected.Number("site_mean"), worst.WorstSite.Mean);
        AssertClose(expected.Number("tenth"), worst.WorstTenth);
    }

    [Theory]
    [InlineData(Complete)]
    [InlineData(WithHoles)]
    public void Should_part_the_variance(int cohort)
    {
        var (golden, _) = Read(cohort);
        var expected = golden.GetProperty("variance");
        var components = VarianceComponents.Of(Cell(golden, "first"))!;

        double[] squares = expected.GetProperty("mean_squares").Numbers();
        VarianceComponent[] parts = [components.Pair, components.Seed, components.Residual];
        foreach (var (square, part) in squares.Zip(parts)) AssertClose(square, part.MeanSquare);
        AssertClose(expected.Number("pair"), components.Pair.Estimate);
        AssertClose(expected.Number("seed"), components.Seed.Estimate);
        AssertClose(expected.Number("residual"), components.Residual.Estimate);
        Assert.Equal(expected.GetProperty("pairs").GetInt32(), components.Pairs);
        Assert.Equal(expected.GetProperty("pairs_left_out").GetInt32(), components.PairsLeftOut);
        Assert.Equal(cohort == Complete ? 0 : 1, components.PairsLeftOut);
    }

    [Theory]
    [InlineData(Complete)]
    [InlineData(WithHoles)]
    public void Should_hold_each_source_patient_against_itself(int cohort)
    {
        var (golden, options) = Read(cohort);
        var expected = golden.GetProperty("forgetting");
        var forgetting = Forgetting.Of(expected.GetProperty("after").Scores(), expected.GetProperty("models").Scores(), options);

        AssertClose(expected.Number("change"), forgetting.MeanChange);
        AssertClose(forgetting.After!.Value - forgetting.Before!.Value, forgetting.MeanChange);
        AssertInterval(expected.GetProperty("patients"), forgetting.OverPatients);
    }
}
