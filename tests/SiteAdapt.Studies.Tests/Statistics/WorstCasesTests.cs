namespace SiteAdapt.Studies.Tests;

public sealed class WorstCasesTests
{
    // Patient i of every site scores i hundredths less than its site's level.
    static ScoreSet Graded(int patients) => MadeUpScores.Cases("ABC", patients, 2, key =>
        (key.Site == "B" ? 0.6 : 0.8) - 0.01 * int.Parse(key.Subject[1..], System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Should_find_the_worst_site_and_the_worst_tenth_of_the_patients()
    {
        var worst = WorstCases.Of(Graded(10));
        Assert.Equal("B", worst.WorstSite!.Site);
        Assert.Equal(0.6 - 0.045, worst.WorstSite.Mean!.Value, 12);
        Assert.Equal(["p09", "p08", "p07"], worst.Patients.Take(3).Select(patient => patient.Subject));
        Assert.Equal(0.6 - 0.08, worst.WorstTenth!.Value, 12);
    }

    [Fact]
    public void Should_take_one_patient_at_least() =>
        Assert.Equal(0.6 - 0.02, WorstCases.Of(Graded(3)).WorstTenth!.Value, 12);

    [Fact]
    public void Should_take_the_highest_where_lower_is_better() =>
        Assert.Equal((0.8 + 0.8 + 0.79) / 3, WorstCases.Of(Graded(10), higherIsBetter: false).WorstTenth!.Value, 12);

    [Fact]
    public void Should_put_patients_without_values_last_and_count_them()
    {
        var worst = WorstCases.Of(MadeUpScores.Cases("AB", 2, 1, key => key.Site == "A" ? null : 0.5));
        Assert.Equal("B", worst.WorstSite!.Site);
        Assert.Equal(("A", new ValueCounts(2, 0, 2, 0)), (worst.Sites[1].Site, worst.Sites[1].Values));
        Assert.Equal(["B", "B", "A", "A"], worst.Patients.Select(patient => patient.Site));
        Assert.Equal(0.5, worst.WorstTenth);
    }

    [Fact]
    public void Should_know_sites_but_no_patients_for_a_metric_of_a_whole_test_set()
    {
        var worst = WorstCases.Of(MadeUpScores.Runs(("NIH", "CheXpert", 0, 0.7), ("CheXpert", "NIH", 0, 0.65)));
        Assert.Equal(("NIH", null), (worst.WorstSite!.Site, worst.WorstTenth));
        Assert.Null(WorstCases.Of(ScoreSet.OfRuns([])).WorstSite);
    }
}
