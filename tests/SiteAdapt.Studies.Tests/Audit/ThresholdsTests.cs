using SiteAdapt.Imaging;

namespace SiteAdapt.Studies.Tests;

public sealed class ThresholdsTests
{
    static string Fault(string yaml) => Assert.Throws<InputException>(() => Thresholds.Parse(yaml, "t.yaml")).Message;

    [Fact]
    public void Should_read_the_example_of_the_documentation()
    {
        string page = File.ReadAllText(RepositoryFolder.Find("docs", "how-to", "audit.md"));
        string yaml = page.Split("```yaml\n")[1].Split("```")[0];
        var rules = Thresholds.Parse(yaml, "audit.md");
        Assert.Equal(["surface_dice at target", "dice at source", "hd95 at target"], rules.Select(rule => rule.Title));
        Assert.Equal((.85, .8, .75, .02, 10), (rules[0].Mean, rules[0].Bound, rules[0].WorstSubgroup, rules[0].Forgetting, rules[0].Patients));
        Assert.Equal(["sex", "age", "scanner"], rules[0].Subgroups);
        Assert.Equal(8, rules[2].Mean);
    }

    [Fact]
    public void Should_tell_all_faults_at_once_with_their_lines()
    {
        string message = Fault("rules:\n  - metric: dise\n    minimum_mean: 0.5\n  - metric: dice\n    minimum_maen: 0.9\n  - metric: hd95\n    minimum_mean: 3\n");
        foreach (string words in new[] { "t.yaml", "line 2", "'dise' is no metric", "line 5", "minimum_maen", "minimum_mean", "line 7", "maximum_mean" }) Assert.Contains(words, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: x", "'rules' is missing")]
    [InlineData("rules: []", "'rules' is missing")]
    [InlineData("rules: [dice]", "a mapping")]
    [InlineData("rules: [{metric: dice}]", "asks for nothing")]
    [InlineData("rules: [{metric: dice, minimum_mean: 90}]", "0.9, not 90")]
    [InlineData("rules: [{metric: dice, minimum_worst_subgroup: 0.5}]", "subgroups")]
    [InlineData("rules: [{metric: dice, minimum_mean: 0.5, subgroups: [sex]}]", "worst subgroup")]
    [InlineData("rules: [{metric: dice, minimum_worst_subgroup: 0.5, subgroups: [colour]}]", "a list of sex, age, scanner, site")]
    [InlineData("rules: [{metric: auc, structure: a, minimum_mean: 0.5}]", "use 'finding'")]
    [InlineData("rules: [{metric: dice, maximum_forgetting: -0.1}]", "maximum_forgetting is below 0")]
    [InlineData("rules: [{metric: dice, minimum_patients: 0}]", "minimum_patients is below 1")]
    [InlineData("rules: [{metric: dice, at: a, minimum_worst_subgroup: 0.5, subgroups: [sex]}]", "not at a single site")]
    public void Should_refuse_what_cannot_be_judged(string yaml, string words) => Assert.Contains(words, Fault(yaml), StringComparison.Ordinal);
}
