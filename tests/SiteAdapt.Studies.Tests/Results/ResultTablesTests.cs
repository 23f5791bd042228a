using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

/// <summary>Tables of hand-made evaluations; the numbers expected are worked out by hand from <see cref="AsInThePaper"/>.</summary>
public sealed class ResultTablesTests : IDisposable
{
    readonly MadeUpStudy study = new();

    static ResultTable Table(StudyPlan plan, ScorePlace place, string metric = "surface_dice")
    {
        var scores = StudyScores.Read(plan);
        return ResultTables.Of(scores.Of(scores.Metrics.Single(one => one.Key == metric))).Single(table => table.Place == place && table.NormStatistics == NormSource.Own);
    }

    [Fact]
    public void Should_have_methods_down_and_budgets_across()
    {
        var table = Table(study.Score(AsInThePaper.Value), ScorePlace.Target);
        Assert.Equal(["none", "fine-tune-all", "l2sp", "mmtl", "all-target-data"], table.Methods);
        Assert.Equal(["1 patient", "2 patients"], table.Columns.Select(column => column.Budget));
        Assert.Equal([true, false, false, false, false, false, false, true], table.Cells.Select(cell => cell.IsBound));
        Assert.Same(table["none", "1 patient"], table["none", "2 patients"]);
    }

    [Theory]
    [InlineData("none", "1 patient", 0.50)]
    [InlineData("fine-tune-all", "1 patient", 0.70)]
    [InlineData("fine-tune-all", "2 patients", 0.72)]
    [InlineData("mmtl", "2 patients", 0.82)]
    [InlineData("all-target-data", "2 patients", 0.90)]
    public void Should_average_patients_pairs_and_seeds(string method, string budget, double mean)
    {
        var cell = Table(study.Score(AsInThePaper.Value), ScorePlace.Target)[method, budget]!;
        Assert.Equal(mean, cell.Mean!.Value, 12);
        Assert.Equal(0.01, cell.Deviation!.Value, 12);
        Assert.Equal((18, 72), (cell.Runs.Used, cell.Patients.Used));
        Assert.All(cell.Pairs, pair => Assert.Equal(mean, pair.Mean!.Value, 12));
        Assert.Equal(6, cell.Pairs.Count);
        // The lowest and the highest draw of four patients: all of them p0, or all of them p3.
        Assert.InRange(cell.OverPatients!.Low, mean - 0.0015, mean);
        Assert.InRange(cell.OverPatients.High, mean, mean + 0.0015);
    }

    [Fact]
    public void Should_give_gain_gap_and_worst_cases_at_the_target()
    {
        var cell = Table(study.Score(AsInThePaper.Value), ScorePlace.Target)["fine-tune-all", "1 patient"]!;
        Assert.Equal((0.50, 0.20), (Math.Round(cell.Change!.From, 12), Math.Round(cell.Change.Mean, 12)));
        Assert.Equal(0.5, cell.GapClosed!.Share!.Value, 10); // 0.20 of 0.40
        Assert.Equal(0.5, cell.GapClosed.MedianOfPairs!.Value, 10);
        Assert.Equal(0.70 - 0.0015, cell.Worst!.WorstTenth!.Value, 12); // p0 of two sites: two of twelve patients
        Assert.Equal(0, cell.Variance!.Pair, 12);
        Assert.Equal(0.01, cell.Variance.Seed, 12);
    }

