using SiteAdapt.Imaging;

namespace SiteAdapt.Learning.Tests;

/// <summary>A finished run is opened as it ended, or not at all.</summary>
public sealed class FinishedRunTests : IDisposable
{
    readonly TemporaryFolder root = new();
    readonly RunFolder folder;

    public FinishedRunTests() => folder = new RunFolder(root.File("run"));

    public void Dispose() => root.Dispose();

    /// <summary>A finished run of one case.</summary>
    void Finish(string list = "/data/split.tsv")
    {
        var record = SmallLearner.Record with
        {
            Data = SmallLearner.Record.Data with { Cases = [new TrainingCase("source", "a", "a0", "subject-a0", 3)], Split = new SplitRecord(List: list) },
            Source = new SourceRecord("/runs/source", ["a"], "00", [new TrainingCase("source", "b", "b0", "subject-b0", 3)]),
        };
        folder.Begin(record);
        folder.SaveCheckpoint(RunFolder.Last, new SmallLearner(), SmallLearner.State(2) with { Run = record });
        folder.Finish(SmallLearner.State(2).History);
    }

    void Edit(string from, string to)
    {
        string text = File.ReadAllText(folder.In("run.json"));
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(folder.In("run.json"), text.Replace(from, to, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"subject-a0\"", "\"subject-a9\"", "data.cases[0].subject: there \"subject-a9\", in the checkpoint \"subject-a0\"")]
    [InlineData("\"subject-b0\"", "\"subject-b9\"", "source.cases[0].subject: there \"subject-b9\", in the checkpoint \"subject-b0\"")]
    [InlineData("/data/split.tsv", "cc359", "data.split.list: there \"cc359\", in the checkpoint \"/data/split.tsv\"")]
    [InlineData("\"role\": \"source\",", "\"role\": \"source\", \"unlabelled\": true,", "data.cases[0].unlabelled: there true, in the checkpoint nothing")]
    [InlineData("\"epochs\": 2", "\"epochs\": 3", "training.epochs: there 3, in the checkpoint 2")]
    public void Should_refuse_a_finished_run_whose_record_was_changed_and_name_the_field(string from, string to, string field)
    {
        Finish();
        Edit(from, to);
        var fault = Assert.Throws<InputException>(() => RunFolder.OpenFinished(folder.Path));
        Assert.Contains(folder.In("run.json"), fault.Message, StringComparison.Ordinal);
        Assert.Contains(field, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_open_a_finished_run_whose_data_and_source_were_moved()
    {
        Finish();
        Edit("/data/manifest.csv", "/elsewhere/manifest.csv");
        Edit("/data/split.tsv", "/elsewhere/split.tsv");
        Edit("/runs/source", "/elsewhere/source");
        RunRecord record = RunFolder.OpenFinished(folder.Path).Record;
        Assert.Equal(("/elsewhere/manifest.csv", "/elsewhere/split.tsv", "/elsewhere/source"), (record.Data.Manifest, record.Data.Split.List, record.Source!.Run));
    }

    [Fact]
    public void Should_open_a_finished_run_whose_mixed_in_data_were_moved_and_refuse_one_whose_are_new_or_gone()
    {
        var kept = SmallLearner.Record with { Data = SmallLearner.Record.Data with { SourceManifest = "/data/source.csv" } };
        folder.Begin(kept);
        folder.SaveCheckpoint(RunFolder.Last, new SmallLearner(), SmallLearner.State(2) with { Run = kept });
        Checkpoint with = folder.NewestCheckpoint(RunFolder.Last)!;
        RunRecord At(string? manifest) => kept with { Data = kept.Data with { SourceManifest = manifest } };
        FinishedRun.RequireRecord("run.json", At("/elsewhere/source.csv"), with);
        Assert.Contains("data.source_manifest: there nothing", Assert.Throws<InputException>(() => FinishedRun.RequireRecord("run.json", At(null), with)).Message, StringComparison.Ordinal);
        folder.SaveCheckpoint(RunFolder.Last, new SmallLearner(), SmallLearner.State(2) with { Run = At(null) });
        Checkpoint without = folder.NewestCheckpoint(RunFolder.Last)!;
        FinishedRun.RequireRecord("run.json", At(null), without);
        Assert.Contains("in the checkpoint nothing", Assert.Throws<InputException>(() => FinishedRun.RequireRecord("run.json", At("/data/source.csv"), without)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_another_published_split()
    {
        Finish("cc359");
        Edit("\"cc359\"", "\"msm\"");
        Assert.Contains("data.split.list", Assert.Throws<InputException>(() => RunFolder.OpenFinished(folder.Path)).Message, StringComparison.Ordinal);
    }

    /// <summary>A tree of JSON takes kilobytes a case.</summary>
    [Fact]
    public void Should_compare_many_cases_without_much_memory()
    {
        Finish();
        Checkpoint checkpoint = folder.NewestCheckpoint(RunFolder.Last)!;
        RunRecord Many(RunRecord record) => record with { Data = record.Data with { Cases = Cases() }, Source = record.Source! with { Cases = Cases() } };
        static TrainingCase[] Cases() => [.. Enumerable.Range(0, 20_000).Select(i => new TrainingCase("source", "a", $"a{i}", $"subject-a{i}", 3))];
        var (there, kept) = (Many(checkpoint.State.Run), Many(checkpoint.State.Run));
        FinishedRun.Differences("run.json", there, kept); // what is made once
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Empty(FinishedRun.Differences("run.json", there, kept));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData("{\"steps\": 2}")]
    [InlineData("{}")]
    public void Should_not_use_an_older_checkpoint_of_a_finished_run(string done)
    {
        Finish();
        var elsewhere = new RunFolder(root.File("elsewhere"));
        elsewhere.SaveCheckpoint(RunFolder.Last, new SmallLearner(), folder.NewestCheckpoint(RunFolder.Last)!.State with { Step = 1 });
        Directory.Move(elsewhere.In("checkpoints/last-0000001"), folder.In("checkpoints/last-0000001"));
        File.WriteAllText(folder.In("done.json"), done);
        RunFolder.OpenFinished(folder.Path);
        string model = folder.In("checkpoints/last-0000002/model.safetensors");
        byte[] bytes = File.ReadAllBytes(model);
        bytes[^1] ^= 1;
        File.WriteAllBytes(model, bytes);
        var fault = Assert.Throws<InputException>(() => RunFolder.OpenFinished(folder.Path));
        foreach (string part in new[] { "ended with the checkpoint last-0000002", "last-0000002/model.safetensors: SHA-256 is", "that of step 1", "done.json" }) Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        File.WriteAllText(folder.In("done.json"), "{");
        Assert.Contains("done.json: cannot be read", Assert.Throws<InputException>(() => RunFolder.OpenFinished(folder.Path)).Message, StringComparison.Ordinal);
    }
}
