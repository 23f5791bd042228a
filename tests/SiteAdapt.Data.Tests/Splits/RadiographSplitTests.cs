using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

/// <summary>Splits where the same patients have images at two sites (views), and where a published test set is given.</summary>
public sealed class RadiographSplitTests
{
    /// <summary>Of 60 patients every third has PA images only, every third AP only, the others both; up to three images each.</summary>
    static Manifest Views(Func<int, Subset?>? subset = null) => new("/nowhere/manifest.csv",
    [
        .. from p in Enumerable.Range(0, 60)
           from view in p % 3 == 0 ? new[] { "PA" } : p % 3 == 1 ? ["AP"] : ["PA", "AP"]
           from i in Enumerable.Range(0, 1 + p % 3)
           select TestCases.Of(view, $"p{p:00}", $"p{p:00}-{view}-{i}", subset?.Invoke(p)),
    ]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Should_put_a_patient_into_one_subset_over_both_views(long seed)
    {
        Manifest manifest = Views();
        Split split = Split.Create(manifest, seed);
        foreach (var patient in manifest.Cases.GroupBy(c => c.Subject))
            Assert.Single(patient.Select(c => Enum.GetValues<Subset>().Single(subset => split.CasesOf(c.Site, subset).Contains(c))).Distinct());
        foreach (string view in (string[])["PA", "AP"])
        {
            Assert.Equal([30, 3, 7], Enum.GetValues<Subset>().Select(subset => split.CasesOf(view, subset).Select(c => c.Subject).Distinct().Count()));
            LeakageCheck.Require([new(Subset.Train, view, split.TrainingCases(view)), new(Subset.Test, "AP", split.TestCases("AP")), new(Subset.Test, "PA", split.TestCases("PA"))]);
        }
    }

    [Fact]
    public void Should_keep_a_patients_images_together_in_the_order_of_budgets()
    {
        string[] subjects = [.. Split.Create(Views(), 3).TrainingCases("AP").Select(c => c.Subject)];
        Assert.Equal(subjects.Distinct().Count(), 1 + subjects.Zip(subjects.Skip(1)).Count(pair => pair.First != pair.Second));
    }

    [Fact]
    public void Should_keep_a_given_test_set_and_split_the_others_into_training_and_validation()
    {
        Manifest manifest = Views(p => p < 12 ? Subset.Test : null);
        Split split = Split.Create(manifest, 5);
        Assert.Equal(Enumerable.Range(0, 12).Select(p => $"p{p:00}"), split.SubsetOf.Where(s => s.Value == Subset.Test).Select(s => s.Key).Order());
        foreach (string view in (string[])["PA", "AP"])
            Assert.Equal([29, 3, 8], Enum.GetValues<Subset>().Select(subset => split.CasesOf(view, subset).Select(c => c.Subject).Distinct().Count()));
        Assert.Empty(split.Unused);
        Assert.Equal("test from the manifest's split column, training and validation by seed 5", split.Origin);
        Assert.NotEqual(split.TrainingCases("PA").Select(c => c.Id), Split.Create(manifest, 6).TrainingCases("PA").Select(c => c.Id));
    }

    [Fact]
    public void Should_still_refuse_a_column_with_gaps_that_names_more_than_a_test_set() =>
        Assert.Contains("has none, while others have", Assert.Throws<InputException>(() => Split.Create(Views(p => p < 12 ? Subset.Test : p < 40 ? Subset.Train : null), 0)).Message);

    [Fact]
    public void Should_take_a_column_that_says_test_for_everybody_as_it_is() =>
        Assert.All(Split.Create(Views(_ => Subset.Test), 0).SubsetOf.Values, subset => Assert.Equal(Subset.Test, subset));
}