    [Fact]
    public void Should_mark_the_best_and_test_nothing_where_no_test_is_to_be_trusted()
    {
        var column = Table(study.Score(AsInThePaper.Value), ScorePlace.Target).Columns[0];
        Assert.Equal("mmtl", column.Best);
        // Six pairs that share three sites: neither test is to be trusted, so that none marks anything.
        Assert.Null(column.Test);
        Assert.Equal([ColumnMark.Untested, ColumnMark.Untested, ColumnMark.Best], column.Methods.Select(method => method.Mark));
        Assert.Equal(-0.10, column["fine-tune-all"]!.AgainstBest!.Mean!.Value, 12);
        Assert.Equal(4.0 / 64, column["fine-tune-all"]!.AgainstBest!.SignedRankP!.Value, 12);
        Assert.Equal(-1, column["fine-tune-all"]!.AgainstBest!.RankBiserial);
        Assert.StartsWith("Trust neither", column.Trust, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_hold_the_source_against_its_own_model()
    {
        var table = Table(study.Score(AsInThePaper.Value), ScorePlace.Source);
        Assert.Equal((0.90, -0.01), (Math.Round(table["mmtl", "1 patient"]!.Change!.From, 12), Math.Round(table["mmtl", "1 patient"]!.Change!.Mean, 12)));
        Assert.Equal(0.60, table["fine-tune-all", "2 patients"]!.Mean!.Value, 12);
        Assert.Equal(-0.30, table["fine-tune-all", "2 patients"]!.Change!.Mean, 12);
        Assert.Equal("mmtl", table.Columns[0].Best);
        Assert.Null(table["mmtl", "1 patient"]!.GapClosed);
    }

    [Fact]
    public void Should_count_what_is_missing_or_not_finite()
    {
        var plan = study.Score((model, site, patient) => model.Method == "mmtl" && patient == 2 && site == "B" && model.Target == "B" ? double.NaN : AsInThePaper.Value(model, site, patient),
            model => model.Seed < 2 || model.Method != "l2sp");
        var table = Table(plan, ScorePlace.Target, "hd95");
        Assert.Equal("66 of 72 (6 not finite)", table["mmtl", "1 patient"]!.Patients.ToString());
        table = Table(plan, ScorePlace.Target);
        Assert.Equal("12 of 18 (6 missing)", table["l2sp", "1 patient"]!.Runs.ToString());
        Assert.Equal("48 of 72 (24 missing)", table["l2sp", "1 patient"]!.Patients.ToString());
        Assert.Equal(0.715, table["l2sp", "1 patient"]!.Mean!.Value, 12); // of seeds 0 and 1
    }

    [Fact]
    public void Should_take_lower_distances_for_better()
    {
        var table = Table(study.Score(AsInThePaper.Value), ScorePlace.Target, "hd95");
        Assert.Equal("mmtl", table.Columns[0].Best);
        Assert.Equal(2.0, table["mmtl", "1 patient"]!.Mean!.Value, 10); // 10 x (1 - 0.80)
        Assert.Equal("0 of 72 (72 not finite)", table["none", "1 patient"]!.Patients.ToString());
    }

    [Fact]
    public void Should_give_millimetres_no_share_of_a_gap()
    {
        // All scores above 0.65 have a distance: none is 10 x (1 - 0.70) = 3 mm, all target data 1 mm, mmtl 2 mm.
        var table = Table(study.Score((model, site, patient) => model.Method == "" && site != model.Source ? 0.70 : AsInThePaper.Value(model, site, patient)), ScorePlace.Target, "hd95");
        Assert.Equal((3.0, 1.0), (Math.Round(table["none", "1 patient"]!.Mean!.Value, 9), Math.Round(table["all-target-data", "1 patient"]!.Mean!.Value, 9)));
        Assert.Null(table["mmtl", "1 patient"]!.GapClosed);
    }

    [Fact]
    public void Should_keep_optimizers_and_normalisation_statistics_apart()
    {
        study.Definition = study.Definition with { Optimizers = [OptimizerKind.Sgd, OptimizerKind.Adam], Evaluation = new EvaluationPlan { NormStatistics = [NormSource.Own, NormSource.Recalibrated] } };
        var scores = StudyScores.Read(study.Score((model, site, patient) => AsInThePaper.Value(model, site, patient) - (model.Optimizer == OptimizerKind.Sgd ? 0.1 : 0)));
        var tables = ResultTables.Of(scores.Of(scores.Metrics[0]));
        Assert.Equal(8, tables.Count); // two places, two statistics, two optimizers
        Assert.Equal([0.6, 0.7], tables.Where(table => table.Place == ScorePlace.Target && table.NormStatistics == NormSource.Own).Select(table => Math.Round(table["fine-tune-all", "1 patient"]!.Mean!.Value, 12)));
    }

    public void Dispose() => study.Dispose();
}
