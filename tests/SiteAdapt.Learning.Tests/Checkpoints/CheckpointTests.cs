using System.Diagnostics;
using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public sealed class CheckpointTests : IDisposable
{
    static readonly string[] Files = ["model.safetensors", "optimizer.safetensors", "run.json", "SHA256SUMS"];
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    string Save(string name = "checkpoint", int step = 3)
    {
        Checkpoint.Save(folder.File(name), new SmallLearner(), SmallLearner.State(step));
        return folder.File(name);
    }

    [Fact]
    public void Should_give_back_what_was_saved()
    {
        var checkpoint = Checkpoint.Open(Save());
        var expected = SmallLearner.State(3);
        Assert.Equal(expected.Step, checkpoint.State.Step);
        Assert.Equal(expected.EpochLossSum, checkpoint.State.EpochLossSum);
        Assert.Equal(expected.EpochMeasureSums, checkpoint.State.EpochMeasureSums);
        Assert.Equal(expected.BestScore, checkpoint.State.BestScore);
        Assert.Equal(expected.Streams, checkpoint.State.Streams);
        Assert.Equal(expected.History[0].Loss, checkpoint.State.History[0].Loss);
        Assert.Equal(expected.History[0].Validation, checkpoint.State.History[0].Validation);
        Assert.Equal(expected.Run.Task, checkpoint.State.Run.Task);
        var learner = new SmallLearner();
        checkpoint.LoadInto(learner);
        Assert.Equal(["weights", "adam 7", "noise b"], learner.Loaded);
    }

    [Fact]
    public void Should_replace_a_checkpoint_and_what_a_killed_process_left_of_one()
    {
        folder.Write("checkpoint.partial/model.safetensors", "half");
        Save(step: 1);
        Save(step: 2);
        Assert.Equal(2, Checkpoint.Open(folder.File("checkpoint")).State.Step);
        Assert.Equal(["checkpoint"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
        Assert.Equal(Files.Order(StringComparer.Ordinal), Directory.GetFiles(folder.File("checkpoint")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Should_notice_every_truncation_and_a_missing_file()
    {
        string checkpoint = Save();
        foreach (string file in Files)
        {
            string path = Path.Combine(checkpoint, file);
            byte[] whole = File.ReadAllBytes(path);
            for (int length = 0; length < whole.Length; length++)
            {
                File.WriteAllBytes(path, whole[..length]);
                RequireFault(checkpoint, $"{file} cut to {length}");
            }
            File.WriteAllBytes(path, [.. whole, 0]);
            RequireFault(checkpoint, $"{file} with one byte more");
            File.Delete(path);
            RequireFault(checkpoint, $"{file} missing");
            File.WriteAllBytes(path, whole);
        }
        Checkpoint.Open(checkpoint);
    }

    static void RequireFault(string checkpoint, string what)
    {
        try
        {
            Checkpoint.Open(checkpoint);
        }
        catch (InputException fault)
        {
            Assert.StartsWith(checkpoint, fault.Message, StringComparison.Ordinal);
            return;
        }
        Assert.Fail($"not noticed: {what}");
    }

    [Fact]
    public void Should_keep_the_memory_of_the_optimizer()
    {
        using var scope = NewDisposeScope();
        using var state = Checkpoint.Open(Save()).LoadOptimizer();
        Assert.Equal(7, state.Parameters["w"].Step);
        Assert.Equal(Enumerable.Repeat(1.0, 6), state.Parameters["w"].Tensors["exp_avg"].Doubles());
        Assert.Equal(new double[6], state.Parameters["w"].Tensors["exp_avg_sq"].Doubles());
    }

    [Fact]
    public void Should_refuse_a_file_that_the_sums_do_not_have()
    {
        string checkpoint = Save();
        File.WriteAllText(Path.Combine(checkpoint, "x"), "");
        Refused(checkpoint, "SHA256SUMS has no line for it");
        string sums = Path.Combine(checkpoint, "SHA256SUMS"), known = File.ReadAllText(sums);
        File.WriteAllText(sums, $"{known}{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([]))}  x\n");
        Assert.Equal(3, Checkpoint.Open(checkpoint).State.Step);
    }

    [Theory]
    [InlineData("  run.json", "\trun.json ", "is not '<SHA-256>  <file>'")]
    [InlineData("  run.json", "  ", "is not '<SHA-256>  <file>'")]
    [InlineData("  run.json", "  ../checkpoint/run.json", "is not the name of a file of this folder")]
    [InlineData("  run.json", "  model.safetensors", "has no line for run.json")]
    public void Should_refuse_sums_that_are_none(string from, string to, string expected)
    {
        string checkpoint = Save(), sums = Path.Combine(checkpoint, "SHA256SUMS");
        File.WriteAllText(sums, File.ReadAllText(sums).Replace(from, to, StringComparison.Ordinal));
        Refused(checkpoint, expected);
    }

    [Theory]
    [InlineData("null", "is not a checkpoint's record")]
    [InlineData("{", "is not a checkpoint's record")]
    [InlineData("\"findings\": [null]", "run.task")]
    public void Should_refuse_a_record_that_is_none_though_its_sum_is_right(string content, string expected)
    {
        string checkpoint = Save(), sums = Path.Combine(checkpoint, "SHA256SUMS"), file = Path.Combine(checkpoint, "run.json"), old = File.ReadAllText(file);
        if (content.StartsWith('"')) // a field of the task
        {
            var state = System.Text.Json.Nodes.JsonNode.Parse(old)!;
            state["run"]!["task"]!["findings"] = System.Text.Json.Nodes.JsonNode.Parse("[null]");
            content = state.ToJsonString();
        }
        File.WriteAllText(file, content);
        static string Sum(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
        File.WriteAllText(sums, File.ReadAllText(sums).Replace(Sum(old), Sum(content), StringComparison.Ordinal));
        Refused(checkpoint, expected);
    }

    static void Refused(string checkpoint, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => Checkpoint.Open(checkpoint)).Message, StringComparison.Ordinal);

    [Fact]
    public void Should_write_sums_that_sha256sum_checks()
    {
        string checkpoint = Save();
        if (Check(checkpoint) is not { } good) return; // no sha256sum here
        Assert.Equal(0, good);
        File.AppendAllText(Path.Combine(checkpoint, "run.json"), " ");
        Assert.NotEqual(0, Check(checkpoint));
    }

    static int? Check(string checkpoint)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("sha256sum", ["-c", "--strict", "SHA256SUMS"])
            {
                WorkingDirectory = checkpoint, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
