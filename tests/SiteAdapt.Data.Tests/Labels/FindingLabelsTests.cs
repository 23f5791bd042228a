namespace SiteAdapt.Data.Tests;

public sealed class FindingLabelsTests
{
    static readonly string[] Names = ["Edema", "Atelectasis", "Effusion", "Pleural Effusion", "Mass"];

    static Case With(int? value) => TestCases.Of("a", "p") with { Findings = Case.NoFindings.AddRange(Names.Select(n => KeyValuePair.Create(n, value))) };

    [Theory]
    [InlineData(UncertainPolicy.Ignore, float.NaN, float.NaN)]
    [InlineData(UncertainPolicy.Zeros, 0, 0)]
    [InlineData(UncertainPolicy.Ones, 1, 1)]
    [InlineData(UncertainPolicy.Mixed, 1, 0)]
    public void Should_take_uncertain_labels_as_the_policy_says(UncertainPolicy policy, float usual, float mass)
    {
        TaskSettings task = TaskPresets.ChestXray with { Uncertain = policy };
        Assert.Equal([usual, usual, usual, usual, mass], FindingLabels.Of(With(-1), Names, task));
        Assert.Equal([1, 1, 1, 1, 1], FindingLabels.Of(With(1), Names, task));
        Assert.Equal([0, 0, 0, 0, 0], FindingLabels.Of(With(0), Names, task));
    }

    [Fact]
    public void Should_leave_out_what_a_site_does_not_label_under_every_policy()
    {
        foreach (UncertainPolicy policy in Enum.GetValues<UncertainPolicy>())
        {
            TaskSettings task = TaskPresets.ChestXray with { Uncertain = policy };
            Assert.All(FindingLabels.Of(With(null), Names, task), label => Assert.True(float.IsNaN(label)));
            Assert.Equal([float.NaN, 1], FindingLabels.Of(With(1), ["Fracture", "Mass"], task));
        }
    }
}
