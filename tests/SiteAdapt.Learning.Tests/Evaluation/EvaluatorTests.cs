using SiteAdapt.Data;
using SiteAdapt.Imaging;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public sealed class EvaluatorTests : IDisposable
{
    static readonly TaskSettings Task = TinySites.Task with { Metric = new MetricSettings(ToleranceMm: 0.5) };
    readonly TinySites sites = new(sites: 1);
    readonly Network network = BalancedNetwork.Create(Task);

    public void Dispose()
    {
        network.Dispose();
        sites.Dispose();
    }

    Evaluator Evaluator(TaskSettings? task = null) => new(network, task ?? Task, CPU, sites.Cache);

    IReadOnlyList<Case> Cases => sites.Manifest.Cases;

    [Theory]
    [InlineData(EvaluationGrid.Prepared)]
    [InlineData(EvaluationGrid.Native)]
    public void Should_score_one_where_the_prediction_is_the_reference(EvaluationGrid grid)
    {
        var item = Cases[0];
        var mask = Predicted(item, grid);
        Assert.InRange(mask.Count, 1, mask.Voxels.Length - 1);
        Nifti.WriteMask(item.Label!, mask);
        var score = Assert.Single(Evaluator().Evaluate([item], grid));
        Assert.Equal((item.Id, item.Subject, "a", "blob", grid), (score.Case, score.Subject, score.Site, score.Structure, score.Grid));
        Assert.Equal(1, score.Scores.Dice);
        Assert.Equal(1, score.Scores.SurfaceDice);
        Assert.Equal(0, score.Scores.Hausdorff100);
    }

    [Theory]
    [InlineData(EvaluationGrid.Prepared)]
    [InlineData(EvaluationGrid.Native)]
    public void Should_compare_with_the_label_in_the_right_places(EvaluationGrid grid)
    {
        var scores = Evaluator().Evaluate(Cases, grid);
        Assert.Equal(Cases.Select(item => item.Id), scores.Select(score => score.Case));
        foreach (var (item, score) in Cases.Zip(scores))
        {
            var label = Nifti.Read(item.Label!).Volume;
            var reference = new Mask(label.Grid, Array.ConvertAll(label.Voxels, value => value > 0 ? (byte)1 : (byte)0));
            var expected = SegmentationScores.Compute(reference, Predicted(item, grid), Spacing.Isotropic(1), 0.5);
            Assert.Equal(expected, score.Scores);
        }
    }

    [Theory]
    [InlineData(MetricSpacing.Nominal, 2.0)]
    [InlineData(MetricSpacing.Effective, 23.0 / 11)]
    public void Should_measure_surfaces_with_the_spacing_that_the_task_asks_for(MetricSpacing metric, double along)
    {
        var task = Task with { Spacing = new Spacing(2, 1, 1), Metric = new MetricSettings(1, metric) };
        var score = Assert.Single(Evaluator(task).Evaluate([Cases[0]], EvaluationGrid.Prepared));
        Assert.Equal(along, score.Spacing.X, 1e-9);
        Assert.Equal(1, score.Spacing.Y, 1e-9);
        Assert.Equal(1, Assert.Single(Evaluator(task).Evaluate([Cases[0]], EvaluationGrid.Native)).Spacing.X, 1e-9);
    }

    [Fact]
    public void Should_have_a_row_for_every_structure_and_tell_its_progress()
    {
        var task = Task with { Structures = [Structure.AnyPositive("blob"), new Structure("two", [2])] };
        using var two = BalancedNetwork.Create(task);
        var told = new List<(int, int, string)>();
        var scores = new Evaluator(two, task, CPU, sites.Cache) { Progress = (done, of, name) => told.Add((done, of, name)) }.Evaluate([.. Cases.Take(2)], EvaluationGrid.Native);
        Assert.Equal(["blob", "two", "blob", "two"], scores.Select(score => score.Structure));
        Assert.Equal([(1, 2, "a0"), (2, 2, "a1")], told);
    }

    [Theory]
    [InlineData(EvaluationGrid.Prepared)]
    [InlineData(EvaluationGrid.Native)]
    public void Should_refuse_a_case_without_label(EvaluationGrid grid)
    {
        var fault = Assert.Throws<InputException>(() => Evaluator().Evaluate([Cases[0] with { Label = null }], grid));
        Assert.Contains("'a0'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("no label", fault.Message, StringComparison.Ordinal);
    }

    Mask Predicted(Case item, EvaluationGrid grid)
    {
        if (grid == EvaluationGrid.Native) return new NativePrediction(network, Task, CPU).Masks(Nifti.Read(item.Image).Volume, item.Id)[0];
        using var prepared = sites.Cache.Open(item, Task);
        return SiteAdapt.Learning.Evaluator.Predict(network, Task, CPU, prepared)[0];
    }
}
