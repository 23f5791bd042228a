using static SiteAdapt.Studies.Tests.MadeUpRows;

namespace SiteAdapt.Studies.Tests;

public sealed class PaperPatternTests
{
    const string SitesDiffer = "Without adaptation";
    const string FarBelow = "No adaptation is far below";
    const string NearTop = "mmtl is at or near the top";
    const string NotBelow = "mmtl is at least as good";
    const string Keeps = "mmtl keeps the source";
    const string Forget = "The methods without source data forget";

    static Claim Find(IEnumerable<ResultRow> rows, string start) =>
        PaperPattern.Read(rows).Single(claim => claim.Statement.StartsWith(start, StringComparison.Ordinal));

    static List<ResultRow> Changed(string method, Func<ResultRow, ResultRow> change) =>
        AsInThePaper().ConvertAll(row => row.Method == method ? change(row) : row);

    [Fact]
    public void Should_hold_throughout_on_rows_as_in_the_paper()
    {
        var claims = PaperPattern.Read(AsInThePaper());
        Assert.Equal(6, claims.Count);
        Assert.All(claims, claim => Assert.Equal(ClaimVerdict.Holds, claim.Verdict));
        Assert.All(claims, claim => Assert.Equal("seed 0, 1 pair of sites, adam, 1 patient, 90 slices", claim.Scope));
    }

    [Fact]
    public void Should_give_the_numbers_behind_a_verdict()
    {
        var claim = Find(AsInThePaper(), NearTop);
        Assert.Equal(["mmtl", "l2sp", "difference"], claim.Numbers.Select(number => number.Name));
        Assert.Equal(0.86, claim.Numbers[0].Value, 12);
        Assert.Equal(0.82, claim.Numbers[1].Value, 12);
        Assert.Equal(0.04, claim.Numbers[2].Value, 12);
    }

    [Fact]
    public void Should_not_hold_where_the_source_model_is_good_enough() =>
        Assert.Equal(ClaimVerdict.DoesNotHold, Find(Changed("none", row => row with { TargetSurfaceDice = 0.85 }), SitesDiffer).Verdict);

    [Fact]
    public void Should_not_hold_where_no_adaptation_is_near() =>
        Assert.Equal(ClaimVerdict.DoesNotHold, Find(Changed("none", row => row with { TargetSurfaceDice = 0.77 }), FarBelow).Verdict);

    [Theory]
    [InlineData(0.811, ClaimVerdict.Holds)]
    [InlineData(0.809, ClaimVerdict.DoesNotHold)]
    public void Should_allow_mmtl_one_point_below_the_best(double mmtl, ClaimVerdict expected) =>
        Assert.Equal(expected, Find(Changed("mmtl", row => row with { TargetSurfaceDice = mmtl }), NearTop).Verdict);

    [Fact]
    public void Should_not_hold_where_mmtl_is_below_fine_tuning() =>
        Assert.Equal(ClaimVerdict.DoesNotHold, Find(Changed("mmtl", row => row with { TargetSurfaceDice = 0.79 }), NotBelow).Verdict);

    [Theory]
    [InlineData(0.87, ClaimVerdict.Holds)]
    [InlineData(0.869, ClaimVerdict.DoesNotHold)]
    public void Should_allow_mmtl_three_points_of_loss_rounding_included(double after, ClaimVerdict expected) =>
        Assert.Equal(expected, Find(Changed("mmtl", row => row with { SourceSurfaceDiceAfter = after }), Keeps).Verdict);

    [Fact]
    public void Should_not_hold_where_one_other_method_keeps_the_source()
    {
        var claim = Find(Changed("l2sp", row => row with { SourceSurfaceDiceAfter = 0.85 }), Forget);
        Assert.Equal(ClaimVerdict.DoesNotHold, claim.Verdict);
        Assert.Contains(claim.Numbers, number => number.Name == "l2sp" && Math.Abs(number.Value + 0.05) < 1e-12);
        Assert.DoesNotContain(claim.Numbers, number => number.Name is "mmtl" or "all-target-data" or "none");
    }

    [Fact]
    public void Should_count_a_combination_with_mmtl_among_those_that_keep_source_data()
    {
        var rows = AsInThePaper();
        rows.Add(Row("mmtl+octl", 0.9, 0.9));
        Assert.Equal(ClaimVerdict.Holds, Find(rows, Forget).Verdict);
        Assert.Equal(ClaimVerdict.Holds, Find(rows, NearTop).Verdict);
    }

    [Fact]
    public void Should_be_undecided_where_rows_are_missing()
    {
        var claims = PaperPattern.Read([.. AsInThePaper().Where(row => row.Method is "none" or "l2sp")]);
        var open = claims.Where(claim => claim.Verdict == ClaimVerdict.Undecided).ToList();
        Assert.Equal(4, open.Count);
        Assert.All(open, claim => Assert.Equal("the rows that it needs are missing", claim.Note));
        Assert.All(open, claim => Assert.Empty(claim.Numbers));
    }

    [Fact]
    public void Should_be_undecided_where_runs_are_too_far_apart()
    {
        double[] mmtl = [0.70, 0.86, 0.90];
        var rows = Enumerable.Range(0, 3).SelectMany(seed => AsInThePaper(seed)
            .Select(row => row.Method == "mmtl" ? row with { TargetSurfaceDice = mmtl[seed] } : row)).ToList();
        var claim = Find(rows, NotBelow);
        Assert.Equal(ClaimVerdict.Undecided, claim.Verdict);
        Assert.Equal(0.02, claim.Numbers[2].Value, 12);
        Assert.StartsWith("3 seeds", claim.Scope, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_compare_only_runs_that_have_both_methods()
    {
        var rows = AsInThePaper();
        rows.Add(Row("fine-tune-all", 0.99, 0.5, seed: 7));
        var claim = Find(rows, NotBelow);
        Assert.Equal(ClaimVerdict.Holds, claim.Verdict);
        Assert.Equal(0.80, claim.Numbers[1].Value, 12);
    }

    [Fact]
    public void Should_read_octl_under_sgd_at_the_smallest_and_the_largest_budget()
    {
        List<ResultRow> rows =
        [
            Row("fine-tune-all", 0.70, 0.5, optimizer: "sgd"), Row("octl", 0.69, 0.5, optimizer: "sgd"),
            Row("fine-tune-all", 0.80, 0.5, patients: 4, slices: 1080, optimizer: "sgd"),
            Row("octl", 0.78, 0.5, patients: 4, slices: 1080, optimizer: "sgd"),
        ];
        var octl = PaperPattern.Read(rows).Where(claim => claim.Statement.StartsWith("octl", StringComparison.Ordinal)).ToList();
        Assert.Equal([ClaimVerdict.Holds, ClaimVerdict.DoesNotHold], octl.Select(claim => claim.Verdict));
    }

    [Fact]
    public void Should_claim_nothing_without_an_adapted_model() => Assert.Empty(PaperPattern.Read([None(0.5), All(0.9)]));
}
