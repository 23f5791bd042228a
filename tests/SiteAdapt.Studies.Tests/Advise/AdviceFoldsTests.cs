using FsCheck.Xunit;

namespace SiteAdapt.Studies.Tests;

public sealed class AdviceFoldsTests
{
    static List<string> Patients(int count) => [.. Enumerable.Range(0, count).Select(number => $"p{number}")];

    [Property]
    public void Should_hold_every_patient_out_once_and_never_train_on_who_is_held_out(byte count)
    {
        var patients = Patients(count % 40);
        var folds = AdviceFolds.Of(patients);
        Assert.Equal(patients.Count < 2 ? 0 : Math.Min(5, patients.Count), folds.Count);
        foreach (var fold in folds)
        {
            Assert.Empty(fold.Trained.Intersect(fold.HeldOut));
            Assert.Equal(patients.Order(), fold.Trained.Concat(fold.HeldOut).Order());
        }
        if (folds.Count > 0) Assert.Equal(patients.Order(), folds.SelectMany(fold => fold.HeldOut).Order());
    }

    [Fact]
    public void Should_train_the_folds_of_a_small_budget_on_different_patients()
    {
        var folds = AdviceFolds.Of(Patients(4));
        Assert.Equal(["p1", "p2", "p3", "p0"], folds.Select(fold => fold.Trained[0]));
        Assert.Equal(["p3", "p0", "p1"], folds[2].Trained);
    }

    [Theory]
    [InlineData(2, new[] { 1 })]
    [InlineData(3, new[] { 1, 2 })]
    [InlineData(4, new[] { 1, 2, 3 })]
    [InlineData(10, new[] { 2, 4, 8 })]
    public void Should_take_sizes_that_every_fold_has(int patients, int[] sizes) => Assert.Equal(sizes, AdviceFolds.Sizes(AdviceFolds.Of(Patients(patients))));
}
