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
    void Finish()
    {
        var record = SmallLearner.Record with
        {
            Data = SmallLearner.Record.Data with { Cases = [new TrainingCase("source", "a", "a0", "subject-a0", 3)] },
            Source = new SourceRecord("/runs/source", ["a"], "00"),
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
        Edit("/runs/source", "/elsewhere/source");
        Assert.Equal("/elsewhere/source", RunFolder.OpenFinished(folder.Path).Record.Source!.Run);
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
