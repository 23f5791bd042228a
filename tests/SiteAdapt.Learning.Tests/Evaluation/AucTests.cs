using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning.Tests;

public class AucTests
{
    /// <summary>Few different scores, so that ties abound, and labels of 0, 1 and NaN.</summary>
    static Arbitrary<(float Score, float Label)[]> Images => (
        from score in Gen.Choose(-3, 3)
        from label in Gen.Elements(0f, 1f, 1f, 0f, float.NaN)
        select (score / 4f, label)).ArrayOf().ToArbitrary();

    static double? Of((float Score, float Label)[] images) => Auc.Of([.. images.Select(image => image.Score)], [.. images.Select(image => image.Label)]);

    /// <summary>By definition: over all pairs.</summary>
    static double? ByPairs((float Score, float Label)[] images)
    {
        var pairs = from a in images where a.Label == 1 from b in images where b.Label == 0 select a.Score > b.Score ? 1 : a.Score == b.Score ? 0.5 : 0;
        return pairs.Any() ? pairs.Average() : null;
    }

    [Property(MaxTest = 500)]
    public Property Should_count_pairs() => Prop.ForAll(Images, images => Close(ByPairs(images), Of(images)));

    [Property]
    public Property Should_not_change_under_a_rising_function_or_another_order() => Prop.ForAll(Images, images =>
        Of(images) == Of([.. images.Reverse().Select(image => (MathF.Exp(3 * image.Score) - 7, image.Label))]));

    [Property]
    public Property Should_mirror_when_scores_or_labels_are_turned_around() => Prop.ForAll(Images, images =>
        Close(1 - Of(images), Of([.. images.Select(image => (-image.Score, image.Label))]))
        && Close(1 - Of(images), Of([.. images.Select(image => (image.Score, 1 - image.Label))])));

    [Fact]
    public void Should_equal_scikit_learn_with_and_without_weights()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText("goldens/auc_golden.json"));
        foreach (var item in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            float[] Floats(string name) => [.. item.GetProperty(name).EnumerateArray().Select(number => number.GetSingle())];
            int[] weights = [.. item.GetProperty("weights").EnumerateArray().Select(number => number.GetInt32())];
            Assert.Equal(item.GetProperty("auc").GetDouble(), Auc.Of(Floats("scores"), Floats("labels"))!.Value, 1e-12);
            var ranked = new RankedScores(Floats("scores"), Floats("labels"), [.. Enumerable.Range(0, weights.Length)]);
            Assert.Equal(item.GetProperty("weighted_auc").GetDouble(), ranked.Auc(weights)!.Value, 1e-12);
        }
    }

    [Theory]
    [InlineData(new[] { 0.1f, 0.9f }, new[] { 0f, 1f }, 1.0)]
    [InlineData(new[] { 0.9f, 0.1f }, new[] { 0f, 1f }, 0.0)]
    [InlineData(new[] { 0.5f, 0.5f }, new[] { 0f, 1f }, 0.5)]
    [InlineData(new[] { 0.5f, 0.5f, 0.1f }, new[] { 0f, 1f, 0f }, 0.75)]
    [InlineData(new[] { 0.5f, 0.9f }, new[] { 1f, 1f }, null)]
    [InlineData(new[] { 0.5f, 0.9f }, new[] { 0f, 0f }, null)]
    [InlineData(new[] { 0.5f, 0.9f }, new[] { 0f, float.NaN }, null)]
    [InlineData(new float[0], new float[0], null)]
    public void Should_give_the_known_value(float[] scores, float[] labels, double? expected) => Assert.Equal(expected, Auc.Of(scores, labels));

    [Fact]
    public void Should_stay_exact_where_pairs_outnumber_an_int()
    {
        const int Half = 60_000;
        float[] scores = [.. Enumerable.Range(0, 2 * Half).Select(i => (float)(i % Half))], labels = [.. Enumerable.Range(0, 2 * Half).Select(i => i < Half ? 1f : 0f)];
        Assert.Equal(0.5, Auc.Of(scores, labels));
    }

    [Fact]
    public void Should_make_a_table_and_leave_findings_of_one_class_out_of_the_mean()
    {
        var table = Auc.Table(["mass", "nodule", "hernia", "edema"],
        [
            new("a", "1", "x", [0.9f, 0.2f, 0.1f, 0.3f], [1, 0, 0, float.NaN]),
            new("b", "1", "x", [0.8f, 0.3f, 0.2f, 0.3f], [0, 1, 0, float.NaN]),
            new("c", "2", "x", [0.8f, 0.4f, 0.3f, 0.3f], [1, 0, float.NaN, float.NaN]),
        ]);
        Assert.Equal(
            [new("mass", 0.75, 2, 1, 0), new("nodule", 0.5, 1, 2, 0), new("hernia", null, 0, 2, 1), new("edema", null, 0, 0, 3)], table.Findings);
        Assert.Equal(0.625, table.Mean);
        Assert.Equal(["hernia", "edema"], table.Skipped);
        Assert.Null(Auc.Table(["mass"], []).Mean);
    }

    [Fact]
    public void Should_refuse_what_has_no_rank_and_lists_that_do_not_fit()
    {
        static AucTable Table(float[] probabilities, float[] labels) => Auc.Table(["mass"], [new("a.png", "1", "x", probabilities, labels)]);
        var message = Assert.Throws<InputException>(() => Table([float.NaN], [1])).Message;
        Assert.Contains("a.png", message, StringComparison.Ordinal);
        Assert.Contains("'mass'", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Table([0.5f], [-1]));
        Assert.Throws<ArgumentException>(() => Table([0.5f], [1, 0]));
        Assert.Throws<ArgumentException>(() => Table([], [1]));
        Assert.Throws<ArgumentException>(() => Auc.Of([float.NaN], [1]));
        Assert.Equal(1, Table([0.5f], [float.NaN]).Findings[0].Ignored);
    }

    static bool Close(double? a, double? b) => a is null || b is null ? a == b : Math.Abs(a.Value - b.Value) < 1e-12;
}
