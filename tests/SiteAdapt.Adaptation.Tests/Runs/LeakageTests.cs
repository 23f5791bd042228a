using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation.Tests;

/// <summary>Runs that would be measured on what they were trained on, or that lack what they need, are refused by name.</summary>
public sealed class LeakageTests : IDisposable
{
    readonly TinySites sites = new();
    readonly string source;

    public LeakageTests() => source = sites.Pretrain("source");

    public void Dispose() => sites.Dispose();

    [Fact]
    public void Should_refuse_a_target_test_subject_that_the_source_was_trained_on_in_another_manifest()
    {
        string manifest = WriteManifest("target.csv", lines => lines.Where(line => !line.StartsWith('a')).Select(line => line.Replace("subject-b3", "subject-a0", StringComparison.Ordinal)));
        var fault = Assert.Throws<InputException>(() => Adapt("fine-tune-all", manifest));
        Assert.Contains("subject 'subject-a0' is in train at site 'a' (case 'a0') and in test at site 'b' (case 'b3')", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(sites.File("run", "run.json")));
    }

    [Fact]
    public void Should_refuse_to_train_on_a_test_image_under_another_name_before_anything_is_written()
    {
        Zip("a3.nii", "somebody.nii.gz");
        string manifest = WriteManifest("copy.csv", lines => lines.Append("new,subject-new,a,somebody.nii.gz,a3_mask.nii,train"));
        using var data = Data(manifest);
        var fault = Assert.Throws<InputException>(() => Pretraining.Run(data, ["a"], TinySites.Training, new OptimizerSettings(OptimizerKind.Adam), sites.Options("run"), CancellationToken.None));
        Assert.Contains("'a3' (subject 'subject-a3')", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'new' (subject 'subject-new')", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(sites.File("run", "run.json")));
    }

    /// <summary>The source's files are gone: its run folder knows what they showed. What it knows goes on to the model that is adapted from it.</summary>
    [Fact]
    public void Should_refuse_test_images_that_a_model_was_trained_on_under_another_name_and_elsewhere()
    {
        Adapt("fine-tune-all", sites.ManifestPath, run: "second");
        Zip("a0.nii", "somebody.nii.gz");
        string manifest = WriteManifest("target.csv", lines => [.. lines.Where(line => !line.StartsWith('a')), "new,subject-new,b,somebody.nii.gz,a0_mask.nii,test"]);
        foreach (string file in Directory.GetFiles(sites.File("."), "a*.nii").Append(sites.ManifestPath)) File.Delete(file);
        Zip("b0.nii", "a0_mask.nii"); // any file: labels are not looked at
        var fault = Assert.Throws<InputException>(() => Adapt("fine-tune-all", manifest));
        Assert.Contains("the image of case 'a0' (subject 'subject-a0') = 'new' (subject 'subject-new') is in train at site 'a' (case 'a0') and in test at site 'b' (case 'new')", fault.Message, StringComparison.Ordinal);

        using var data = Data(manifest);
        var checkpoint = RunFolder.OpenFinished(sites.File("second")).Checkpoint;
        var seen = SeenCases.Open(sites.File("second"), checkpoint);
        Assert.Null(seen.Limit);
        Assert.Equal(["a0", "a1", "b0"], seen.All.Select(item => item.Case).Order());
        fault = Assert.Throws<InputException>(() => seen.RequireUnseen(data.Split.TestCases("b"), data, "second"));
        Assert.Contains("second: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("case 'new' (subject 'subject-new') of site 'b': it was trained on this image as case 'a0' (subject 'subject-a0') of site 'a'", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("'b3'", fault.Message, StringComparison.Ordinal);
        File.Delete(sites.File("second", "seen.jsonl")); // subjects only, and said so
        seen = SeenCases.Open(sites.File("second"), checkpoint);
        Assert.Contains("images cannot be compared by content for 3 of the 3 cases", seen.Limit, StringComparison.Ordinal);
        seen.RequireUnseen(data.Split.TestCases("b"), data, "second");
    }

    [Fact]
    public void Should_take_separate_manifests_without_a_common_subject()
    {
        string manifest = WriteManifest("target.csv", lines => lines.Where(line => !line.StartsWith('a')));
        Adapt("mmtl", manifest);
        var cases = new RunFolder(sites.File("run")).ReadRecord().Data.Cases;
        Assert.Equal(["source", "source", "target"], cases.Select(item => item.Role).Order());
    }

    [Fact]
    public void Should_refuse_a_test_subject_that_an_earlier_source_model_was_trained_on()
    {
        Adapt("fine-tune-all", sites.ManifestPath, run: "second");
        var third = new[] { "c0,subject-c0,c,b0.nii,b0_mask.nii,train", "c1,subject-a0,c,b1.nii,b1_mask.nii,test" };
        string manifest = WriteManifest("third.csv", lines => [lines[0], .. third]);
        var settings = Adapting.Settings(FineTuneAll.Method, OptimizerKind.Adam) with { Target = "c" };
        var fault = Assert.Throws<InputException>(() => Adapt(settings, sites.File("second"), manifest, "run"));
        Assert.Contains("subject 'subject-a0' is in train at site 'a' (case 'a0') and in test at site 'c' (case 'c1')", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_target_that_is_a_source_site()
    {
        var settings = Adapting.Settings(FineTuneAll.Method, OptimizerKind.Adam) with { Target = "a" };
        var fault = Assert.Throws<InputException>(() => Adapt(settings, source, sites.ManifestPath, "run"));
        Assert.Contains("'a' is a site that the source model was trained on", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fine-tune-all")]
    [InlineData("none")]
    public void Should_refuse_an_unknown_target_site(string method)
    {
        var settings = Adapting.Settings(Adapting.Method(method, OptimizerKind.Adam), OptimizerKind.Adam) with { Target = "z" };
        var fault = Assert.Throws<InputException>(() => Adapt(settings, source, sites.ManifestPath, "run"));
        Assert.Contains("'z'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_budget_larger_than_the_training_list()
    {
        var settings = Adapting.Settings(FineTuneAll.Method, OptimizerKind.Adam) with { Budget = new Budget(3) };
        var fault = Assert.Throws<InputException>(() => Adapt(settings, source, sites.ManifestPath, "run"));
        Assert.Contains("a budget of 3 patients", fault.Message, StringComparison.Ordinal);
        Assert.Contains("has only 2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_training_cases_that_all_have_no_label()
    {
        string manifest = WriteManifest("unlabelled.csv", lines => lines.Select(line => line.Replace("b0_mask.nii", "", StringComparison.Ordinal).Replace("b1_mask.nii", "", StringComparison.Ordinal)));
        var fault = Assert.Throws<InputException>(() => Adapt("fine-tune-all", manifest));
        Assert.Contains("no training case of site 'b' has a label", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_mixing_without_source_data_and_say_what_to_do()
    {
        string manifest = WriteManifest("target.csv", lines => lines.Where(line => !line.StartsWith('a')));
        File.Move(sites.ManifestPath, sites.ManifestPath + ".gone");
        var fault = Assert.Throws<InputException>(() => Adapt("mmtl", manifest));
        Assert.Contains(sites.ManifestPath, fault.Message, StringComparison.Ordinal);
        Assert.Contains("--source-data", fault.Message, StringComparison.Ordinal);
        Adapt("fine-tune-all", manifest, run: "without-source");

        using var data = Data(manifest);
        AdaptationRun.Execute(Adapting.Settings(Mmtl.Method, OptimizerKind.Adam), SourceModel.Open(source), data,
            sites.ManifestPath + ".gone", sites.Options("given"), CancellationToken.None);
        Assert.Equal(2, new RunFolder(sites.File("given")).ReadRecord().Data.Cases.Count(item => item.Role == "source"));
    }

    [Fact]
    public void Should_use_only_the_source_patients_and_slices_that_are_allowed()
    {
        var settings = Adapting.Settings(Mmtl.Method, OptimizerKind.Adam) with { SourceBudget = new Budget(1, 5) };
        Adapt(settings, source, sites.ManifestPath, "run");
        var replayed = Assert.Single(new RunFolder(sites.File("run")).ReadRecord().Data.Cases, item => item.Role == "source");
        Assert.Equal(5, replayed.Slices);
        var all = Adapting.Settings(Mmtl.Method, OptimizerKind.Adam);
        Adapt(all, source, sites.ManifestPath, "all");
        Assert.NotEqual(File.ReadAllBytes(sites.CheckpointFile("all", "model.safetensors")), File.ReadAllBytes(sites.CheckpointFile("run", "model.safetensors")));
    }

    [Fact]
    public void Should_refuse_a_source_that_is_not_finished()
    {
        using var stop = new StopAt(2);
        using var data = sites.Data();
        Assert.Throws<InterruptedRunException>(() => Pretraining.Run(data, ["a"], TinySites.Training, new OptimizerSettings(OptimizerKind.Adam),
            sites.Options("half") with { Progress = stop }, stop.Token));
        var fault = Assert.Throws<InputException>(() => SourceModel.Open(sites.File("half")));
        Assert.Contains("not finished", fault.Message, StringComparison.Ordinal);
    }

    void Zip(string from, string to)
    {
        byte[] content = File.ReadAllBytes(sites.File(from));
        using var zip = new System.IO.Compression.GZipStream(File.Create(sites.File(to)), System.IO.Compression.CompressionLevel.Fastest);
        zip.Write(content);
    }

    /// <summary>A manifest beside the tiny sites' own; the header is always kept.</summary>
    string WriteManifest(string name, Func<IReadOnlyList<string>, IEnumerable<string>> change)
    {
        string[] lines = File.ReadAllLines(sites.ManifestPath);
        var changed = change(lines).ToList();
        File.WriteAllLines(sites.File(name), changed);
        return sites.File(name);
    }

    TrainingData Data(string manifest) => new(Manifest.Read(manifest), new SplitRecord(), TinySites.Task, sites.Cache);

    void Adapt(string method, string manifest, string run = "run") =>
        Adapt(Adapting.Settings(Adapting.Method(method, OptimizerKind.Adam), OptimizerKind.Adam), source, manifest, run);

    void Adapt(AdaptationSettings settings, string from, string manifest, string run)
    {
        using var data = Data(manifest);
        AdaptationRun.Execute(settings, SourceModel.Open(from), data, null, sites.Options(run), CancellationToken.None);
    }
}
