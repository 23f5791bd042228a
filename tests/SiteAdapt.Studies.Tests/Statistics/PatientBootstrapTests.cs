using SiteAdapt.Data;

namespace SiteAdapt.Studies.Tests;

public sealed class PatientBootstrapTests
{
    static readonly BootstrapOptions Few = new() { Resamples = 300 };

    [Fact]
    public void Should_give_the_same_interval_for_the_same_seed_in_whatever_order_the_scores_come()
    {
        var scores = MadeUpScores.Noisy("ABC", 6, 2, 0.8, "order");
        CaseValue[] shuffled = [.. scores.Cases];
        new RandomStream(1, "shuffle").Shuffle<CaseValue>(shuffled);

        Assert.Equal(PatientBootstrap.Mean(scores, Few), PatientBootstrap.Mean(ScoreSet.OfCases(shuffled), Few));
        Assert.NotEqual(PatientBootstrap.Mean(scores, Few), PatientBootstrap.Mean(scores, Few with { Seed = 1 }));
    }

    [Fact]
    public void Should_widen_when_patients_and_not_runs_differ()
    {
        // The same spread of values: once it sits in the patient, which is drawn as a whole, once in every single value.
        var stream = new RandomStream(3, "clusters");
        var ofPatient = new Dictionary<(string, string), double>();
        var clustered = MadeUpScores.Cases("ABC", 8, 3, key =>
            ofPatient.TryGetValue((key.Site, key.Subject), out double value)
                ? value
                : ofPatient[(key.Site, key.Subject)] = stream.NextNormal());
        var independent = MadeUpScores.Cases("ABC", 8, 3, _ => stream.NextNormal());

        double Width(ScoreSet scores) => PatientBootstrap.Mean(scores, Few) is var interval ? interval!.High - interval.Low : 0;
        Assert.True(Width(clustered) > 1.5 * Width(independent));
    }

    [Fact]
    public void Should_move_and_scale_with_the_scores()
    {
        var scores = MadeUpScores.Noisy("ABC", 6, 2, 0.8, "affine");
        var moved = ScoreSet.OfCases(scores.Cases.Select(value => value with { Value = 3 * value.Value - 1 }));
        var (interval, other) = (PatientBootstrap.Mean(scores, Few)!, PatientBootstrap.Mean(moved, Few)!);

        Assert.Equal(3 * interval.Low - 1, other.Low, 12);
        Assert.Equal(3 * interval.High - 1, other.High, 12);
        Assert.True(interval.Contains(scores.Summary.Mean!.Value));
    }

    [Fact]
    public void Should_have_no_interval_without_patients_to_draw()
    {
        Assert.Null(PatientBootstrap.Mean(MadeUpScores.Noisy("ABC", 1, 2, 0.8, "one")));
        Assert.Null(PatientBootstrap.Mean(MadeUpScores.Runs(("A", "B", 0, 0.7), ("B", "A", 0, 0.8))));
        Assert.Null(PatientBootstrap.Mean(MadeUpScores.Cases("AB", 3, 1, _ => null)));
    }

    [Fact]
    public void Should_draw_again_what_has_no_value_and_give_up_where_hardly_any_has()
    {
        var scores = MadeUpScores.Noisy("AB", 4, 1, 0.8, "gaps");
        double middle = scores.Summary.Mean!.Value;
        var half = PatientBootstrap.Of([scores], means => means[0] > middle ? means[0] : double.NaN, Few)!;

        Assert.Equal(300, half.Resamples);
        Assert.True(half.Redrawn > 100);
        Assert.True(half.Low > middle);
        Assert.Null(PatientBootstrap.Of([scores], _ => double.NaN, Few));
    }

    [Fact]
    public void Should_refuse_options_that_make_no_sense()
    {
        var scores = MadeUpScores.Noisy("AB", 4, 1, 0.8, "options");
        Assert.Throws<ArgumentOutOfRangeException>(() => PatientBootstrap.Mean(scores, Few with { Resamples = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PatientBootstrap.Mean(scores, Few with { Level = 1 }));
    }
}
