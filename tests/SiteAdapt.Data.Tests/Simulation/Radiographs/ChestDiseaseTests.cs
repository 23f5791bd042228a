namespace SiteAdapt.Data.Tests;

public class ChestDiseaseTests
{
    static readonly ChestDisease[] Many = [.. Enumerable.Range(0, 4000).Select(i => ChestDisease.Course(FindingLabelSet.CheXpert, 1, new RandomStream(2, $"person{i}"))[0])];

    static double Share(Func<ChestDisease, bool> has) => Many.Count(has) / (double)Many.Length;

    [Fact]
    public void Should_be_as_common_as_the_label_set_says() =>
        Assert.All(Enum.GetValues<ChestFinding>(), finding => Assert.Equal(FindingLabelSet.CheXpert.Prevalence(finding), Share(d => d.Has(finding)), 0.03));

    [Theory]
    [InlineData(ChestFinding.Cardiomegaly, ChestFinding.Edema)]
    [InlineData(ChestFinding.Edema, ChestFinding.Effusion)]
    [InlineData(ChestFinding.Consolidation, ChestFinding.Atelectasis)]
    public void Should_occur_together_more_often_than_by_chance(ChestFinding a, ChestFinding b) =>
        Assert.True(Share(d => d.Has(a) && d.Has(b)) > 1.15 * Share(d => d.Has(a)) * Share(d => d.Has(b)));

    [Fact]
    public void Should_often_stay_until_the_next_examination()
    {
        var courses = Enumerable.Range(0, 1000).Select(i => ChestDisease.Course(FindingLabelSet.CheXpert, 2, new RandomStream(2, $"course{i}")))
            .Where(course => course[0].Has(ChestFinding.Effusion)).ToArray();
        Assert.InRange(courses.Count(course => course[1].Has(ChestFinding.Effusion)) / (double)courses.Length, 0.7, 0.95);
    }

    [Fact]
    public void Should_name_a_nodule_a_lesion_where_that_is_the_label_and_doubt_only_what_is_faint()
    {
        ChestDisease With(double severity) => new(new Dictionary<ChestFinding, double> { [ChestFinding.Nodule] = severity });
        int?[] Lesions(double severity) => [.. Enumerable.Range(0, 20).Select(i => FindingLabelSet.CheXpert.Of(With(severity), new RandomStream(1, $"reader{i}"))["Lung Lesion"]).Distinct().Order()];
        Assert.Equal([-1, 1], Lesions(0.1));
        Assert.Equal([1], Lesions(0.5));
        var other = FindingLabelSet.ChestXray14.Of(With(0.1), new RandomStream(1, "reader"));
        Assert.Equal((1, 0), (other["Nodule"], other["Mass"]));
        Assert.False(other.ContainsKey("Lung Lesion"));
    }
}
