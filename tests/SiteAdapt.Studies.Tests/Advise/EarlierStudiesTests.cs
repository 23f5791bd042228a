using SiteAdapt.Imaging;

namespace SiteAdapt.Studies.Tests;

public sealed class EarlierStudiesTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Fact]
    public void Should_have_a_table_of_the_program_with_its_source()
    {
        var study = EarlierStudies.OfProgram();
        Assert.Contains("docs/results.md", study.From, StringComparison.Ordinal);
        Assert.Equal("1 patient", study.Budget);
        Assert.Equal(["fine-tune-all", "fine-tune-first", "l2sp", "mmtl", "none", "octl"], study.Findings.Select(finding => finding.Method).Order(StringComparer.Ordinal));
        Assert.All(study.Findings, finding => Assert.Equal(6, finding.Runs));
        Assert.Equal((0.0, 0.0), study.Findings.Where(finding => finding.Method == "none").Select(finding => (finding.Gain!.Value, finding.SourceChange!.Value)).Single());
    }

    [Fact]
    public void Should_average_the_smallest_budget_of_a_study()
    {
        string path = folder.Write("s.results.json", $"[{string.Join(',',
            Row("none", "no budget", 0.4, 0.8, 0.8), Row("octl", "1 patient", 0.6, 0.8, 0.5), Row("octl", "1 patient", 0.8, 0.8, 0.7, seed: 1), Row("none", "no budget", 0.5, 0.8, 0.8, seed: 1), Row("octl", "2 patients", 0.9, 0.8, 0.1))}]");
        var octl = EarlierStudies.Read(path, "surface_dice").Findings.Single(finding => finding.Method == "octl");
        Assert.Equal((2, 0.7, 0.25, -0.2), (octl.Runs, Math.Round(octl.Score, 12), Math.Round(octl.Gain!.Value, 12), Math.Round(octl.SourceChange!.Value, 12)));
        Assert.Contains("no results of auc", Assert.Throws<InputException>(() => EarlierStudies.Read(path, "auc")).Message, StringComparison.Ordinal);
        Assert.Contains("--studies", Assert.Throws<InputException>(() => EarlierStudies.Read(folder.Write("x.json", "{"), "auc")).Message, StringComparison.Ordinal);
    }

    static string Row(string method, string budget, double target, double before, double after, int seed = 0) => FormattableString.Invariant($$"""
        {"method": "{{method}}", "source": "a", "target": "b", "budget": "{{budget}}", "optimizer": "adam", "seed": {{seed}}, "norm_statistics": "own", "metric": "surface_dice",
         "on_target": {"mean": {{target}}, "cases": 2, "missing": 0}, "source_before": {"mean": {{before}}, "cases": 2, "missing": 0}, "source_after": {"mean": {{after}}, "cases": 2, "missing": 0} }
        """);

    public void Dispose() => folder.Dispose();
}
