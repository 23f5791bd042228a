using SiteAdapt.Imaging;

namespace SiteAdapt.Studies.Tests;

public sealed class DemoStudyTests
{
    [Theory]
    [InlineData("quick", 2, 1, 1)]
    [InlineData("full", 6, 6, 2)]
    public void Should_be_a_study_like_any_other(string preset, int sites, int pairs, int budgets)
    {
        using var folder = new TemporaryFolder();
        var plan = StudyPlan.Load(DemoStudy.Write(folder.File("demo"), new DemoChoice(preset, null, 7, 1, "cpu")));
        Assert.Equal((sites, pairs, budgets), (plan.Data.Sites.Count, plan.Study.ListedPairs.Count, plan.Study.Budgets.Count));
        Assert.Equal([7], plan.Study.Seeds);
        Assert.Equal(7, plan.Study.Simulation!.Seed);
        Assert.Equal(folder.File("demo"), plan.Study.Results);
    }

    [Fact]
    public void Should_take_what_the_user_chose()
    {
        const string Hostile = "/data/a \"b\" {c}: #d\\e";
        var study = StudyFile.Parse(DemoStudy.Text(new DemoChoice("quick", Hostile, 3, 4, "cuda")), "/demo/demo.yaml");
        Assert.Equal((Hostile, 4, "cuda"), (study.Simulation!.Labels, study.Training.Threads, study.Training.Device));
    }

    [Fact]
    public void Should_refuse_a_folder_that_holds_something_else()
    {
        using var folder = new TemporaryFolder();
        folder.Write("mine/notes.txt", "mine");
        Assert.Contains("holds files", Assert.Throws<InputException>(() => DemoStudy.Write(folder.File("mine"), new DemoChoice("quick", null, 0, 1, "cpu"))).Message, StringComparison.Ordinal);
        Assert.Contains("--preset: is 'small'", Assert.Throws<InputException>(() => DemoStudy.Write(folder.File("new"), new DemoChoice("small", null, 0, 1, "cpu"))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("new")));
    }
}
