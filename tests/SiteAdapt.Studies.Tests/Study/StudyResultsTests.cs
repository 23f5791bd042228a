using System.Text.Json;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class StudyResultsTests : IDisposable
{
    readonly TinyStudy tiny = new();

    static ScoresFile File(params ScoredCase[] cases) => new("a", "test", EvaluationGrid.Native, NormSource.Own, "dice", 1, cases);

    /// <summary>An evaluation with made-up surface Dice values, NaN among them.</summary>
    static void Score(StudyPlan plan, PlannedUnit unit, params double[] values)
    {
        var folder = plan.Materialise(unit);
        var record = (EvaluateUnit)unit.Record;
        var file = new ScoresFile(record.Site, "test", record.Grid, record.NormStatistics, "surface_dice", 1,
            [.. values.Select((value, i) => new ScoredCase($"c{i}", $"s{i}", "blob", new Dictionary<string, double> { ["surface_dice"] = value, ["dice"] = 0.5, ["hd95"] = value }))]);
        System.IO.File.WriteAllText(folder.Scores, JsonSerializer.Serialize(file, Json.Pretty));
        folder.WriteDone(new UnitDone(1, values.Length, "here"));
    }

    [Fact]
    public void Should_average_cases_and_count_what_does_not_exist()
    {
        var plan = tiny.Plan();
        var cell = plan.Results.Single(result => result.Method.Label == "mmtl" && result.Pair.Target == "b");
        Score(plan, cell.Target[0], 0.5, 0.75, double.NaN);
        Score(plan, cell.SourceBefore[0], 0.25);
        Assert.Empty(StudyResults.Collect(StudyScores.Read(plan))); // one of its evaluations is missing
        Score(plan, cell.SourceAfter[0], 0.125, 0.375);
        var rows = StudyResults.Collect(StudyScores.Read(plan));
        Assert.Equal(["dice", "hd95", "surface_dice"], rows.Select(row => row.Metric));
        Assert.Equal(("mmtl", "a", "b", "1 patient", OptimizerKind.Adam, 0L), (rows[0].Method, rows[0].Source, rows[0].Target, rows[0].Budget, rows[0].Optimizer, rows[0].Seed));
        Assert.Equal((new MetricMean(0.625, 2, 1), new MetricMean(0.25, 1, 0), new MetricMean(0.25, 2, 0)), (rows[2].OnTarget, rows[2].SourceBefore, rows[2].SourceAfter));

        StudyResults.Write(plan, rows);
        string[] csv = System.IO.File.ReadAllLines(Path.Combine(plan.Study.Results, "tiny.results.csv"));
        Assert.Equal("mmtl,a,b,1 patient,adam,0,own,surface_dice,0.625,2,1,0.25,0.25,2,0", csv[3]);
        string json = System.IO.File.ReadAllText(Path.Combine(plan.Study.Results, "tiny.results.json"));
        Assert.Equal(rows, JsonSerializer.Deserialize<List<StudyRow>>(json, Json.Pretty));
    }

    [Fact]
    public void Should_count_two_empty_masks_as_perfect()
    {
        var file = File(new ScoredCase("c", "s", "blob", new Dictionary<string, double> { ["dice"] = double.NaN, ["surface_dice"] = double.NaN, ["hd95"] = double.NaN }));
        Assert.Equal(new MetricMean(1, 1, 0), MetricMean.Of([file], "dice"));
        Assert.Equal(new MetricMean(1, 1, 0), MetricMean.Of([file], "surface_dice"));
        Assert.Equal(new MetricMean(double.NaN, 0, 1), MetricMean.Of([file], "hd95"));
    }

    /// <summary>As in the tables: a patient with many scans weighs no more than one with few.</summary>
    [Fact]
    public void Should_take_one_value_of_a_patient()
    {
        ScoredCase Scan(string id, string subject, double dice) => new(id, subject, "blob", new Dictionary<string, double> { ["dice"] = dice });
        Assert.Equal(new MetricMean(0.5, 2, 0), MetricMean.Of([File(Scan("a1", "a", 0.125), Scan("a2", "a", 0.375), Scan("b", "b", 0.75))], "dice"));
        Assert.Equal(new MetricMean(0.75, 1, 1), MetricMean.Of([File(Scan("a1", "a", 0.125), Scan("a2", "a", double.PositiveInfinity), Scan("b", "b", 0.75))], "dice"));
    }

    [Fact]
    public void Should_have_the_same_score_before_and_after_where_nothing_was_adapted()
    {
        var plan = tiny.Plan();
        tiny.Run(plan, _ => true);
        var rows = StudyResults.Collect(StudyScores.Read(plan));
        Assert.Equal(plan.Results.Count, rows.Select(row => (row.Method, row.Source, row.Target)).Distinct().Count());
        Assert.All(rows.Where(row => row.Method == "none"), row => Assert.Equal(row.SourceBefore, row.SourceAfter));
        // The upper bound of one pair is the source model of the other.
        double Value(string method, string source, Func<StudyRow, MetricMean?> which) => which(rows.Single(row => row.Method == method && row.Source == source && row.Metric == "surface_dice"))!.Mean;
        Assert.Equal(Value("none", "b", row => row.SourceBefore), Value("all-target-data", "a", row => row.OnTarget));
    }

    public void Dispose() => tiny.Dispose();
}
