using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class RankedCaseTests
{
    [Fact]
    public void Should_rank_by_the_mean_over_methods_and_structures()
    {
        var ranked = RankedCase.Of([File(("p1", "left", .9), ("p1", "right", .7), ("p2", "left", .5), ("p3", "left", .6)), File(("p1", "left", .6), ("p2", "left", 1), ("p3", "left", .7))]);
        Assert.Equal(["p2", "p1", "p3"], ranked.Select(item => item.Case));
        Assert.Equal([.75, .7, .65], ranked.Select(item => Math.Round(item.Mean, 12)));
        Assert.Equal([.8, .6], ranked[1].Scores.Select(score => Math.Round(score, 12)));
    }

    [Fact]
    public void Should_count_two_empty_masks_as_perfect_and_leave_out_cases_that_a_method_lacks()
    {
        var ranked = RankedCase.Of([File(("p1", "left", double.NaN), ("p2", "left", .5)), File(("p1", "left", 1))]);
        Assert.Equal(("p1", 1.0), (Assert.Single(ranked).Case, ranked[0].Mean));
    }

    [Theory]
    [InlineData(1, "the only case 0")]
    [InlineData(2, "best 0|worst 1")]
    [InlineData(5, "best 0|median 2|worst 4")]
    [InlineData(6, "best 0|median 2|worst 5")]
    public void Should_show_best_median_and_worst(int cases, string expected)
    {
        var ranked = Enumerable.Range(0, cases).Select(i => new RankedCase($"{i}", [1.0 / (i + 1)])).ToList();
        Assert.Equal(expected, string.Join('|', RankedCase.Shown(ranked).Select(item => $"{item.Place} {item.Case.Case}")));
    }

    static ScoresFile File(params (string Case, string Structure, double Score)[] cases) => new("b", "test", EvaluationGrid.Prepared, NormSource.Own, "surface_dice", 1,
        [.. cases.Select(item => new ScoredCase(item.Case, item.Case, item.Structure, new Dictionary<string, double> { ["surface_dice"] = item.Score, ["dice"] = item.Score }))]);
}
