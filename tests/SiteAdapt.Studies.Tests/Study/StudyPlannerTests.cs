using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class StudyPlannerTests
{
    static StudyDefinition Study { get; } = new()
    {
        Name = "s",
        Results = Path.Combine(Path.GetTempPath(), "there-is-no-such-study"),
        Sites = [new("a", 12), new("b", 12), new("c", 12)],
        Task = TaskPresets.Brain,
        Methods = [new("none"), new("mmtl"), new("all-target-data")],
        Budgets = [new Budget(1), new Budget(2)],
    };

    static (int Pretrain, int Adapt, int Evaluate) Counts(StudyDefinition study)
    {
        var units = StudyPlanner.Plan(study).Units;
        return (units.Count(unit => unit.Kind == UnitKind.Pretrain), units.Count(unit => unit.Kind == UnitKind.Adapt), units.Count(unit => unit.Kind == UnitKind.Evaluate));
    }

    [Fact]
    public void Should_train_a_source_model_once_for_all_that_starts_from_it()
    {
        var plan = StudyPlanner.Plan(Study);
        Assert.Equal((3, 12, 3 * 3 + 12 * 2), Counts(Study)); // 3 source models on 3 sites; 6 pairs x 2 budgets on source and target
        Assert.All(plan.Units.Where(unit => unit.Kind == UnitKind.Pretrain), unit => Assert.True(unit.Uses > 1));
        Assert.Equal(6 + 12 + 6, plan.Results.Count);
    }

    [Fact]
    public void Should_read_the_bounds_from_source_models_and_not_train_them()
    {
        var study = Study with { Methods = [new("none"), new("all-target-data")], Budgets = [] };
        Assert.Equal((3, 0, 9), Counts(study));
        var plan = StudyPlanner.Plan(study);
        string Model(PlannedUnit evaluation) => string.Join('+', ((PretrainUnit)evaluation.Inputs[0].Record).Sites);
        foreach (var result in plan.Results)
        {
            bool upper = result.Method.Label == "all-target-data";
            Assert.Equal(upper ? result.Pair.Target : result.Pair.SourceName, Model(Assert.Single(result.Target)));
            Assert.Equal(result.Pair.SourceName, Model(Assert.Single(result.SourceBefore)));
            if (!upper) Assert.Equal(result.SourceBefore, result.SourceAfter);
            Assert.Equal(result.Pair.Target, ((EvaluateUnit)result.Target[0].Record).Site);
        }
    }

    [Fact]
    public void Should_pool_all_other_sites_where_each_is_a_target_in_turn()
    {
        var plan = StudyPlanner.Plan(Study with { Pairs = PairRule.EachAsTarget, Methods = [new("none"), new("mmtl")], Budgets = [new Budget(1)] });
        Assert.Equal(["b+c>a", "a+c>b", "a+b>c"], plan.Results.Select(result => $"{result.Pair.SourceName}>{result.Pair.Target}").Distinct());
        Assert.All(plan.Results, result => Assert.Equal(2, result.SourceAfter.Count));
        Assert.Equal([["b", "c"], ["a", "c"], ["a", "b"]], plan.Units.Select(unit => unit.Record).OfType<PretrainUnit>().Select(unit => unit.Sites));
    }

    [Fact]
    public void Should_stand_in_an_order_in_which_inputs_come_first()
    {
        var place = StudyPlanner.Plan(Study).Units.Select((unit, index) => (unit, index)).ToDictionary(entry => entry.unit, entry => entry.index);
        Assert.All(place.Keys, unit => Assert.All(unit.Inputs, input => Assert.True(place[input] < place[unit])));
        Assert.All(place.Keys, unit => Assert.Equal(unit.Record.Inputs, unit.Inputs.Select(input => input.Reference)));
    }

    [Fact]
    public void Should_look_at_source_statistics_of_adapted_models_alone()
    {
        var study = Study with { Budgets = [new Budget(1)], Evaluation = new EvaluationPlan(Source: false) { NormStatistics = [NormSource.Own, NormSource.Source, NormSource.Recalibrated] } };
        var results = StudyPlanner.Plan(study).Results;
        Assert.DoesNotContain(results, result => result.NormStatistics == NormSource.Source && result.Method.Label != "mmtl");
        Assert.Equal(6 * 3, results.Count(result => result.Method.Label == "mmtl"));
        Assert.All(results.Where(result => result.NormStatistics == NormSource.Recalibrated), result => Assert.NotNull(((EvaluateUnit)result.Target[0].Record).Recalibration));
    }

    [Fact]
    public void Should_run_a_method_with_its_own_optimizers_only()
    {
        var study = Study with { Optimizers = [OptimizerKind.Adam, OptimizerKind.Sgd], Methods = [new("mmtl"), new("a", "octl", [], [OptimizerKind.Sgd])], Budgets = [new Budget(1)] };
        Assert.Equal((6, 12 + 6), (Counts(study).Pretrain, Counts(study).Adapt));
    }

    [Fact]
    public void Should_join_manifests_that_were_imported_apart()
    {
        using TinySites first = new(1, prefix: "p"), second = new(1, prefix: "q");
        string file = first.File("study.yaml");
        var study = StudyFile.Parse($"data: [{first.ManifestPath}, {second.ManifestPath}]\nmethods: [mmtl]\nbudgets: [1]", file);
        var plan = StudyPlanner.Plan(study);
        Assert.True(plan.Data.IsThere);
        Assert.Equal(["pa", "qa"], plan.Data.Sites);
        Assert.Equal(second.Manifest.Cases.Select(item => item.Image), plan.Data.Manifest.CasesAt("qa").Select(item => item.Image));
        File.Delete(second.ManifestPath);
        Assert.Contains($"{second.ManifestPath}: there is no such manifest", Assert.Throws<InputException>(() => StudyPlanner.Plan(study)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_run_methods_that_look_at_no_label_once_whatever_the_budgets() =>
        Assert.Equal((3, 6), (Counts(Study with { Methods = [new("adabn")] }).Pretrain, Counts(Study with { Methods = [new("adabn")] }).Adapt));

    [Theory]
    [InlineData(10, "'budgets' has 10 patients, but the training list of 'a' has 9")]
    public void Should_refuse_a_budget_that_a_target_does_not_have(int patients, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => StudyPlanner.Plan(Study with { Budgets = [new Budget(patients)] })).Message, StringComparison.Ordinal);

    [Fact]
    public void Should_refuse_pairs_of_unknown_sites_and_studies_of_one_site()
    {
        Assert.Contains("'pairs' names the site 'd'", Assert.Throws<InputException>(() => StudyPlanner.Plan(Study with { Pairs = PairRule.Listed, ListedPairs = [new(["a"], "d")] })).Message, StringComparison.Ordinal);
        Assert.Contains("there is one site (a)", Assert.Throws<InputException>(() => StudyPlanner.Plan(Study with { Sites = [new("a", 12)] })).Message, StringComparison.Ordinal);
    }
}
