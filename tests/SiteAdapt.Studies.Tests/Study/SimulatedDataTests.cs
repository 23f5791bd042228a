using SiteAdapt.Data;

namespace SiteAdapt.Studies.Tests;

public sealed class SimulatedDataTests
{
    static StudyDefinition Study(string simulation, string folder = "") =>
        StudyFile.Parse($"task: chest-xray\nmethods: [none]\nsimulation: {simulation}", Path.Combine(folder.Length > 0 ? folder : Path.GetTempPath(), "a-study.yaml"));

    /// <summary>Folders that versions before radiographs made: their data and units must be found again.</summary>
    [Theory]
    [InlineData("{sites: 3, subjects: 5, spacing: 8, seed: 1}", "simulated-7a07189e")]
    [InlineData("{sites: 2, subjects: 12, spacing: 4, seed: 0}", "simulated-8f772725")]
    [InlineData("{kind: heads, sites: 2, subjects: 12, spacing: 4, seed: 0}", "simulated-8f772725")]
    public void Should_keep_the_folder_names_of_heads(string simulation, string folder) => Assert.Equal(folder, Folder(simulation));

    [Fact]
    public void Should_have_a_folder_for_all_that_decides_radiographs()
    {
        string[] different =
        [
            "{kind: chest-xray}", "{kind: chest-xray, size: 64}", "{kind: chest-xray, subjects: 5}", "{kind: chest-xray, sites: 3}", "{kind: chest-xray, seed: 2}",
            "{kind: chest-xray, shift: 0.5}", "{sites: 2, subjects: 100}",
        ];
        Assert.Equal(different.Length, different.Select(Folder).Distinct().Count());
        Assert.Equal(Folder("{kind: chest-xray}"), Folder("{kind: chest-xray, sites: 2, subjects: 100, size: 224, seed: 1, shift: 1}"));
    }

    [Fact]
    public void Should_make_the_radiographs_that_were_planned_without_them()
    {
        using TemporaryFolder folder = new();
        StudyDefinition study = Study("{kind: chest-xray, sites: 2, subjects: 8, size: 32}", folder.Path);
        Assert.False(StudyData.Open(study).IsThere);
        IReadOnlyList<string> planned = StudyData.Open(study).Sites;
        SimulatedData.Make(study, null, CancellationToken.None);
        StudyData made = StudyData.Open(study);
        Assert.True(made.IsThere);
        Assert.Equal(planned, made.Sites);
        Assert.Equal(16, made.Manifest.Cases.Select(c => c.Subject).Distinct().Count());
    }

    static string Folder(string simulation) => Path.GetFileName(Path.GetDirectoryName(SimulatedData.ManifestOf(Study(simulation)))!);
}
