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

    [Theory]
    [InlineData("same")] // every subject at every site
    [InlineData("some")] // site C has subjects of its own
    [InlineData("none")]
    public void Should_draw_a_subject_with_its_scores_of_all_sites(string shared)
    {
        string Name(CaseValue key) => shared == "same" || (shared == "some" && key.Site != "C") ? key.Subject : key.Site + key.Subject;
        var stream = new RandomStream(5, "shared");
        var ofSubject = Enumerable.Range(0, 5).ToDictionary(i => $"p{i:00}", _ => stream.NextNormal());
        var scores = ScoreSet.OfCases(MadeUpScores.Cases("ABC", 5, 2, key => ofSubject[key.Subject] + (0.1 * stream.NextNormal())).Cases.Select(key => key with { Subject = Name(key) }));
        string[][] sites = shared switch { "same" => [["A", "B", "C"]], "some" => [["A", "B"], ["C"]], _ => [["A"], ["B"], ["C"]] };

        // Built in full, with each drawn subject under a name of its own.
        var draws = new RandomStream(Few.Seed, "bootstrap/patients");
        double[] means = [.. Enumerable.Range(0, Few.Resamples).Select(_ => ScoreSet.OfCases(sites.SelectMany(group =>
        {
            string[] subjects = [.. scores.Cases.Where(value => group.Contains(value.Site)).Select(value => value.Subject).Distinct().Order(StringComparer.Ordinal)];
            return subjects.Select(_ => subjects[draws.NextInt(subjects.Length)]).ToArray()
                .SelectMany((drawn, i) => scores.Cases.Where(value => group.Contains(value.Site) && value.Subject == drawn).Select(value => value with { Subject = $"{i}" }));
        })).Summary.Mean!.Value).Order()];
        double At(double share) => means[(int)(share * 299)] + ((share * 299 % 1) * (means[(int)(share * 299) + 1] - means[(int)(share * 299)]));

        var interval = PatientBootstrap.Mean(scores, Few)!;
        Assert.Equal((At(0.025), At(0.975)), (interval.Low, interval.High), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12);
    }

    [Fact]
    public void Should_be_as_wide_of_one_anatomy_at_three_sites_as_at_one()
    {
        // The value hangs on the subject alone: three sites of the same five subjects say no more than one.
        double Width(ScoreSet scores) => PatientBootstrap.Mean(scores, Few) is var interval ? interval!.High - interval.Low : 0;
        ScoreSet Of(string sites, Func<CaseValue, string> name) => ScoreSet.OfCases(MadeUpScores.Cases(sites, 5, 1, key => key.Subject[2]).Cases.Select(key => key with { Subject = name(key) }));
        Assert.Equal(Width(Of("AB", key => key.Subject)), Width(Of("ABCD", key => key.Subject)), 12);
        Assert.True(Width(Of("ABCD", key => key.Site + key.Subject)) < 0.7 * Width(Of("ABCD", key => key.Subject)));
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
    public void Should_have_an_interval_where_one_of_the_sites_has_patients_to_draw()
    {
        var scores = MadeUpScores.Noisy("AB", 4, 1, 0.8, "one patient at B");
        Assert.NotNull(PatientBootstrap.Mean(ScoreSet.OfCases(scores.Cases.Where(value => value.Site == "A" || value.Subject == "p00").Select(value => value with { Subject = value.Site + value.Subject })), Few));
    }

    [Theory]
    [InlineData(0.09, false)]
    [InlineData(0.1, true)]
    [InlineData(0.2, true)]
    [InlineData(0.21, false)]
    public void Should_count_the_ends_to_an_interval(double value, bool expected) => Assert.Equal(expected, new Interval(0.1, 0.2, 0.95, 300, 0).Contains(value));

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
