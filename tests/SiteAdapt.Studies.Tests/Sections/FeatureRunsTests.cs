using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class FeatureRunsTests : IDisposable
{
    readonly TinyStudy study = new();

    [Fact]
    public void Should_see_the_same_run_as_the_unit_with_source_and_target_patients()
    {
        var plan = study.Plan();
        var units = new FeatureChoice(FeatureChoice.DefaultMethods, Target: "b").Find(plan);
        Assert.Contains("not done yet", Assert.Throws<InputException>(() => FeatureRuns.Record(plan, units[0], [0, 2], null, CancellationToken.None)).Message, StringComparison.Ordinal);
        study.Run(plan, unit => units.Contains(unit) || units.Any(one => one.Inputs.Contains(unit) || one.Inputs.Any(input => input.Inputs.Contains(unit))));
        var before = TinyStudy.Bytes(plan);
        foreach (var unit in units)
        {
            FeatureRuns.Record(plan, unit, [0, 2], null, CancellationToken.None);
            Assert.True(FeatureRuns.IsSameAsUnit(plan, unit));
            var kept = FeatureRow.FilesOf(FeatureRuns.FolderOf(plan, unit));
            Assert.Equal([0, 2], kept.Select(file => file.Epoch));
            // Two training subjects of the source whether the method goes on learning from them or not, one of the target, and its test subject.
            Assert.Equal([("a0", "source"), ("a1", "source"), ("b0", "target"), ("b3", "test")], FeatureRow.Read(kept[1].File).Select(row => (row.Case, row.Role)).Order());
        }
        Assert.Equal(before, TinyStudy.Bytes(plan)); // the study is as it was

        FeatureRuns.Record(plan, units[0], [1], null, CancellationToken.None); // other epochs: trained anew
        Assert.Equal(1, Assert.Single(FeatureRow.FilesOf(FeatureRuns.FolderOf(plan, units[0]))).Epoch);
        var blocks = FeatureSpace.Blocks(plan);
        Assert.Equal(2, blocks.OfType<FigureGroupBlock>().Single().Figures.Count);
        Assert.All(blocks.OfType<FigureGroupBlock>().Single().Figures, figure => Assert.EndsWith("with the study's own weights.", figure.Caption, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mtl", null, null, "did you mean 'mmtl'")]
    [InlineData("mmtl", "c", null, "--target")]
    [InlineData("mmtl", null, "9 patients", "1 patient")]
    public void Should_refuse_what_the_study_does_not_have(string method, string? target, string? budget, string said) =>
        Assert.Contains(said, Assert.Throws<InputException>(() => new FeatureChoice([method], Target: target, Budget: budget).Find(study.Plan())).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(60, "0 12 24 36 48 60")]
    [InlineData(12, "0 2 5 7 10 12")]
    [InlineData(2, "0 1 2")]
    public void Should_look_six_times_where_there_are_so_many_epochs(int epochs, string expected) => Assert.Equal(expected, string.Join(' ', FeatureRuns.DefaultEpochs(epochs)));

    public void Dispose() => study.Dispose();
}
