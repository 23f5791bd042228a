using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class PaperRelationsTests : IDisposable
{
    const string SitesDiffer = "Without adaptation", FarBelow = "No adaptation is far below", NearTop = "mmtl is at or near the top", NotBelow = "mmtl is at least as good",
        Keeps = "mmtl keeps the source", Forget = "The paper's methods without source data forget", Near = "l2sp is at most 1 point below mmtl";

    static readonly string[] Starts = [SitesDiffer, FarBelow, NearTop, NotBelow, Keeps, Forget, Near];

    readonly MadeUpStudy study = new();

    IReadOnlyList<Claim> Read(Func<MadeUpModel, string, int, double>? value = null, Func<MadeUpModel, bool>? which = null)
    {
        var scores = StudyScores.Read(study.Score(value ?? AsInThePaper.Value, which));
        return PaperRelations.Read(scores.Of(scores.Metrics[0])).Claims;
    }

    static string Start(Claim claim) => Starts.Single(start => claim.Statement.StartsWith(start, StringComparison.Ordinal));

    Claim Find(string start, Func<MadeUpModel, string, int, double>? value = null) => Read(value).First(claim => Start(claim) == start);

    /// <summary>The scores with a method moved by so much at its target, or at the source.</summary>
    static Func<MadeUpModel, string, int, double> Moved(string method, double by, bool target = true) => (model, site, patient) =>
        AsInThePaper.Value(model, site, patient) + (model.Method == method && site == model.Target == target ? by : 0);

    [Fact]
    public void Should_tell_each_relation_as_it_came_out()
    {
        var claims = Read();
        Assert.Equal([SitesDiffer, FarBelow, NearTop, NotBelow, NotBelow, Near, Keeps, Forget], claims.Select(Start));
        Assert.All(claims, claim => Assert.Equal(Start(claim) == Near ? ClaimVerdict.DoesNotHold : ClaimVerdict.Holds, claim.Verdict)); // 8 points apart
        Assert.Equal("Adam, 1 patient, 6 pairs of sites, 3 seeds", claims[1].Scope);
    }

    [Fact]
    public void Should_give_the_numbers_and_the_interval_behind_a_verdict()
    {
        var claim = Find(NearTop);
        Assert.Equal(["mmtl", "l2sp", "difference"], claim.Numbers.Select(number => number.Name));
        Assert.Equal([0.80, 0.72, 0.08], claim.Numbers.Select(number => Math.Round(number.Value, 10)));
        Assert.Equal(0.08, claim.Numbers[2].Interval!.Low, 10); // every patient differs by the same
        Assert.Equal("95 % intervals over patients, and over seeds: +8.0 to +8.0 (+8.0, +8.0, +8.0)", claim.Note);
    }

    [Theory]
    [InlineData(-0.08, ClaimVerdict.Holds)]
    [InlineData(-0.091, ClaimVerdict.DoesNotHold)]
    public void Should_allow_mmtl_one_point_below_the_best(double by, ClaimVerdict expected) => Assert.Equal(expected, Find(NearTop, Moved("mmtl", by)).Verdict);

    [Theory]
    [InlineData(0.2, ClaimVerdict.Holds)] // far above is not "within a point", and is what the statement asks
    [InlineData(0.07, ClaimVerdict.Holds)]
    [InlineData(0.069, ClaimVerdict.DoesNotHold)]
    public void Should_allow_l2sp_one_point_below_mmtl(double by, ClaimVerdict expected) => Assert.Equal(expected, Find(Near, Moved("l2sp", by)).Verdict);

    [Theory]
    [InlineData(-0.02, ClaimVerdict.Holds)]
    [InlineData(-0.021, ClaimVerdict.DoesNotHold)]
    public void Should_allow_mmtl_three_points_of_loss(double by, ClaimVerdict expected) => Assert.Equal(expected, Find(Keeps, Moved("mmtl", by, target: false)).Verdict);

    [Theory]
    [InlineData(0.10, ClaimVerdict.Holds)]
    [InlineData(0.101, ClaimVerdict.DoesNotHold)]
    public void Should_ask_the_others_to_lose_fifteen_points(double by, ClaimVerdict expected) => Assert.Equal(expected, Find(Forget, Moved("l2sp", by, target: false)).Verdict);

    [Fact]
    public void Should_be_undecided_where_the_margin_lies_within_the_interval()
    {
        // p0 loses ten points against fine-tune-all, the others gain five: the mean is above zero, many draws are not.
        var claim = Find(NotBelow, (model, site, patient) => model.Method == "mmtl" && site == model.Target ? (patient == 0 ? 0.60 : 0.75) + (0.01 * (model.Seed - 1)) : AsInThePaper.Value(model, site, patient));
        Assert.Equal(ClaimVerdict.Undecided, claim.Verdict);
        Assert.True(claim.Numbers[2].Value > 0 && claim.Numbers[2].Interval!.Low < 0);
    }

    [Fact]
    public void Should_compare_only_what_both_have_and_say_how_much_that_is()
    {
        var claim = Read(which: model => model.Method != "mmtl" || model.Seed == 0).First(claim => Start(claim) == NotBelow);
        Assert.Equal((ClaimVerdict.Holds, "Adam, 1 patient, 6 pairs of sites, seed 0 (6 of 18 runs)"), (claim.Verdict, claim.Scope));
        Assert.Equal(0.69, claim.Numbers[1].Value, 12); // fine-tune-all of seed 0
    }

    [Fact]
    public void Should_be_undecided_where_scores_are_missing_and_silent_where_a_method_is_not_in_the_study()
    {
        var claims = Read(which: model => model.Method != "mmtl");
        Assert.All(claims.Where(claim => Start(claim) is NearTop or NotBelow or Keeps), claim =>
            Assert.Equal((ClaimVerdict.Undecided, "the scores that it needs are missing", 0), (claim.Verdict, claim.Note, claim.Numbers.Count)));
        study.Definition = study.Definition with { Methods = [new("none"), new("fine-tune-all")] };
        Assert.Equal([FarBelow, Forget], Read().Select(Start));
    }

    [Fact]
    public void Should_read_octl_under_sgd_at_the_smallest_and_the_largest_budget()
    {
        study.Definition = study.Definition with { Methods = [new("fine-tune-all"), new("octl")], Optimizers = [OptimizerKind.Sgd] };
        var claims = Read((model, site, patient) => model.Method == "octl" && site == model.Target ? 0.69 + (model.Budget!.Patients == 2 ? 0.02 : 0) + (0.01 * (model.Seed - 1)) : AsInThePaper.Value(model, site, patient))
            .Where(claim => claim.Statement.StartsWith("octl", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, claims.Count);
        Assert.Equal(ClaimVerdict.Holds, claims[0].Verdict); // 0.69 against 0.70; patients differ by 0.15 points at most
        Assert.Equal(ClaimVerdict.DoesNotHold, claims[1].Verdict); // 0.71 against 0.72
    }

    [Fact]
    public void Should_not_take_as_good_for_better()
    {
        study.Definition = study.Definition with { Methods = [new("fine-tune-all"), new("octl")], Optimizers = [OptimizerKind.Sgd] };
        var claims = Read((model, site, patient) => AsInThePaper.Value(model with { Method = model.Method == "octl" ? "fine-tune-all" : model.Method }, site, patient))
            .Where(claim => claim.Statement.StartsWith("octl", StringComparison.Ordinal)).Select(claim => claim.Verdict);
        Assert.Equal([ClaimVerdict.Holds, ClaimVerdict.DoesNotHold], claims); // the same scores: not better at the smallest budget, nor at the largest
    }

    [Theory]
    [InlineData(0.06, ClaimVerdict.Undecided)]
    [InlineData(0.01, ClaimVerdict.Holds)]
    public void Should_be_undecided_where_chance_in_training_is_as_large(double bySeed, ClaimVerdict expected)
    {
        // mmtl is 10 points above fine-tune-all with every patient, give or take so much by seed: at 6 points a t interval of
        // 10 -+ 4.303 x 6 / sqrt(3) = -4.9 to 24.9 points.
        var claim = Find(NotBelow, (model, site, patient) => AsInThePaper.Value(model, site, patient) + (model.Method == "mmtl" && site == model.Target ? bySeed * (model.Seed - 1) : 0));
        Assert.Equal(expected, claim.Verdict);
        Assert.True(claim.Numbers[2].Interval!.Low > 0.09);
        if (expected == ClaimVerdict.Undecided) Assert.Equal("95 % intervals over patients, and over seeds: −4.9 to +24.9 (+4.0, +10.0, +16.0)", claim.Note);
    }

    [Fact]
    public void Should_say_that_one_seed_does_not_show_chance_in_training()
    {
        study.Definition = study.Definition with { Seeds = [1] };
        Assert.Equal("95 % intervals over patients; one seed, so that chance in training is not seen", Find(NotBelow).Note);
    }

    [Fact]
    public void Should_mark_a_verdict_that_rests_on_one_seed_wherever_it_is_shown()
    {
        Assert.All(Read(), claim => Assert.False(claim.OnOneSeed)); // three seeds
        study.Definition = study.Definition with { Seeds = [1] };
        var content = ReportContent.Of(study.Score(AsInThePaper.Value));
        Assert.All(content.Relations, claim => Assert.True(claim.OnOneSeed));
        var callout = Assert.Single(ReportRelations.Of(content).OfType<CalloutBlock>());
        Assert.Equal("The paper's pattern does not fully show on this seed.", callout.Title);
        Assert.StartsWith("Of 8 relations of the paper 7 hold on this seed, 1 do not hold on this seed, and 0 are undecided", callout.Text, StringComparison.Ordinal);
        Assert.EndsWith("There is one seed: chance in training is not seen, and another seed may say otherwise.", callout.Text, StringComparison.Ordinal);
        var page = new Page("T", "", [.. ReportRelations.Of(content)]);
        Assert.Contains("<span class=\"verdict\">holds on this seed</span>", HtmlPage.Render(page), StringComparison.Ordinal);
        Assert.Contains("- **does not hold on this seed**: l2sp", MarkdownView.Render(page), StringComparison.Ordinal);
        Assert.Contains("\"on_one_seed\": true", System.Text.Json.JsonSerializer.Serialize(content.Relations, Json.Pretty), StringComparison.Ordinal);
        Assert.Equal("undecided", PageText.Verdict(content.Relations[0] with { Verdict = ClaimVerdict.Undecided }));
    }

    [Fact]
    public void Should_say_how_many_verdicts_rest_on_one_seed_where_others_do_not()
    {
        // mmtl has one seed so far, the others three: what is said of mmtl is of one seed.
        var content = ReportContent.Of(study.Score(AsInThePaper.Value, model => model.Method != "mmtl" || model.Seed == 0));
        var decided = content.Relations.Where(claim => claim.Verdict != ClaimVerdict.Undecided).ToList();
        int marked = decided.Count(claim => claim.OnOneSeed);
        Assert.InRange(marked, 1, decided.Count - 1);
        var callout = Assert.Single(ReportRelations.Of(content).OfType<CalloutBlock>());
        Assert.Contains($"{marked} of the {decided.Count} verdicts are read from one seed", callout.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("this seed", callout.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_leave_variants_out_whatever_their_labels()
    {
        // A control without source data's name in its label, one that mixes, one that would win, and the paper's mmtl under a label of its own.
        study.Definition = study.Definition with
        {
            Methods =
            [
                new("none"), new("fine-tune-all"), new("l2sp"), new("ours", "mmtl", []), new("mmtl half", "mmtl", ["mix=constant:0.5"]),
                new("mmtl", "mmtl", [], null, new Data.Budget(1)), new("adabn"), new("all-target-data"),
            ],
        };
        var claims = Read();
        Assert.Equal(["ours", "l2sp", "difference"], claims.Single(claim => Start(claim) == NearTop).Numbers.Select(number => number.Name));
        Assert.Equal(["ours 1 patient", "ours 2 patients"], claims.Single(claim => Start(claim) == Keeps).Numbers.Select(number => number.Name));
        Assert.All(claims.Where(claim => Start(claim) == NotBelow), claim => Assert.Equal(["ours", "fine-tune-all", "difference"], claim.Numbers.Select(number => number.Name)));
    }

    [Fact]
    public void Should_name_the_relations_that_a_study_cannot_speak_to()
    {
        study.Definition = study.Definition with { Methods = [new("none"), new("fine-tune-all"), new("all-target-data")] };
        var content = ReportContent.Of(study.Score(AsInThePaper.Value));
        Assert.All(content.Relations, claim => Assert.Equal(ClaimVerdict.Holds, claim.Verdict));
        Assert.Equal([NearTop, NotBelow, Near, "octl is not better", "octl is better", Keeps],
            content.RelationsNotAsked.Select(text => Starts.Append("octl is not better").Append("octl is better").Single(start => text.StartsWith(start, StringComparison.Ordinal))));
        var blocks = ReportRelations.Of(content).ToList();
        Assert.Equal("What was asked holds.", Assert.Single(blocks.OfType<CalloutBlock>()).Title);
        Assert.Contains("mmtl keeps the source", Assert.Single(blocks.OfType<ParagraphBlock>()).Text, StringComparison.Ordinal);
    }

    public void Dispose() => study.Dispose();
}
