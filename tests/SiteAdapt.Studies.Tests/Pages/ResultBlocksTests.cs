using static SiteAdapt.Studies.Tests.MadeUpRows;

namespace SiteAdapt.Studies.Tests;

public sealed class ResultBlocksTests
{
    static BudgetTable Table(IEnumerable<ResultRow> rows) => ResultsSummary.OverTargets(rows)[0];

    [Fact]
    public void Should_print_points_and_mark_the_best_adapted_model_of_each_column()
    {
        var table = ResultBlocks.Scores(Table(AsInThePaper()));
        Assert.Equal(["Method", "Target surface Dice", "Target Dice", "Source before", "Source after", "Change on source"], table.Columns.Select(column => column.Head));
        Assert.Equal(["none", "52.0", "57.0", "90.0", "90.0", "0.0"], table.Rows[0].Cells.Select(cell => cell.Text));
        Assert.Equal(["mmtl", "86.0", "91.0", "90.0", "89.5", "−0.5"], table.Rows[5].Cells.Select(cell => cell.Text));
        Assert.Equal([false, true, true, false, true, true], table.Rows[5].Cells.Select(cell => cell.IsBest));
        Assert.All(table.Rows.Where((_, i) => i != 5), row => Assert.DoesNotContain(row.Cells, cell => cell.IsBest));
        Assert.Equal([true, false, false, false, false, false, true], table.Rows.Select(row => row.IsMuted));
        Assert.Equal("Percent; 1 patient, 90 slices, adam; surface Dice at 1 mm. The best adapted model of a column is marked.", table.Caption);
    }

    [Fact]
    public void Should_mark_all_that_look_equally_good()
    {
        var table = ResultBlocks.Scores(Table([Row("octl", 0.80012, 0.5), Row("mmtl", 0.80039, 0.9), Row("l2sp", 0.7, 0.5)]));
        Assert.Equal([false, true, true], table.Rows.Select(row => row.Cells[1].IsBest));
    }

    [Fact]
    public void Should_print_deviations_where_there_are_several_runs()
    {
        var table = ResultBlocks.Scores(Table([Row("mmtl", 0.80, 0.9), Row("mmtl", 0.82, 0.9, seed: 1)]));
        Assert.Equal("81.0 ± 1.4", table.Rows[0].Cells[1].Text);
        Assert.Contains("mean ± standard deviation over 2 runs", table.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_say_plainly_what_does_not_hold_on_this_seed()
    {
        var rows = AsInThePaper(seed: 3).ConvertAll(row => row.Method == "mmtl" ? row with { SourceSurfaceDiceAfter = 0.7 } : row);
        var blocks = ResultBlocks.Pattern(rows);
        var callout = Assert.IsType<CalloutBlock>(blocks[0]);
        Assert.Equal(CalloutKind.Warning, callout.Kind);
        Assert.Equal("The paper's pattern does not fully show on this seed (3).", callout.Title);
        Assert.StartsWith("5 of 6 relations hold on this seed (3). Does not hold: mmtl keeps the source", callout.Text, StringComparison.Ordinal);
        Assert.Equal(6, Assert.IsType<ClaimsBlock>(blocks[1]).Claims.Count);
    }

    [Fact]
    public void Should_not_praise_what_is_undecided()
    {
        var blocks = ResultBlocks.Pattern([None(0.5), Row("l2sp", 0.8, 0.5)]);
        var callout = Assert.IsType<CalloutBlock>(blocks[0]);
        Assert.Equal(CalloutKind.Note, callout.Kind);
        Assert.Contains("undecided", callout.Text, StringComparison.Ordinal);
        Assert.IsType<CalloutBlock>(Assert.Single(ResultBlocks.Pattern([None(0.5)])));
    }

    [Fact]
    public void Should_praise_only_when_all_of_it_holds() =>
        Assert.Equal(CalloutKind.Good, Assert.IsType<CalloutBlock>(ResultBlocks.Pattern(AsInThePaper())[0]).Kind);
}
