using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

/// <summary>The picture sections of a report over a study that was really run, and that lacks this or that.</summary>
public sealed class SectionsTests : IDisposable
{
    readonly TinyStudy study = new();

    public SectionsTests() => study.Definition = study.Definition with
    {
        Methods = [new("none"), new("fine-tune-all"), new("mmtl"), new("spottunet"), new("all-target-data")],
        Pairs = PairRule.Listed,
        ListedPairs = [new(["a"], "b")],
        Evaluation = new EvaluationPlan(Source: false),
    };

    [Fact]
    public void Should_show_a_finished_study_and_say_what_was_deleted()
    {
        var plan = study.Plan();
        study.Run(plan, _ => true);

        // Curves: one panel a budget and one of the source models; two epochs are too short for a verdict.
        var curves = LearningCurves.Blocks(plan);
        Assert.Equal(2, Figures(curves).Count());
        Assert.Contains(curves, block => block is CalloutBlock { Kind: CalloutKind.Note, Title: "Too short to say." });
        Assert.Equal(["pre-training", "fine-tune-all", "mmtl", "spottunet"], curves.OfType<TableBlock>().Single().Rows.Select(row => row.Cells[0].Text));

        // Gates: those that evaluating counted, by block.
        var evaluation = plan.Results.Single(result => result.Method.Label == "spottunet").Target[0];
        var gates = GatesFile.Read(plan.FolderOf(evaluation))!;
        Assert.Equal(TinySites.Size.Z, gates.Slices); // one test case
        Assert.Equal(GatesOf(plan, evaluation), gates.Frozen);
        Assert.Equal(2, Figures(GateUse.Blocks(plan)).Count());
        Assert.DoesNotContain(GateUse.Blocks(plan), block => block is CalloutBlock);

        // Masks: what is drawn is what was scored.
        Assert.Single(Figures(QualitativeRows.Blocks(plan)));
        foreach (var result in plan.Results) AssertScored(plan, result.Target[0]);

        byte[] before = Figures(QualitativeRows.Blocks(plan)).Single().Content.Bytes.ToArray();
        var mmtl = plan.Results.Single(result => result.Method.Label == "mmtl").Target[0];
        Directory.Delete(plan.FolderOf(mmtl.Inputs[0]).Run, recursive: true);
        Assert.Equal(before, Figures(QualitativeRows.Blocks(plan)).Single().Content.Bytes.ToArray()); // the masks were kept
        Directory.Delete(Path.Combine(plan.Study.Results, "pictures"), recursive: true);
        Assert.Contains(QualitativeRows.Blocks(plan).OfType<CalloutBlock>(), callout => callout.Text.StartsWith("mmtl; the run folders were deleted", StringComparison.Ordinal));
        Assert.Contains(LearningCurves.Blocks(plan).OfType<CalloutBlock>(), callout => callout.Text.StartsWith("the run folders of 1 of 5 were deleted", StringComparison.Ordinal));

        File.Delete(plan.FolderOf(evaluation).In("gates.json")); // as of a unit that was done before there was one
        Assert.Contains(GateUse.Blocks(plan).OfType<CalloutBlock>(), callout => callout.Title == "From training:");
        string metrics = Path.Combine(plan.FolderOf(plan.Results.Single(result => result.Method.Label == "fine-tune-all").Target[0].Inputs[0]).Run, "metrics.jsonl");
        File.WriteAllText(metrics, "{");
        Assert.Contains(metrics, Assert.Throws<InputException>(() => LearningCurves.Blocks(plan)).Message, StringComparison.Ordinal);
        File.Delete(study.File("b3.nii"));
        Assert.Contains(QualitativeRows.Blocks(plan).OfType<CalloutBlock>(), callout => callout.Title == "No pictures here:" && callout.Text.Contains("b3.nii", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_say_that_nothing_is_there_before_a_study_is_run()
    {
        var plan = study.Plan();
        foreach (var blocks in new[] { LearningCurves.Blocks(plan), GateUse.Blocks(plan), FeatureSpace.Blocks(plan), QualitativeRows.Blocks(plan) })
        {
            Assert.IsType<HeadingBlock>(blocks[0]);
            Assert.True(blocks.Count > 1);
            Assert.Empty(Figures(blocks));
        }
        Assert.Contains("study features", FeatureSpace.Blocks(plan).OfType<CodeBlock>().Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_leave_gates_out_of_a_study_without_spottunet()
    {
        study.Definition = study.Definition with { Methods = [new("none"), new("fine-tune-all")] };
        Assert.Empty(GateUse.Blocks(study.Plan()));
    }

    static IEnumerable<FigureBlock> Figures(IReadOnlyList<Block> blocks) => new Page("", "", blocks).Figures;

    /// <summary>The gates of the model on the test case, counted here.</summary>
    IReadOnlyDictionary<string, double> GatesOf(StudyPlan plan, PlannedUnit evaluation)
    {
        var (record, checkpoint) = RunFolder.OpenFinished(plan.FolderOf(evaluation.Inputs[0]).Run);
        using var data = study.Sites.Data();
        using var network = (GatedNetwork)NetworkFactory.Load(record, checkpoint, TorchSharp.torch.CPU);
        foreach (var item in plan.Data.Cases("b", Subset.Test)) Evaluator.Predict(network, record.Task, TorchSharp.torch.CPU, data.Open(item));
        return network.Usage.FrozenShares;
    }

    void AssertScored(StudyPlan plan, PlannedUnit evaluation)
    {
        var item = plan.Data.Cases("b", Subset.Test).Single();
        using var data = study.Sites.Data();
        var prepared = data.Open(item);
        var kept = new Mask(prepared.Grid, [.. Nifti.ReadLabels(PredictedMasks.FileOf(plan, evaluation, item)).Volume.Voxels.Select(value => (byte)value)]);
        var scores = SegmentationScores.Compute(prepared.ReadMask(0), kept, plan.Study.Task.Spacing ?? prepared.Grid.Spacing, plan.Study.Task.Metric.ToleranceMm);
        Assert.Equal(ScoresFile.Read(plan.FolderOf(evaluation).Scores).Cases.Single().Values["dice"], scores.Dice);
    }

    public void Dispose() => study.Dispose();
}
