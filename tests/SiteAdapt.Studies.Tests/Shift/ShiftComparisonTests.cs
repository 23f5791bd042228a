using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

/// <summary>Comparisons of numbers, without images.</summary>
public class ShiftComparisonTests
{
    static readonly AppearanceMeasure[] Measures = [new("slice distance", AppearanceMeasure.Geometry, "mm"), new("noise", AppearanceMeasure.Noise, "of the signal"), new("sharpness", AppearanceMeasure.Sharpness, "1/mm")];
    static readonly AppearanceSet Set = new([], Measures, new HistogramRange(0, 1), true);

    static MeasuredGroup Group(string site, int subjects, double noise, double sharpness = 0.3, double apart = 0, int casesEach = 1)
    {
        var cases = new List<CaseAppearance>();
        var features = new List<IReadOnlyList<BlockFeatures>>();
        for (int i = 0; i < subjects * casesEach; i++)
        {
            var random = new RandomStream(i, site);
            double[] histogram = new double[HistogramRange.Bins];
            histogram[20 + random.NextInt(5)] = 1;
            var item = new Case { Id = $"{site}{i}", Subject = $"{site}{i / casesEach}", Site = site, Image = "" };
            cases.Add(new CaseAppearance(item, [3, noise * (1 + 0.1 * random.NextNormal()), sharpness * (1 + 0.1 * random.NextNormal())], histogram, [0, 1, 2, 3, 4]));
            features.Add([new("early", [(float)(apart + random.NextNormal()), (float)random.NextNormal()]), new("middle", [(float)random.NextNormal()]), new("late", [(float)random.NextNormal()])]);
        }
        return new MeasuredGroup(site, cases, features);
    }

    static ShiftResult Compare(MeasuredGroup first, MeasuredGroup second) => ShiftComparison.Of(first, second, Set, 0);

    [Fact]
    public void Should_say_what_differs_in_words_made_from_the_numbers()
    {
        var shift = Compare(Group("left0", 8, 0.02, apart: 8), Group("right0", 8, 0.05));
        var words = ShiftWords.Of(shift);
        Assert.Equal("Only noise differs.", words[0]);
        Assert.StartsWith("Noise 2.", words[1], StringComparison.Ordinal);
        Assert.Contains("times as large", words[1], StringComparison.Ordinal);
        Assert.Contains("eometry", words[2], StringComparison.Ordinal);
        Assert.StartsWith("The first blocks of the network see most of it (early 0.", words[^1], StringComparison.Ordinal);
        Assert.Null(shift.Measures[0].P); // all slices are 3 mm apart: no test, and none is corrected for
        Assert.Equal(3, shift.Tests);
        Assert.Equal(DriftVerdict.Drift, DriftWords.Verdict(shift));
        Assert.StartsWith("Drift in noise and the network's features (p = 0.00", DriftWords.Answer(shift), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_find_nothing_where_nothing_differs()
    {
        var shift = Compare(Group("left0", 9, 0.02), Group("right0", 9, 0.02));
        Assert.Contains("No measure differs by more than chance.", ShiftWords.Of(shift));
        Assert.Contains("No block's features differ by more than chance.", ShiftWords.Of(shift));
        Assert.StartsWith("No sign of drift (p = ", DriftWords.Answer(shift), StringComparison.Ordinal);
    }

    /// <summary>60 pairs of sites that are alike: anything at all is found in about one of twenty, with ways gone through and with ways drawn.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(11)]
    public void Should_raise_a_false_alarm_in_about_one_of_twenty_comparisons(int subjects)
    {
        var results = Enumerable.Range(0, 60).Select(pair => Compare(Group($"left{pair}", subjects, 0.02), Group($"right{pair}", subjects, 0.02))).ToList();
        int measures = results.Count(shift => shift.Measures.Any(item => item.Adjusted <= 0.05) || shift.Histogram.Adjusted <= 0.05), blocks = results.Count(shift => shift.Blocks.Any(block => block.Adjusted <= 0.05));
        int overall = results.Count(shift => shift.Overall <= 0.05);
        Assert.All(new[] { measures, blocks, overall }, count => Assert.True(count <= 8, $"{measures}, {blocks}, {overall} of 60")); // 3 expected, deviation 1.7
        Assert.All(results, shift => Assert.Equal(subjects == 7, shift.Groups.IsExact));
        Assert.True(results.SelectMany(shift => shift.Measures).Count(item => item.P <= 0.5) is > 35 and < 85, "p-values are not even"); // of 120
    }

    [Fact]
    public void Should_say_when_too_few_subjects_make_a_finding_impossible()
    {
        var shift = Compare(Group("a", 3, 0.02), Group("b", 3, 0.5));
        Assert.StartsWith("Too few subjects: with 3 and 3 the smallest p-value that any data can have is 0.100", ShiftWords.Of(shift)[0], StringComparison.Ordinal);
        Assert.Contains("The largest differences: noise", ShiftWords.Of(shift)[1], StringComparison.Ordinal);
        Assert.Equal(DriftVerdict.TooFew, DriftWords.Verdict(shift));
        Assert.StartsWith("Too few to say: of 3 training and 3 new subjects", DriftWords.Answer(shift), StringComparison.Ordinal);
    }

    /// <summary>With 4 against 4 no single measure survives the correction, but that something differs is sure enough.</summary>
    [Fact]
    public void Should_see_drift_that_no_single_measure_proves()
    {
        var shift = Compare(Group("a", 4, 0.02, sharpness: 0.3, apart: 9), Group("b", 4, 0.2, sharpness: 0.9));
        Assert.True(shift.IsBlind);
        Assert.False(shift.IsBlindOverall);
        Assert.Equal(2 / 70.0, shift.Overall, 1e-12);
        Assert.Equal(DriftVerdict.Drift, DriftWords.Verdict(shift));
        Assert.StartsWith("Drift in something that no single measure shows surely; most in noise 10.", DriftWords.Answer(shift), StringComparison.Ordinal);
        Assert.Contains("All together differ more than by chance (p = 0.029).", ShiftWords.Of(shift)[0], StringComparison.Ordinal);
        Assert.DoesNotContain("prove nothing", string.Join(' ', ShiftWords.Of(shift)), StringComparison.Ordinal);
        var alike = Compare(Group("c", 4, 0.02), Group("d", 4, 0.02));
        Assert.Contains("with so few only a large difference can be found", DriftWords.Answer(alike), StringComparison.Ordinal);
    }

    /// <summary>Ten scans of two subjects are two, not ten.</summary>
    [Fact]
    public void Should_count_subjects_and_not_scans()
    {
        var shift = Compare(Group("a", 2, 0.02, casesEach: 5), Group("b", 2, 0.5, casesEach: 5));
        Assert.Equal((2, 2, 6), (shift.Groups.First, shift.Groups.Second, (int)shift.Groups.Ways));
        Assert.True(shift.IsBlind);
    }

    [Fact]
    public void Should_measure_effects_in_deviations_within_the_groups()
    {
        // Deviation 1 in both groups, means 2 apart, 4 degrees of freedom: g = 2 (1 - 3 / 15)
        Assert.Equal(2 * 0.8, ShiftComparison.Effect([1, 2, 3, 3, 4, 5], 3)!.Value, 1e-12);
        // Nothing varies within: one hundredth of the mean stands in
        Assert.Equal(0.8 * 1 / (0.01 * 3.5), ShiftComparison.Effect([3, 3, 3, 4, 4, 4], 3)!.Value, 1e-9);
        Assert.Null(ShiftComparison.Effect([1, double.NaN, 3], 1));
    }
}
