using SiteAdapt.Imaging;

namespace SiteAdapt.Learning.Tests;

public sealed class RunFolderTests : IDisposable
{
    readonly TemporaryFolder root = new();
    readonly RunFolder folder;

    public RunFolderTests() => folder = new RunFolder(root.File("run"));

    public void Dispose() => root.Dispose();

    void Start(RunRecord record)
    {
        folder.TakeUp(record);
        folder.Begin(record);
    }

    void Save(string kind, int step) => folder.SaveCheckpoint(kind, new SmallLearner(), SmallLearner.State(step));

    string[] Checkpoints => [.. Directory.GetDirectories(folder.In("checkpoints")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    static void Damage(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    [Theory]
    [InlineData("structures", "[null]")]
    [InlineData("structures", """[{"values": []}]""")]
    [InlineData("structures", """[{"name": "blob"}]""")]
    [InlineData("findings", "[null]")]
    [InlineData("slicing_axis", "7")]
    public void Should_refuse_a_record_whose_task_has_holes(string field, string value)
    {
        Start(SmallLearner.Record);
        var record = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(folder.In("run.json")))!;
        record["task"]![field] = System.Text.Json.Nodes.JsonNode.Parse(value);
        File.WriteAllText(folder.In("run.json"), record.ToJsonString());
        Assert.Contains("run.json", Assert.Throws<InputException>(folder.ReadRecord).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_keep_the_newest_checkpoint_of_each_kind()
    {
        Save(RunFolder.Last, 1);
        Save(RunFolder.Best, 1);
        Save(RunFolder.Last, 20);
        Assert.Equal(["best-0000001", "last-0000020"], Checkpoints);
        Assert.Equal(20, folder.NewestCheckpoint(RunFolder.Last)!.State.Step);
        Assert.Equal(1, folder.NewestCheckpoint(RunFolder.Best)!.State.Step);
    }

    [Fact]
    public void Should_use_an_older_checkpoint_where_the_newest_is_damaged()
    {
        Save(RunFolder.Last, 9);
        Directory.Move(folder.In("checkpoints/last-0000009"), root.File("older"));
        Save(RunFolder.Last, 10);
        Directory.Move(root.File("older"), folder.In("checkpoints/last-0000009"));
        Damage(folder.In("checkpoints/last-0000010/model.safetensors"));
        Assert.Equal(9, folder.NewestCheckpoint(RunFolder.Last)!.State.Step);
        Save(RunFolder.Last, 10);
        Assert.Equal(["last-0000010"], Checkpoints);
        Assert.Equal(10, folder.NewestCheckpoint(RunFolder.Last)!.State.Step);
    }

    [Fact]
    public void Should_take_the_one_of_most_steps_for_the_newest_and_a_replaced_one_for_the_older()
    {
        foreach (int step in (int[])[9_999_999, 10_000_000]) Checkpoint.Save(folder.In($"checkpoints/last-{step:D7}"), new SmallLearner(), SmallLearner.State(step));
        Assert.Equal(10_000_000, folder.NewestCheckpoint(RunFolder.Last)!.State.Step);
        Checkpoint.Save(folder.In("checkpoints/last-10000000.replaced"), new SmallLearner(), SmallLearner.State(1));
        Assert.Equal(10_000_000, folder.NewestCheckpoint(RunFolder.Last)!.State.Step);
        Directory.Delete(folder.In("checkpoints/last-10000000"), recursive: true);
        Directory.CreateDirectory(folder.In("checkpoints/last-99999999999999999999")); // no number of steps
        Assert.Equal(1, folder.NewestCheckpoint(RunFolder.Last)!.State.Step);
    }

    [Fact]
    public void Should_remove_older_checkpoints_at_the_next_start_and_none_that_may_be_needed()
    {
        Start(SmallLearner.Record);
        foreach (int step in (int[])[1, 2, 3, 4]) Checkpoint.Save(folder.In($"checkpoints/last-{step:D7}"), new SmallLearner(), SmallLearner.State(step));
        Damage(folder.In("checkpoints/last-0000004/model.safetensors"));
        Start(SmallLearner.Record);
        Assert.Equal(["last-0000003", "last-0000004"], Checkpoints);
    }

    [Fact]
    public void Should_name_the_newest_where_all_are_damaged()
    {
        foreach (int step in (int[])[1, 2])
        {
            Checkpoint.Save(folder.In($"checkpoints/last-{step:D7}"), new SmallLearner(), SmallLearner.State(step));
            Damage(folder.In($"checkpoints/last-{step:D7}/model.safetensors"));
        }
        Assert.Contains("last-0000002", Assert.Throws<InputException>(() => folder.NewestCheckpoint(RunFolder.Last)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_mark_the_end_with_steps_and_loss()
    {
        folder.Finish(SmallLearner.State(2).History);
        Assert.Equal("""{"steps":2,"final_loss":0.7}""", Done());
        folder.Finish([]);
        Assert.Equal("""{"steps":0}""", Done());

        string Done() => System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(folder.In("done.json")))!.ToJsonString();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    public void Should_say_where_the_history_is_when_its_view_is_damaged(string line)
    {
        root.Write("run/metrics.jsonl", line);
        Assert.Contains("'siteadapt run show' still has that", Assert.Throws<InputException>(folder.ReadMetrics).Message, StringComparison.Ordinal);
        File.Delete(folder.In("metrics.jsonl"));
        Assert.Contains("metrics.jsonl: cannot be read", Assert.Throws<InputException>(folder.ReadMetrics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_name_the_damaged_file_where_there_is_no_older_checkpoint()
    {
        Save(RunFolder.Last, 10);
        Damage(folder.In("checkpoints/last-0000010/optimizer.safetensors"));
        var fault = Assert.Throws<InputException>(() => folder.NewestCheckpoint(RunFolder.Last));
        Assert.Contains("last-0000010/optimizer.safetensors", fault.Message, StringComparison.Ordinal);
        Assert.Null(folder.NewestCheckpoint(RunFolder.Best));
    }

    /// <summary>The end of a name that <see cref="AtomicFile"/> gives.</summary>
    const string Mark = "17-0123456789abcdef0123456789abcdef.partial";

    [Fact]
    public void Should_remove_what_a_killed_process_left_and_nothing_else()
    {
        Start(SmallLearner.Record);
        Save(RunFolder.Last, 2);
        string[] ours =
        [
            $"metrics.jsonl.{Mark}", $".lock-owner.{Mark}", "checkpoints/last-0000004.partial/model.safetensors", $"checkpoints/last-0000004.partial/optimizer.safetensors.{Mark}",
            "checkpoints/best-0000002.replaced.partial/model.safetensors", $"features/epoch-000.jsonl.{Mark}", "tensorboard.partial/events",
        ];
        string[] others = ["notes.txt", "download.partial", "checkpoints/mine.partial/a", "checkpoints/last-week/a", "videos/film.partial", $"copy/metrics.jsonl.{Mark}"];
        foreach (string file in ours.Concat(others)) root.Write($"run/{file}", "half");
        Start(SmallLearner.Record);
        Assert.All(ours, file => Assert.False(File.Exists(folder.In(file)), file));
        Assert.Empty(Directory.EnumerateDirectories(folder.In("checkpoints"), "*-*.partial"));
        Assert.False(Directory.Exists(folder.In("tensorboard.partial")));
        Assert.True(Directory.Exists(folder.In("checkpoints/last-0000002")));
        Assert.All(others, file => Assert.True(File.Exists(folder.In(file)), file));
    }

    [Fact]
    public void Should_remove_nothing_behind_a_link()
    {
        string movie = root.Write($"other/movie.{Mark}", "mine"), checkpoint = root.Write("other/last-0000004.partial/a", "mine");
        Start(SmallLearner.Record);
        foreach (string link in (string[])["link", "checkpoints", "features", "tensorboard.partial"]) Directory.CreateSymbolicLink(folder.In(link), root.File("other"));
        Start(SmallLearner.Record);
        Assert.True(File.Exists(movie));
        Assert.True(File.Exists(checkpoint));
        Assert.True(Directory.Exists(folder.In("link")));
    }

    [Fact]
    public void Should_never_take_a_half_written_checkpoint_for_one()
    {
        Start(SmallLearner.Record);
        Save(RunFolder.Last, 2);
        Directory.Move(folder.In("checkpoints/last-0000002"), folder.In("checkpoints/last-0000002.partial"));
        Assert.Null(folder.NewestCheckpoint(RunFolder.Last));
    }

    [Fact]
    public void Should_start_in_a_folder_where_a_process_was_killed_at_its_first_file()
    {
        root.Write($"run/run.json.{Mark}", "{");
        root.Write("run/.lock", "");
        Start(SmallLearner.Record);
        Assert.Equal(["run.json"], Directory.GetFiles(folder.Path).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.')));
    }

    [Theory]
    [InlineData("thesis.docx")]
    [InlineData("film.mkv.partial")]
    [InlineData("run.json.partial")]
    public void Should_refuse_and_leave_a_folder_of_other_files(string file)
    {
        root.Write($"run/{file}", "mine");
        var fault = Assert.Throws<InputException>(() => Start(SmallLearner.Record));
        Assert.Contains("other files and no run", fault.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.In(file)));
    }

    [Fact]
    public void Should_take_up_a_run_of_the_same_settings_and_name_what_differs_in_others()
    {
        Start(SmallLearner.Record);
        Start(SmallLearner.Record);
        var other = SmallLearner.Record with { Kind = "adapt", Training = TinySites.Training with { Epochs = 7 } };
        var fault = Assert.Throws<InputException>(() => Start(other));
        Assert.Contains("kind: there \"pretrain\", asked for \"adapt\"", fault.Message, StringComparison.Ordinal);
        Assert.Contains("training.epochs: there 2, asked for 7", fault.Message, StringComparison.Ordinal);
        Assert.Equal(SmallLearner.Record.Training, folder.ReadRecord().Training);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1, 2")]
    public void Should_refuse_a_damaged_record(string content)
    {
        root.Write("run/run.json", content);
        Assert.Contains("run.json", Assert.Throws<InputException>(() => Start(SmallLearner.Record)).Message, StringComparison.Ordinal);
        Assert.Contains("run.json", Assert.Throws<InputException>(() => folder.ReadRecord()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_open_only_finished_runs()
    {
        Assert.Contains("is not a run folder", Assert.Throws<InputException>(() => RunFolder.OpenFinished(folder.Path)).Message, StringComparison.Ordinal);
        Start(SmallLearner.Record);
        Save(RunFolder.Last, 2);
        Assert.Contains("is not finished", Assert.Throws<InputException>(() => RunFolder.OpenFinished(folder.Path)).Message, StringComparison.Ordinal);
        folder.Finish(SmallLearner.State(2).History);
        Assert.True(folder.IsDone);
        Assert.Equal(2, RunFolder.OpenFinished(folder.Path).Checkpoint.State.Step);
        Directory.Delete(folder.In("checkpoints"), recursive: true);
        Assert.Contains("has no checkpoint", Assert.Throws<InputException>(() => RunFolder.OpenFinished(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_let_only_one_work_in_a_folder_at_a_time()
    {
        using (RunLock.Take(folder.Path))
        {
            var fault = Assert.Throws<RunLockedException>(() => RunLock.Take(folder.Path));
            Assert.Contains(folder.Path, fault.Message, StringComparison.Ordinal);
            Assert.Contains(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), fault.Message, StringComparison.Ordinal);
            using var elsewhere = RunLock.Take(root.File("another"));
        }
        using var again = RunLock.Take(folder.Path);
    }
}
