namespace SiteAdapt.Studies.Tests;

public sealed class ForgettingTests
{
    static CaseValue Value(string target, string subject, double? value, long seed = 0) => new("A", target, seed, "A", subject, value);

    [Fact]
    public void Should_hold_the_source_model_against_every_target_of_its_seed()
    {
        var models = ScoreSet.OfCases([Value("A", "p1", 0.9), Value("A", "p2", 0.8), Value("A", "p1", 0.7, seed: 1), Value("A", "p2", 0.7, seed: 1)]);
        var after = ScoreSet.OfCases(
        [
            Value("B", "p1", 0.5), Value("C", "p1", 0.7), Value("B", "p2", 0.8), Value("C", "p2", null),
            Value("B", "p1", 0.6, seed: 1), Value("B", "p2", double.NaN, seed: 1),
        ]);
        var forgetting = Forgetting.Of(after, models, new BootstrapOptions { Resamples = 100 });

        Assert.Equal(new ValueCounts(6, 4, 1, 1), forgetting.Changes.Summary.Cases);
        var patient = forgetting.Patients[0];
        Assert.Equal(((0.9 + 0.9 + 0.7) / 3, 0.6), (patient.Before!.Value, patient.After!.Value), Near);
        Assert.Equal(-0.7 / 3, patient.Change!.Value, 12);
        Assert.Equal((0.0, 1), (forgetting.Patients[1].Change!.Value, forgetting.Patients[1].Values.Used));
        Assert.InRange(forgetting.MeanChange!.Value, forgetting.OverPatients!.Low, forgetting.OverPatients.High);
    }

    [Fact]
    public void Should_miss_what_the_source_model_was_not_tested_on()
    {
        var forgetting = Forgetting.Of(ScoreSet.OfCases([Value("B", "p1", 0.5)]), ScoreSet.OfCases([Value("A", "p2", 0.9)]));
        Assert.Null(forgetting.MeanChange);
        Assert.Equal(1, forgetting.Changes.Summary.Cases.Missing);
    }

    [Fact]
    public void Should_take_runs_where_there_are_no_patients()
    {
        var forgetting = Forgetting.Of(
            MadeUpScores.Runs(("A", "B", 0, 0.6), ("A", "B", 1, 0.7)), MadeUpScores.Runs(("A", "A", 0, 0.8), ("A", "A", 1, 0.8)));
        Assert.Equal(-0.15, forgetting.MeanChange!.Value, 12);
        Assert.Empty(forgetting.Patients);
        Assert.Null(forgetting.OverPatients);
    }

    static bool Near((double A, double B) x, (double A, double B) y) => Math.Abs(x.A - y.A) < 1e-12 && Math.Abs(x.B - y.B) < 1e-12;
}
