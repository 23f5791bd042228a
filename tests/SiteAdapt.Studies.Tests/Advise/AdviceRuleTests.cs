namespace SiteAdapt.Studies.Tests;

/// <summary>Made-up scores of four held-out patients.</summary>
public sealed class AdviceRuleTests
{
    static readonly double[] None = [0.30, 0.40, 0.35, 0.45];

    static CandidateScores Candidate(string method, double[] target, params double[] source) => new(method,
        target.Index().ToDictionary(value => $"p{value.Index}", value => value.Item), source.Index().ToDictionary(value => $"s{value.Index}", value => value.Item));

    static double[] Plus(params double[] more) => [.. None.Zip(more, (score, extra) => score + extra)];

    [Fact]
    public void Should_find_a_clear_winner()
    {
        var choice = AdviceRule.Choose([Candidate("none", None, 0, 0), Candidate("l2sp", Plus(0.10, 0.12, 0.11, 0.09), -0.1, -0.1), Candidate("mmtl", Plus(0.30, 0.33, 0.29, 0.31), -0.2, -0.3)]);
        Assert.Equal(("mmtl", true), (choice.Take.Method, choice.IsClear));
        Assert.Equal(0.3075, choice.Gain!.Mean, 12);
        Assert.InRange(choice.Gain.Low!.Value, 0.27, 0.3075);
    }

    [Fact]
    public void Should_take_what_costs_the_source_least_where_noise_decides()
    {
        // octl has the higher mean, but the patients do not agree on it.
        var choice = AdviceRule.Choose([Candidate("none", None, 0, 0), Candidate("octl", Plus(0.30, 0.10, 0.31, 0.12), -0.4, -0.5), Candidate("mmtl", Plus(0.10, 0.28, 0.12, 0.30), -0.01, 0.01)]);
        Assert.Equal(("mmtl", false), (choice.Take.Method, choice.IsClear));
        Assert.Contains("octl, mmtl are within one standard error of each other on the target, and it costs the source least (0.000)", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_take_the_simplest_where_the_source_was_not_measured()
    {
        var choice = AdviceRule.Choose([Candidate("none", None), Candidate("fine-tune-all", Plus(0.10, 0.28, 0.12, 0.30)), Candidate("octl", Plus(0.30, 0.10, 0.31, 0.12))]);
        Assert.Equal(("fine-tune-all", false), (choice.Take.Method, choice.IsClear));
        Assert.Contains("the source was not measured", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_not_call_it_clear_where_a_difference_may_be_noise()
    {
        // Ahead by more than a standard error, not by Student's interval of two patients.
        var choice = AdviceRule.Choose([Candidate("none", [0.5, 0.5]), Candidate("octl", [0.6, 0.8])]);
        Assert.Equal(("octl", false), (choice.Take.Method, choice.IsClear));
        Assert.True(choice.Gain!.Low < 0);
        Assert.Contains("noise cannot be ruled out against no adaptation", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_advise_no_adaptation_where_nothing_helps()
    {
        var choice = AdviceRule.Choose([Candidate("none", None), Candidate("octl", Plus(-0.1, 0.05, -0.1, 0.05))]);
        Assert.Equal(("none", false, null), (choice.Take.Method, choice.IsClear, choice.Gain));
    }

    [Fact]
    public void Should_not_choose_between_equals() => Assert.False(AdviceRule.Choose([Candidate("none", None), Candidate("octl", None)]).IsClear);
}
