using SiteAdapt.Data;

namespace SiteAdapt.Studies.Tests;

public sealed class BestMarksTests
{
    const string Sites = "ABCDEF";

    static NamedScores Method(string name, double level, double noise = 0.01, string sites = Sites)
    {
        var stream = new RandomStream(0, name);
        return new NamedScores(name, MadeUpScores.Pairs(sites, (_, _) => level + noise * stream.NextNormal()));
    }

    static ColumnMark[] Marks(BestMarks marks) => [.. marks.Methods.Select(method => method.Mark)];

    [Theory]
    [InlineData(PairedTest.SignedRank)]
    [InlineData(PairedTest.Sites)]
    public void Should_mark_the_best_and_what_is_not_significantly_worse(PairedTest test)
    {
        var marks = BestMarks.Of([Method("far", 0.7), Method("best", 0.82), Method("near", 0.819, 0.03)], test: test);

        Assert.Equal([ColumnMark.SignificantlyWorse, ColumnMark.Best, ColumnMark.NotSignificantlyWorse], Marks(marks));
        Assert.Equal(test, marks.Test);
        Assert.Null(marks.Methods[1].AgainstBest);
        Assert.True(marks.Methods[0].AgainstBest!.MeanDifference < 0);
    }

    [Fact]
    public void Should_follow_the_test_that_is_to_be_trusted()
    {
        Assert.Equal(PairedTest.Sites, BestMarks.Of([Method("a", 0.7), Method("b", 0.8)]).Test);
        NamedScores OneSource(string name, double level) => new(name, ScoreSet.OfRuns(Sites.Select((site, i) => new RunValue("S", $"{site}", 0, level + (0.001 * i)))));
        Assert.Equal(PairedTest.SignedRank, BestMarks.Of([OneSource("a", 0.7), OneSource("b", 0.8)]).Test);
    }

    [Theory]
    [InlineData("ABC", ColumnMark.Untested)] // six pairs that share three sites
    [InlineData("AB", ColumnMark.TooFewPairs)]
    public void Should_test_nothing_where_no_test_is_to_be_trusted(string sites, ColumnMark expected)
    {
        var marks = BestMarks.Of([Method("a", 0.7, sites: sites), Method("b", 0.8, sites: sites)]);
        Assert.Null(marks.Test);
        Assert.Equal([expected, ColumnMark.Best], Marks(marks));
        Assert.True(marks.Methods[0].AgainstBest!.MeanDifference < 0);
    }

    [Theory]
    [InlineData(0, ColumnMark.SignificantlyWorse)] // six differences: 2/64
    [InlineData(1, ColumnMark.TooFewPairs)] // of five that are not zero 2/32 at best, above 5 %
    public void Should_not_count_pairs_without_a_difference(int zeros, ColumnMark expected)
    {
        NamedScores Falling(string name, double by) => new(name, ScoreSet.OfRuns(Sites.Select((site, i) => new RunValue("S", $"{site}", 0, 0.8 - (i < zeros ? 0 : by * (i + 1))))));
        Assert.Equal([ColumnMark.Best, expected], Marks(BestMarks.Of([Falling("best", 0), Falling("worse", 0.01)], test: PairedTest.SignedRank)));
    }

    /// <summary>In three of 30 pairs the method is better by as much as given, in 27 it is worse (or the other way round): ranks of its losses are 1 to 27.</summary>
    static NamedScores Mostly(double often, double seldom) => new("other", MadeUpScores.Pairs(Sites, (a, b) =>
        0.8 + (a == 'A' && b <= 'D' ? seldom : often * (1 + (0.01 * (6 * (a - 'A') + (b - 'A')))))));

