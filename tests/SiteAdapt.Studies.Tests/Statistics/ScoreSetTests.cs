using SiteAdapt.Imaging;

namespace SiteAdapt.Studies.Tests;

public sealed class ScoreSetTests
{
    static CaseValue Value(string subject, double? value, long seed = 0, string target = "B") =>
        new("A", target, seed, target, subject, value);

    [Fact]
    public void Should_give_each_run_the_same_weight_however_many_patients_it_has()
    {
        var scores = ScoreSet.OfCases([Value("p1", 0.2), Value("p2", 0.4), Value("p3", 0.6), Value("p1", 1.0, target: "C")]);
        Assert.Equal(0.7, scores.Summary.Mean!.Value, 12);
        Assert.Null(scores.Summary.OverSeeds!.Deviation);
    }

    [Fact]
    public void Should_count_what_is_missing_and_what_is_not_finite()
    {
        var scores = ScoreSet.OfCases(
        [
            Value("p1", 0.5), Value("p2", null), Value("p3", double.NaN), Value("p4", double.PositiveInfinity),
            Value("p1", null, seed: 1), Value("p2", double.NaN, target: "C"),
        ]);
        Assert.Equal(new ValueCounts(6, 1, 2, 3), scores.Summary.Cases);
        Assert.Equal(new ValueCounts(3, 1, 1, 1), scores.Summary.Runs);
        Assert.Equal("1 of 6 (2 missing, 3 not finite)", scores.Summary.Cases.ToString());
        Assert.Equal(0.5, scores.Summary.Mean);
    }

    [Fact]
    public void Should_have_no_mean_without_values()
    {
        var scores = ScoreSet.OfCases([Value("p1", null), Value("p2", null)]);
        Assert.Null(scores.Summary.Mean);
        Assert.Null(scores.Runs[0].Value);
        Assert.Equal(0, ScoreSet.OfCases([]).Summary.Cases.Expected);
    }

    [Fact]
    public void Should_refuse_two_values_of_the_same_run_and_patient()
    {
        Assert.Throws<ArgumentException>(() => ScoreSet.OfCases([Value("p1", 0.5), Value("p1", 0.6)]));
        Assert.Throws<ArgumentException>(() => MadeUpScores.Runs(("A", "B", 0, 0.5), ("A", "B", 0, null)));
    }

    [Fact]
    public void Should_subtract_patient_by_patient_and_tell_what_one_side_lacks()
    {
        var first = ScoreSet.OfCases([Value("p1", 0.5), Value("p2", 0.9), Value("p3", double.NaN)]);
        var second = ScoreSet.OfCases([Value("p1", 0.2), Value("p3", 0.1), Value("p4", 0.1)]);
        var difference = first.Minus(second);

        Assert.Equal(new ValueCounts(4, 1, 2, 1), difference.Summary.Cases);
        Assert.Equal(0.3, difference.Summary.Mean!.Value, 12);
    }

    [Fact]
    public void Should_subtract_run_by_run_where_one_side_has_no_patients()
    {
        var difference = MadeUpScores.Runs(("A", "B", 0, 0.8)).Minus(ScoreSet.OfCases([Value("p1", 0.5), Value("p2", 0.7)]));
        Assert.Equal(0.2, Assert.Single(difference.Runs).Value!.Value, 12);
    }

    [Fact]
    public void Should_know_the_runs_and_patients_that_a_study_asks_for()
    {
        ExpectedRun[] expected = [new("A", "B", 0, [new("B", "p1"), new("B", "p2")]), new("A", "B", 1, [new("B", "p1"), new("B", "p2")])];
        var scores = ExpectedScores.OfCases(expected, [Value("p1", 0.5), Value("p2", double.NaN)]);
        Assert.Equal(new ValueCounts(4, 1, 2, 1), scores.Summary.Cases);

        var runs = ExpectedScores.OfRuns(expected, [new RunValue("A", "B", 1, 0.7)]);
        Assert.Equal(new ValueCounts(2, 1, 1, 0), runs.Summary.Runs);
    }

    [Fact]
    public void Should_name_the_patient_that_a_study_does_not_ask_for()
    {
        ExpectedRun[] expected = [new("A", "B", 0, [new("B", "p1")])];
        var fault = Assert.Throws<InputException>(() => ExpectedScores.OfCases(expected, [Value("p9", 0.5)]));
        Assert.Contains("p9 of site B", fault.Message);
        Assert.Contains("A to B, seed 0", fault.Message);
        Assert.Throws<InputException>(() => ExpectedScores.OfRuns(expected, [new RunValue("A", "B", 1, 0.7)]));
    }
}
