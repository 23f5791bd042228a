using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

/// <summary>A study of findings: sites "a" and "c" label different ones.</summary>
public sealed class ClassificationStudyTests : IDisposable
{
    readonly TinyImages images = new();

    StudyPlan Plan() => StudyPlanner.Plan(new StudyDefinition
    {
        Name = "images",
        Results = images.File("results"),
        Manifest = images.ManifestPath,
        Task = TinyImages.Task,
        Pairs = PairRule.Listed,
        ListedPairs = [new(["a"], "c")],
        Methods = [new("fine-tune-all")],
        Budgets = [Budget.OfImages(4)],
        Training = TinyImages.Training,
        Pretraining = TinyImages.Training,
    });

    [Fact]
    public void Should_refuse_an_image_that_was_changed_since_it_was_prepared()
    {
        var plan = Plan();
        foreach (var unit in plan.Units.Where(unit => unit.Kind == UnitKind.Prepare)) UnitRunner.Run(plan.Materialise(unit), observer: null, CancellationToken.None);
        var pretrain = plan.Units.First(unit => unit.Kind == UnitKind.Pretrain);
        var cases = plan.Data.Cases("a", Subset.Train);
        File.Copy(cases[1].Image, cases[0].Image, overwrite: true);
        var fault = Assert.Throws<InputException>(() => UnitRunner.Run(plan.Materialise(pretrain), observer: null, CancellationToken.None));
        Assert.Contains($"case '{cases[0].Id}' was changed since the study prepared it", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_score_findings_by_their_auc()
    {
        var plan = Plan();
        foreach (var unit in plan.Units) UnitRunner.Run(plan.Materialise(unit), observer: null, CancellationToken.None);
        var result = Assert.Single(plan.Results);
        var scores = ScoresFile.Read(plan.FolderOf(result.Target[0]).Scores);
        Assert.Equal(("auc", null), (scores.Metric, scores.ToleranceMm));
        Assert.Equal(["y", "z"], scores.Findings!.Names);
        Assert.Equal(plan.Data.Cases("c", Subset.Test).Select(item => item.Id), scores.Findings.Images.Select(image => image.Case));
        Assert.Equal(Auc.Table(scores.Findings.Names, scores.Findings.Images).Mean, scores.Findings.MeanAuc);
        var row = Assert.Single(StudyResults.Collect(StudyScores.Read(plan)));
        Assert.Equal(("auc", "4 images"), (row.Metric, row.Budget));
        Assert.Equal(scores.Findings.MeanAuc ?? double.NaN, row.OnTarget!.Mean);
        Assert.Equal(2, row.OnTarget.Values + row.OnTarget.Missing);
    }

    public void Dispose() => images.Dispose();
}
