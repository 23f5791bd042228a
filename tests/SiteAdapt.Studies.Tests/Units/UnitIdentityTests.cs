using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

/// <summary>A unit's hash changes with what decides its result, and with nothing else.</summary>
public sealed class UnitIdentityTests : IDisposable
{
    readonly TinyStudy tiny = new();

    /// <summary>Kinds of which the changed study has units that the study did not have.</summary>
    IEnumerable<UnitKind> New(StudyDefinition changed)
    {
        var known = tiny.Plan().Units.Select(unit => unit.Reference).ToHashSet();
        return StudyPlanner.Plan(changed).Units.Where(unit => !known.Contains(unit.Reference)).Select(unit => unit.Kind).Distinct();
    }

    static readonly UnitKind[] Nothing = [], All = [UnitKind.Prepare, UnitKind.Pretrain, UnitKind.Adapt, UnitKind.Evaluate], Trainings = All[1..], Adaptations = All[2..], Evaluations = All[3..];

    StudyDefinition Study => tiny.Definition;

    [Fact]
    public void Should_stay_where_nothing_that_matters_changed()
    {
        Assert.Equal(Nothing, New(Study with { Name = "other", Results = Study.Results + "2", Cache = "elsewhere" }));
        Assert.Equal(Nothing, New(Study with { Task = Study.Task with { Name = "other" } }));
        Assert.Equal(Nothing, New(Study with { Methods = [new("FTA", "fine-tune-all", [])] }));
        Assert.Equal(Nothing, New(Study with { Methods = [.. Study.Methods.Reverse()] }));
        Assert.Equal(Nothing, New(Study with { Pairs = PairRule.Listed, ListedPairs = [new(["b"], "a")] }));
        Assert.Equal(Nothing, New(Study with { Evaluation = new EvaluationPlan(Source: false) }));
        Assert.Equal(Nothing, New(Study with { Split = new SplitRecord(Seed: 9) })); // the manifest's own split column holds
    }

    [Fact]
    public void Should_change_from_the_first_stage_on_that_an_option_matters_to()
    {
        Assert.Equal(All, New(Study with { Task = Study.Task with { Spacing = Imaging.Spacing.Isotropic(2) } }));
        Assert.Equal(Trainings, New(Study with { Task = Study.Task with { Window = 24 } }));
        Assert.Equal(Trainings, New(Study with { Pretraining = Study.Pretraining with { Threads = 2 } }));
        Assert.Equal(Trainings, New(Study with { Optimizers = [OptimizerKind.Sgd] }));
        Assert.Equal(Trainings, New(Study with { Seeds = [7] }));
        Assert.Equal(Adaptations, New(Study with { Training = Study.Training with { LearningRate = 0.5 } }));
        Assert.Equal(Adaptations, New(Study with { Budgets = [new Budget(2)] }));
        Assert.Equal(Adaptations, New(Study with { Methods = [new("mmtl", "mmtl", ["mix=published"])] }));
        Assert.Equal(Adaptations, New(Study with { Methods = [new("mmtl", "mmtl", [], null, new Budget(1))] }));
        Assert.Equal(Evaluations, New(Study with { Task = Study.Task with { Metric = new MetricSettings(2) } }));
        Assert.Equal(Evaluations, New(Study with { Evaluation = new EvaluationPlan { NormStatistics = [NormSource.Recalibrated] } }));
        Assert.Equal(Evaluations, New(Study with { Evaluation = new EvaluationPlan(Grid: EvaluationGrid.Native) }));
    }

    [Fact]
    public void Should_change_for_a_list_that_lost_a_case_and_stay_for_the_others()
    {
        var before = tiny.Plan();
        string[] lines = [.. File.ReadAllLines(tiny.Sites.ManifestPath).Where(line => !line.StartsWith("b1,", StringComparison.Ordinal))];
        File.WriteAllLines(tiny.Sites.ManifestPath, lines);
        var after = tiny.Plan();
        string[] Titles(StudyPlan plan, UnitKind kind) => [.. plan.Units.Where(unit => unit.Kind == kind).Select(unit => $"{unit.Title} {unit.Reference.Hash}")];
        Assert.Equal("prepare b train", Assert.Single(Titles(after, UnitKind.Prepare).Except(Titles(before, UnitKind.Prepare)))[..15]);
        Assert.Equal("pretrain b adam", Assert.Single(Titles(after, UnitKind.Pretrain).Except(Titles(before, UnitKind.Pretrain)))[..15]);
    }

    [Fact]
    public void Should_not_depend_on_where_the_data_lie()
    {
        var before = tiny.Plan().Units.Select(unit => unit.Reference);
        string moved = tiny.File("moved");
        Directory.CreateDirectory(moved);
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(tiny.Sites.ManifestPath)!)) File.Copy(file, Path.Combine(moved, Path.GetFileName(file)));
        Assert.Equal(before, StudyPlanner.Plan(Study with { Manifest = Path.Combine(moved, "manifest.csv") }).Units.Select(unit => unit.Reference));
    }

    public void Dispose() => tiny.Dispose();
}
