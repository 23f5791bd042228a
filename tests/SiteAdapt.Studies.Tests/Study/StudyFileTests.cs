using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class StudyFileTests
{
    const string Smallest = "sites: {a: 10, b: 10}\nmethods: [none, mmtl]\nbudgets: [1]\n";

    static StudyDefinition Read(string yaml) => StudyFile.Parse(yaml, Path.Combine(Path.GetTempPath(), "folder", "my-study.yaml"));

    static string FaultsOf(string yaml) => Assert.Throws<InputException>(() => Read(yaml)).Message;

    [Fact]
    public void Should_have_the_papers_protocol_where_a_file_says_nothing()
    {
        var study = Read(Smallest);
        Assert.Equal(("my-study", PairRule.All), (study.Name, study.Pairs));
        Assert.Equal(Path.Combine(Path.GetTempPath(), "folder", "my-study"), study.Results);
        Assert.Equal((TaskPresets.Brain, new SplitRecord()), (study.Task, study.Split));
        Assert.Equal((60, 100, 16, 1e-3, 1), (study.Training.Epochs, study.Training.StepsPerEpoch, study.Training.BatchSize, study.Training.LearningRate, study.Training.Threads));
        Assert.Equal(study.Training, study.Pretraining);
        Assert.Equal([OptimizerKind.Adam], study.Optimizers);
        Assert.Equal([0L], study.Seeds);
        Assert.Equal((true, true, EvaluationGrid.Prepared), (study.Evaluation.Target, study.Evaluation.Source, study.Evaluation.Grid));
        Assert.Equal([NormSource.Own], study.Evaluation.NormStatistics);
    }

    [Fact]
    public void Should_read_all_that_a_file_can_say()
    {
        var study = Read("""
            name: all
            data: data/manifest.csv
            cache: prepared
            results: elsewhere
            sites: [a, b, c]
            task: {base: brain, spacing: 4, window: 48}
            split: {seed: 3, counts: 8/1/1}
            pairs: [[a, b], [[a, b], c]]
            methods:
              - none
              - {name: mmtl, label: half, set: {mix: "constant:0.5"}, source_budget: {patients: 2, slices: 20}, optimizers: [sgd]}
              - {name: octl, set: {history-change: flip}}
            budgets: [{patients: 1, slices: 90}, 4]
            optimizers: [adam, sgd]
            seeds: [0, -1]
            training: {epochs: 6, steps_per_epoch: 7, batch: 8, learning_rate: 0.01, drop_at: 0.5, drop_factor: 0.2, threads: 2, device: cuda}
            pretraining: {epochs: 60}
            evaluate: {sites: [target], grid: native, norm_statistics: [own, recalibrated]}
            """);
        string folder = Path.Combine(Path.GetTempPath(), "folder");
        Assert.Equal(("all", Path.Combine(folder, "data", "manifest.csv"), Path.Combine(folder, "prepared"), Path.Combine(folder, "elsewhere")),
            (study.Name, study.Manifest, study.Cache, study.Results));
        Assert.Equal([new StudySite("a"), new StudySite("b"), new StudySite("c")], study.Sites);
        Assert.Equal((Spacing.Isotropic(4), 48), (study.Task.Spacing, study.Task.Window));
        Assert.Equal(new SplitRecord(3, "8/1/1"), study.Split);
        Assert.Equal(["a>b", "a+b>c"], study.ListedPairs.Select(pair => $"{pair.SourceName}>{pair.Target}"));
        Assert.Equal(["none", "half", "octl history-change=flip"], study.Methods.Select(method => method.Label));
        Assert.Equal((new Budget(2, 20), "mix=constant:0.5", OptimizerKind.Sgd),
            (study.Methods[1].SourceBudget, Assert.Single(study.Methods[1].Options), Assert.Single(study.Methods[1].Optimizers!)));
        Assert.Equal([new Budget(1, 90), new Budget(4)], study.Budgets);
        Assert.Equal([OptimizerKind.Adam, OptimizerKind.Sgd], study.Optimizers);
        Assert.Equal([0L, -1L], study.Seeds);
        var training = new TrainingSettings { Epochs = 6, StepsPerEpoch = 7, BatchSize = 8, LearningRate = 0.01, DropAt = 0.5, DropFactor = 0.2, Threads = 2, Device = "cuda" };
        Assert.Equal((training, training with { Epochs = 60 }), (study.Training, study.Pretraining));
        Assert.Equal((true, false, EvaluationGrid.Native), (study.Evaluation.Target, study.Evaluation.Source, study.Evaluation.Grid));
        Assert.Equal([NormSource.Own, NormSource.Recalibrated], study.Evaluation.NormStatistics);
    }

    [Fact]
    public void Should_take_a_label_of_its_own_or_the_methods() => Assert.Equal(["mmtl", "l2sp", "ours", "mmtl source 2 patients"],
        Read("sites: {a: 3, b: 3}\nbudgets: [1]\nmethods: [mmtl, {name: l2sp, label: l2sp}, {name: octl, label: ours}, {name: mmtl, source_budget: 2}]").Methods.Select(method => method.Label));

    [Fact]
    public void Should_tell_all_faults_at_once_with_their_lines()
    {
        string faults = FaultsOf("""
            sites: {a: 10, b: none}
            methods: [none, mtml, {name: octl, sets: {}}]
            budgets: [0]
            optimizers: [adam, adamw]
            seeds: [1, 1]
            training: {epochs: many}
            budget: 3
            evaluate: {norm_statistics: [mine]}
            pairs: [[a, a]]
            """);
        foreach (string expected in (string[])
            [
                "line 1, 'sites.b': 'none' is not a number of patients", "line 2, 'methods': there is no method 'mtml' (did you mean 'mmtl'?)", "line 2: there is no setting 'methods.sets' (did you mean 'set'?)",
                "line 3, 'budgets'", "line 4, 'optimizers': 'adamw'", "line 5, 'seeds': '1' is not there only once", "line 6, 'training.epochs': 'many' is not a whole number",
                "line 7: there is no setting 'budget' (did you mean 'budgets'?)", "line 8, 'evaluate.norm_statistics': 'mine'", "line 9, 'pairs': a list of 2 is not a pair of different sites",
            ])
            Assert.Contains(expected, faults, StringComparison.Ordinal);
        Assert.StartsWith(Path.Combine(Path.GetTempPath(), "folder", "my-study.yaml"), faults, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("methods: [none]", "no data is given")]
    [InlineData("sites: {a: 3, b: 3}", "'methods' is missing")]
    [InlineData("sites: {a: 3, b: 3}\nmethods: [mmtl]", "'budgets' is missing")]
    [InlineData(Smallest + "data: x.csv\nsimulation: {sites: 2}", "cannot both be given")]
    [InlineData(Smallest + "name: a/b", "'name' is 'a/b'")]
    [InlineData(Smallest + "training: {epochs: 0}", "'training': epochs is 0")]
    [InlineData(Smallest + "split: {list: cc359, seed: 1}", "leave seed and counts out")]
    [InlineData(Smallest + "pairs: some", "'pairs': 'some' is not all, each-as-target, or a list of [source, target]")]
    [InlineData("sites: {a: 3, b: 3}\nmethods: [none]\nsubjects: 3", "cache, sites, split, pairs, methods, optimizers, budgets, seeds")]
    [InlineData(Smallest + "task: brian", "'task': 'brian' is not a preset (brain, cc359-published")]
    [InlineData(Smallest + "task: {base: brain, windows: 8}", "there is no setting 'task.windows' (did you mean 'window'?)")]
    [InlineData("sites: {a: 3, b: 3}\nbudgets: [1]\nmethods: [mmtl, mmtl]", "'mmtl' stands there twice; give one of them another 'label'")]
    [InlineData("sites: {a: 3, b: 3}\nbudgets: [1]\nmethods: [{name: octl, set: {momentum: 0.5}}]", "momentum and nesterov are SGD's")]
    [InlineData("sites: {a: 3, b: 3}\nbudgets: [1]\nmethods: [{name: l2sp, source_budget: 2}]", "mixes no source samples")]
    [InlineData("sites: {a: 3, b: 3}\nbudgets: [1]\nmethods: [{name: mmtl, label: mmtl, set: {mix: \"constant:0.5\"}}]", "'mmtl' names another method than this entry")]
    [InlineData("sites: {a: 3, b: 3}\nbudgets: [1]\nmethods: [{name: mmtl, label: mmtl, source_budget: 1}]", "'mmtl' names another method than this entry")]
    [InlineData("sites: {a: 3, b: 3}\nbudgets: [1]\nmethods: [{name: fine-tune-all, label: mmtl+l2sp}]", "'mmtl+l2sp' names another method than this entry")]
    [InlineData("sites: {a: 3, b: 3}\nmethods: [mmtl]\nbudgets: [{images: 128}]", "'budgets' has images, which are for classification")]
    [InlineData("sites: {a: 3, b: 3}\ntask: chest-xray\nmethods: [mmtl]\nbudgets: [{patients: 2, slices: 9}]", "'budgets' has slices, but an image is one slice")]
    [InlineData("methods: [none]\nsimulation: {kind: chest-xray, spacing: 4}", "there is no setting 'simulation.spacing'")]
    [InlineData("methods: [none]\nsimulation: {size: 64}", "there is no setting 'simulation.size'")]
    [InlineData("methods: [none]\nsimulation: {kind: chests}", "one of heads, chest-xray")]
    [InlineData("- a\n- b", "expected one YAML document of 'key: value' lines")]
    [InlineData("a: [", "this is not YAML")]
    public void Should_refuse(string yaml, string message) => Assert.Contains(message, FaultsOf(yaml), StringComparison.Ordinal);

    [Theory]
    [InlineData("brain", "", 1e-3, 1e-3)]
    [InlineData("prostate", "", 1e-3, 1e-4)]
    [InlineData("chest-xray", "", 1e-4, 1e-4)]
    [InlineData("prostate", "training: {learning_rate: 0.5}", 0.5, 0.5)]
    [InlineData("prostate", "pretraining: {learning_rate: 0.5}", 0.5, 1e-4)]
    public void Should_take_learning_rates_from_the_task_where_the_file_says_none(string task, string more, double pretraining, double adaptation)
    {
        var study = Read($"sites: {{a: 10, b: 10}}\nmethods: [mmtl]\nbudgets: [1]\ntask: {task}\n{more}");
        Assert.Equal((pretraining, adaptation), (study.Pretraining.LearningRate, study.Training.LearningRate));
    }

    [Theory]
    [InlineData("[{methods: [mmtl, half]}]", "names 'half', which is no label of 'methods': none, mmtl")]
    [InlineData("[{methods: [mmtl]}]", "two labels of 'methods'")]
    [InlineData("[{question: why?}]", "'compare.methods' is missing")]
    [InlineData("[{methods: [mmtl, none], statistics: [source, own]}]", "asks for source, which 'evaluate.norm_statistics' does not list")]
    [InlineData("mmtl", "a list of mappings")]
    public void Should_refuse_questions_that_cannot_be_answered(string compare, string expected) =>
        Assert.Contains(expected, FaultsOf($"sites: {{a: 10, b: 10}}\nmethods: [none, mmtl]\nbudgets: [1]\ncompare: {compare}"), StringComparison.Ordinal);

    [Fact]
    public void Should_read_budgets_of_images() =>
        Assert.Equal([Budget.OfImages(128), new Budget(3)], Read("sites: {a: 10, b: 10}\ntask: chest-xray\nmethods: [mmtl]\nbudgets: [{images: 128}, 3]").Budgets);

    [Fact]
    public void Should_say_that_a_file_is_not_there() => Assert.Contains("no such study file", Assert.Throws<InputException>(() => StudyFile.Load("nowhere.yaml")).Message, StringComparison.Ordinal);
}
