using static SiteAdapt.Studies.Tests.MadeUpRows;

namespace SiteAdapt.Studies.Tests;

public sealed class ResultsSummaryTests
{
    [Fact]
    public void Should_take_means_and_sample_deviations_over_pairs_and_seeds()
    {
        List<ResultRow> rows = [Row("mmtl", 0.7, 0.9), Row("mmtl", 0.8, 0.8, seed: 1), Row("mmtl", 0.9, 0.7, to: "C")];
        var scores = Assert.Single(ResultsSummary.OverTargets(rows))["mmtl"]!;

        Assert.Equal(0.8, scores.TargetSurfaceDice.Mean, 12);
        Assert.Equal(0.1, scores.TargetSurfaceDice.Deviation!.Value, 12);
        Assert.Equal(3, scores.TargetSurfaceDice.Count);
        Assert.Equal(-0.1, scores.SourceChange.Mean, 12);
    }

    [Fact]
    public void Should_give_a_single_run_no_deviation()
    {
        Assert.Null(Spread.Of([0.5]).Deviation);
        Assert.Throws<ArgumentException>(() => Spread.Of([]));
    }

    [Fact]
    public void Should_make_a_table_for_each_target()
    {
        List<ResultRow> rows = [None(0.5), None(0.6, to: "C"), Row("mmtl", 0.7, 0.9), Row("mmtl", 0.9, 0.9, to: "C")];
        var tables = ResultsSummary.ByTarget(rows);

        Assert.Equal(["B", "C"], tables.Select(table => table.Target));
        Assert.Equal([0.7, 0.9], tables.Select(table => table["mmtl"]!.TargetSurfaceDice.Mean));
        Assert.Equal([0.5, 0.6], tables.Select(table => table["none"]!.TargetSurfaceDice.Mean));
    }

    [Fact]
    public void Should_never_average_over_optimizers()
    {
        List<ResultRow> rows = [Row("mmtl", 0.7, 0.9), Row("mmtl", 0.9, 0.9, optimizer: "sgd")];
        Assert.Equal(["adam", "sgd"], ResultsSummary.OverTargets(rows).Select(table => table.Optimizer));
    }

    [Fact]
    public void Should_put_the_bounds_into_every_budget()
    {
        List<ResultRow> rows = [None(0.5), All(0.9), Row("mmtl", 0.7, 0.9), Row("mmtl", 0.8, 0.9, patients: 2, slices: 300)];
        var tables = ResultsSummary.OverTargets(rows);

        Assert.Equal(["1 patient, 90 slices", "2 patients, 300 slices"], tables.Select(table => table.Budget.ToString()));
        Assert.All(tables, table => Assert.Equal(["none", "mmtl", "all-target-data"], table.Methods.Select(scores => scores.Method)));
        Assert.All(tables, table => Assert.Equal(["mmtl"], table.Adapted.Select(scores => scores.Method)));
    }

    [Fact]
    public void Should_tell_budgets_of_the_same_patients_apart_though_patients_differ_in_slices()
    {
        List<ResultRow> rows =
        [
            Row("mmtl", 0.5, 0.9, slices: 90), Row("mmtl", 0.6, 0.9, slices: 270),
            Row("mmtl", 0.5, 0.9, slices: 90, to: "C"), Row("mmtl", 0.6, 0.9, slices: 255, to: "C"),
        ];
        var tables = ResultsSummary.OverTargets(rows);

        Assert.Equal(["1 patient, 90 slices", "1 patient, 255–270 slices"], tables.Select(table => table.Budget.ToString()));
        Assert.Equal([0.5, 0.6], tables.Select(table => table["mmtl"]!.TargetSurfaceDice.Mean));
    }
}