    /// <summary>Nearly all pairs are worse, so Wilcoxon finds it; the mean hangs on one source site, so the bootstrap over sites does not.</summary>
    [Theory]
    [InlineData(PairedTest.SignedRank, ColumnMark.SignificantlyWorse)]
    [InlineData(PairedTest.Sites, ColumnMark.NotSignificantlyWorse)]
    public void Should_mark_by_the_test_that_is_asked_for(PairedTest test, ColumnMark expected)
    {
        var marks = BestMarks.Of([Method("best", 0.8, noise: 0), Mostly(often: -0.01, seldom: 0.08)], test: test);
        Assert.Equal([ColumnMark.Best, expected], Marks(marks));
    }

    /// <summary>The mean is lower, and nearly all pairs are higher: a small p is not for the best.</summary>
    [Fact]
    public void Should_not_call_worse_what_is_better_in_most_pairs()
    {
        var marks = BestMarks.Of([Method("best", 0.8, noise: 0), Mostly(often: 0.01, seldom: -0.5)], test: PairedTest.SignedRank);
        Assert.Equal([ColumnMark.Best, ColumnMark.NotSignificantlyWorse], Marks(marks));
        Assert.True(marks.Methods[1].AgainstBest!.SignedRankAdjusted < 0.05);
        Assert.True(marks.Methods[1].AgainstBest!.MeanDifference < 0);
    }

    [Fact]
    public void Should_take_six_pairs_for_enough_to_draw_sites_from() =>
        Assert.Equal([ColumnMark.Best, ColumnMark.SignificantlyWorse],
            Marks(BestMarks.Of([Method("best", 0.9, sites: "ABC"), Method("far", 0.1, sites: "ABC")], test: PairedTest.Sites)));

    [Fact]
    public void Should_say_untested_and_not_without_values_where_methods_share_no_run()
    {
        NamedScores Of(string name, long seed) => new(name, MadeUpScores.Runs(("A", "B", seed, 0.7)));
        Assert.Equal([ColumnMark.Untested, ColumnMark.Untested, ColumnMark.NoValues],
            Marks(BestMarks.Of([Of("a", 0), Of("b", 1), new NamedScores("empty", MadeUpScores.Runs(("A", "B", 0, null)))])));
    }

    [Fact]
    public void Should_take_the_lowest_for_the_best_where_lower_is_better() =>
        Assert.Equal([ColumnMark.Best, ColumnMark.SignificantlyWorse],
            Marks(BestMarks.Of([Method("near", 2), Method("far", 5)], higherIsBetter: false)));

    [Theory]
    [InlineData(PairedTest.SignedRank)]
    [InlineData(PairedTest.Sites)]
    public void Should_not_call_anything_as_good_where_the_test_could_not_have_found_it_worse(PairedTest test) =>
        Assert.Equal([ColumnMark.Best, ColumnMark.TooFewPairs],
            Marks(BestMarks.Of([Method("best", 0.9, sites: "AB"), Method("far", 0.1, sites: "AB")], test: test)));

    [Fact]
    public void Should_compare_on_the_runs_that_all_have()
    {
        // Seen on all pairs the first is better; it lacks the one pair that is hard.
        var first = new NamedScores("first", MadeUpScores.Pairs("ABC", (a, b) => (a, b) == ('A', 'B') ? null : 0.8));
        var second = new NamedScores("second", MadeUpScores.Pairs("ABC", (a, b) => (a, b) == ('A', 'B') ? 0.1 : 0.81));
        var marks = BestMarks.Of([first, second]);

        Assert.True(first.Scores.Summary.Mean > second.Scores.Summary.Mean);
        Assert.Equal(ColumnMark.Best, marks.Methods[1].Mark);
        Assert.Equal(new ValueCounts(6, 5, 1, 0), marks.Runs);
    }

    [Fact]
    public void Should_pass_over_methods_without_values()
    {
        var empty = new NamedScores("empty", MadeUpScores.Pairs(Sites, (_, _) => null));
        Assert.Equal([ColumnMark.NoValues, ColumnMark.Best], Marks(BestMarks.Of([empty, Method("a", 0.7)])));
        Assert.Equal([ColumnMark.NoValues], Marks(BestMarks.Of([empty])));
        Assert.Empty(BestMarks.Of([]).Methods);
    }
}
