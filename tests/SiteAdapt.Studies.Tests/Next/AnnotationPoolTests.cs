using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using TorchSharp;

namespace SiteAdapt.Studies.Tests;

/// <summary>Site "b" of the tiny sites: b0 to b3 train, b4 validates, b5 tests; the run is a model of site "a".</summary>
public sealed class AnnotationPoolTests : IDisposable
{
    readonly TinySites sites = new(subjects: 6);

    public void Dispose() => sites.Dispose();

    /// <summary>Takes the labels of these cases out of the manifest.</summary>
    void Blank(params string[] ids) => File.WriteAllLines(sites.ManifestPath,
        [.. File.ReadAllLines(sites.ManifestPath).Select(line => ids.Contains(line.Split(',')[0]) ? line.Replace($"{line.Split(',')[0]}_mask.nii", "", StringComparison.Ordinal) : line)]);

    AnnotationPool Pool(string? run = null, IReadOnlyList<string>? annotated = null, string? manifest = null, string target = "b")
    {
        run ??= Directory.Exists(sites.File("run")) ? sites.File("run") : sites.Pretrain("run");
        var (record, checkpoint) = RunFolder.OpenFinished(run);
        using var data = new TrainingData(Manifest.Read(manifest ?? sites.ManifestPath), record.Data.Split, record.Task, sites.Cache);
        return AnnotationPool.Of(data, SeenCases.Open(run, checkpoint), record, target, annotated);
    }

    static IEnumerable<string> Ids(IEnumerable<Case> cases) => cases.Select(item => item.Id);

    [Fact]
    public void Should_propose_no_case_that_the_split_holds_back()
    {
        Blank("b1", "b3", "b4", "b5");
        var pool = Pool();
        Assert.Equal(["b0", "b2"], Ids(pool.Annotated));
        Assert.Equal(["b1", "b3"], Ids(pool.Candidates));
        Assert.Equal(["b4: reserved for validation by the split (the manifest's split column)", "b5: reserved for test by the split (the manifest's split column)"], pool.LeftOut.Select(item => $"{item.Case.Id}: {item.Why}"));
    }

    [Fact]
    public void Should_propose_no_case_that_the_runs_own_manifest_holds_back()
    {
        Blank("b1", "b3", "b4", "b5");
        string another = sites.File("another.csv");
        File.WriteAllText(another, File.ReadAllText(sites.ManifestPath).Replace("test", "train", StringComparison.Ordinal));
        var pool = Pool(manifest: another);
        Assert.Equal(["b1", "b3"], Ids(pool.Candidates));
        Assert.Contains(pool.LeftOut, item => item.Case.Id == "b5" && item.Why.EndsWith($"of the run's own manifest {sites.ManifestPath})", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_propose_no_image_of_a_test_or_training_case_under_another_name()
    {
        Blank("b1", "b2", "b3");
        string run = sites.Pretrain("of-b", site: "b");
        File.Copy(sites.File("b5.nii"), sites.File("b1.nii"), overwrite: true);
        File.Copy(sites.File("b0.nii"), sites.File("b2.nii"), overwrite: true);
        var pool = Pool(run);
        Assert.Equal(["b3"], Ids(pool.Candidates));
        Assert.Equal(["shows the image of case 'b5' (subject 'subject-b5'), which is reserved for test by the split (the manifest's split column)", "shows the image of case 'b0' (subject 'subject-b0') of site 'b', which the run was trained on"], pool.LeftOut.Select(item => item.Why));
    }

    [Fact]
    public void Should_count_what_the_run_was_trained_on_as_annotated()
    {
        string run = sites.Pretrain("of-b", site: "b"); // with all four labels
        Blank("b0", "b1");
        string message = Assert.Throws<InputException>(() => Pool(run)).Message;
        Assert.Contains("every case of site 'b' is annotated", message, StringComparison.Ordinal);
        message = Assert.Throws<InputException>(() => Pool(run, ["b0", "b2", "b3"])).Message;
        Assert.Contains("the run was trained on case 'b1' with its label, so that it cannot be proposed; add it", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_take_the_users_word_for_what_is_annotated()
    {
        var pool = Pool(annotated: ["b2"]);
        Assert.Equal(["b2"], Ids(pool.Annotated));
        Assert.Equal(["b0", "b1", "b3"], Ids(pool.Candidates));
        Assert.Equal(["b4", "b5"], pool.LeftOut.Select(item => item.Case.Id));
        Assert.Empty(Pool(annotated: []).Annotated);
    }

    [Fact]
    public void Should_refuse_test_cases_and_strangers_as_annotated()
    {
        string message = Assert.Throws<InputException>(() => Pool(annotated: ["b5", "b9", "a0"])).Message;
        Assert.Contains("3 faults", message, StringComparison.Ordinal);
        Assert.Contains("case 'b5' (subject 'subject-b5') is reserved for test by the split (the manifest's split column); a model must not learn from it", message, StringComparison.Ordinal);
        Assert.Contains("there is no case 'b9' at site 'b'", message, StringComparison.Ordinal);
        Assert.Contains("there is no case 'a0' at site 'b'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_by_name_where_only_test_cases_are_left()
    {
        Blank("b5");
        string message = Assert.Throws<InputException>(() => Pool()).Message;
        Assert.Contains("no case of site 'b' may be proposed", message, StringComparison.Ordinal);
        Assert.Contains("case 'b5' (subject 'subject-b5'): reserved for test", message, StringComparison.Ordinal);
        Assert.Contains("'nowhere'", Assert.Throws<InputException>(() => Pool(target: "nowhere")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_more_than_there_are()
    {
        Blank("b1", "b3");
        string run = sites.Pretrain("run");
        var (record, checkpoint) = RunFolder.OpenFinished(run);
        using var network = NetworkFactory.Load(record, checkpoint, torch.CPU);
        using var data = sites.Data();
        var reader = new CaseReader(network, record, data, torch.CPU);
        Assert.Contains("--count: is 3; site 'b' has 2 that may be proposed", Assert.Throws<InputException>(() => NextCases.Of(Pool(run), "b", 3, reader)).Message, StringComparison.Ordinal);
        Assert.Contains("--count: is 0", Assert.Throws<InputException>(() => NextCases.Of(Pool(run), "b", 0, reader)).Message, StringComparison.Ordinal);
        Assert.Equal(["b1", "b3"], NextCases.Of(Pool(run), "b", 2, reader).Chosen.Select(item => item.Case.Id).Order(StringComparer.Ordinal));
    }
}
