using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class EarlierStudiesTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Fact]
    public void Should_have_a_table_of_the_program_with_its_source()
    {
        var study = EarlierStudies.OfProgram();
        Assert.Contains("docs/results.md", study.From, StringComparison.Ordinal);
        Assert.Equal((OptimizerKind.Adam, "1 patient, 15 slices", 0), (study.Optimizer, study.Budget, study.NotFinite));
        Assert.Equal(["fine-tune-all", "fine-tune-first", "l2sp", "mmtl", "none", "octl"], study.Findings.Select(finding => finding.Method).Order(StringComparer.Ordinal));
        Assert.All(study.Findings, finding => Assert.Equal(6, finding.Runs));
        Assert.Equal((0.0, 0.0), study.Findings.Where(finding => finding.Method == "none").Select(finding => (finding.Gain!.Value, finding.SourceChange!.Value)).Single());
    }

    [Fact]
    public void Should_average_the_smallest_budget_of_a_study()
    {
        string path = folder.Write("s.results.json", $"[{string.Join(',',
            Row("none", "no budget", 0.4, 0.8, 0.8), Row("octl", "1 patient", 0.6, 0.8, 0.5), Row("octl", "1 patient", 0.8, 0.8, 0.7, seed: 1), Row("none", "no budget", 0.5, 0.8, 0.8, seed: 1), Row("octl", "2 patients", 0.9, 0.8, 0.1))}]");
        var octl = Assert.Single(EarlierStudies.Read(path, "surface_dice")).Findings.Single(finding => finding.Method == "octl");
        Assert.Equal((2, 0.7, 0.25, -0.2), (octl.Runs, Math.Round(octl.Score, 12), Math.Round(octl.Gain!.Value, 12), Math.Round(octl.SourceChange!.Value, 12)));
        Assert.Contains("no results of auc", Assert.Throws<InputException>(() => EarlierStudies.Read(path, "auc")).Message, StringComparison.Ordinal);
        Assert.Contains("--studies", Assert.Throws<InputException>(() => EarlierStudies.Read(folder.Write("x.json", "{"), "auc")).Message, StringComparison.Ordinal);
    }

    string Write(params string[] rows) => folder.Write("s.results.json", $"[{string.Join(',', rows)}]");

    [Fact]
    public void Should_not_mix_optimizers_or_normalisation_statistics()
    {
        string path = Write(Row("none", "no budget", 0.4, 0.8, 0.8), Row("octl", "1 patient", 0.6, 0.8, 0.5), Row("octl", "1 patient", 0.9, 0.8, 0.8, norm: "recalibrated"),
            Row("none", "no budget", 0.2, 0.8, 0.8, optimizer: "sgd"), Row("octl", "1 patient", 0.3, 0.8, 0.7, optimizer: "sgd"));
        var both = EarlierStudies.Read(path, "surface_dice");
        Assert.Equal([(OptimizerKind.Adam, 1, 0.6, 0.2), (OptimizerKind.Sgd, 1, 0.3, 0.1)], both.Select(study => (study.Optimizer, study.Findings[0].Runs, study.Findings[0].Score, Math.Round(study.Findings[0].Gain!.Value, 12))));
        Assert.Equal(OptimizerKind.Sgd, Assert.Single(EarlierStudies.Read(path, "surface_dice", OptimizerKind.Sgd)).Optimizer);
        string adam = Write(Row("octl", "1 patient", 0.6, 0.8, 0.5));
        Assert.Equal(OptimizerKind.Adam, Assert.Single(EarlierStudies.Read(adam, "surface_dice", OptimizerKind.Sgd)).Optimizer); // all there is
        Assert.Contains("own normalisation statistics", Assert.Throws<InputException>(() => EarlierStudies.Read(Write(Row("octl", "1 patient", 0.6, 0.8, 0.5, norm: "source")), "surface_dice")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_not_mix_budgets_of_the_same_patients()
    {
        var study = Assert.Single(EarlierStudies.Read(Write(Row("octl", "1 patient, 5 slices", 0.5, 0.8, 0.5), Row("octl", "1 patient", 0.7, 0.8, 0.5), Row("octl", "2 patients", 0.9, 0.8, 0.5)), "surface_dice"));
        Assert.Equal(("1 patient", 1, 0.7), (study.Budget, study.Findings[0].Runs, study.Findings[0].Score));
        var images = Assert.Single(EarlierStudies.Read(Write(Row("octl", "256 images", 0.7, 0.8, 0.5), Row("octl", "128 images", 0.6, 0.8, 0.5)), "surface_dice"));
        Assert.Equal(("128 images", 0.6), (images.Budget, images.Findings[0].Score));
    }

    [Fact]
    public void Should_count_runs_without_a_finite_score()
    {
        var study = Assert.Single(EarlierStudies.Read(Write(Row("octl", "1 patient", 0.5, 0.8, 0.5), Row("octl", "1 patient", double.NaN, 0.8, 0.5, seed: 1)), "surface_dice"));
        Assert.Equal((1, 1, 0.5), (study.NotFinite, study.Findings[0].Runs, study.Findings[0].Score));
    }

    [Fact]
    public void Should_read_the_names_of_budgets()
    {
        foreach (var budget in new[] { new Budget(1), new Budget(2, 90), Budget.OfImages(128), new Budget(4, Images: 16) }) Assert.Equal(budget, BudgetName.Read(BudgetName.Of(budget)));
        Assert.Null(BudgetName.Read(BudgetName.Of(null)));
    }

    static string Row(string method, string budget, double target, double before, double after, int seed = 0, string optimizer = "adam", string norm = "own") => FormattableString.Invariant($$"""
        {"method": "{{method}}", "source": "a", "target": "b", "budget": "{{budget}}", "optimizer": "{{optimizer}}", "seed": {{seed}}, "norm_statistics": "{{norm}}", "metric": "surface_dice",
         "on_target": {"mean": {{(double.IsNaN(target) ? "\"NaN\"" : (object)target)}}, "values": 2, "missing": 0}, "source_before": {"mean": {{before}}, "values": 2, "missing": 0}, "source_after": {"mean": {{after}}, "values": 2, "missing": 0} }
        """);

    public void Dispose() => folder.Dispose();
}
