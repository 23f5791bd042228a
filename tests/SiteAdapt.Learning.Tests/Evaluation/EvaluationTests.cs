using SiteAdapt.Imaging;

namespace SiteAdapt.Learning.Tests;

public class EvaluationTests
{
    static CaseScore Score(string reference, string prediction)
    {
        var spacing = Spacing.Isotropic(1);
        Mask Row(string voxels) => new(Grid.FromSpacing(new Size3(voxels.Length, 1, 1), spacing), [.. voxels.Select(voxel => (byte)(voxel - '0'))]);
        return new CaseScore("c", "s", "a", "blob", EvaluationGrid.Native, spacing, SegmentationScores.Compute(Row(reference), Row(prediction), spacing));
    }

    static readonly CaseScore Perfect = Score("01100", "01100"), BothEmpty = Score("00000", "00000"), Missed = Score("01100", "00000"), Half = Score("01100", "01000");

    [Fact]
    public void Should_count_a_case_that_both_leave_empty_as_perfect()
    {
        var means = Evaluation.Means([BothEmpty, Half]);
        Assert.Equal((1 + Half.Scores.Dice) / 2, means["dice"]);
        Assert.Equal((1 + Half.Scores.SurfaceDice) / 2, means["surface_dice"]);
        Assert.Equal(1, Evaluation.Means([BothEmpty])["dice"]);
        Assert.Equal(1, Evaluation.BothEmpty([BothEmpty, Half, Perfect, Missed]));
    }

    [Fact]
    public void Should_score_a_missed_structure_zero()
    {
        var means = Evaluation.Means([Missed]);
        Assert.Equal(0, means["dice"]);
        Assert.Equal(0, means["surface_dice"]);
        Assert.Equal(double.PositiveInfinity, means["hd95"]);
        Assert.Equal(0, Evaluation.BothEmpty([Missed]));
    }

    [Fact]
    public void Should_take_the_mean_of_distances_over_the_cases_that_have_one()
    {
        // An empty prediction has no surface to measure from: its distance to the reference is no number.
        Assert.True(double.IsNaN(Missed.Scores.AsdPredictionToReference));
        Assert.Equal(Half.Scores.AsdPredictionToReference, Evaluation.Means([Missed, Half])["asd_pred_to_ref"]);
        Assert.True(double.IsNaN(Evaluation.Means([Missed])["asd_pred_to_ref"]));
        Assert.Equal(double.PositiveInfinity, Evaluation.Means([Missed, Half])["asd_ref_to_pred"]);
    }

    [Fact]
    public void Should_give_no_number_for_no_case() => Assert.All(Evaluation.Means([]).Values, value => Assert.True(double.IsNaN(value)));
}
