using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

/// <summary>The verdict on replays that are made up: real processes are in the tests of the command line.</summary>
public sealed class ResumeProofTests : IDisposable
{
    readonly TinySites sites = new();
    readonly string run;

    public ResumeProofTests() => run = sites.Pretrain("run");

    public void Dispose() => sites.Dispose();

    ResumeVerdict Prove(Fake fake, int kills = 3, int? epochs = null) =>
        new ResumeProof(run, sites.File("scratch"), fake, epochs, kills, seed: 1).Run(CancellationToken.None);

    [Fact]
    public void Should_say_that_equal_replays_are_identical_and_like_the_run_itself()
    {
        var verdict = Prove(new Fake(run));
        Assert.True(verdict.Identical);
        Assert.True(verdict.SameAsRun);
        Assert.Empty(verdict.Differences);
        Assert.Equal((6, 6, 3), (verdict.Steps, verdict.TotalSteps, verdict.Kills.Count));
        var checkpoint = new RunFolder(run).NewestCheckpoint(RunFolder.Last)!;
        using var reader = SafetensorsReader.Open(checkpoint.ModelPath);
        Assert.True(verdict.Tensors > 2 * reader.Header.Entries.Count); // the optimizer's too
        Assert.True(verdict.Bytes > new FileInfo(checkpoint.ModelPath).Length);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("optimizer.safetensors")]
    public void Should_name_the_tensor_in_which_a_bit_differs(string file)
    {
        var verdict = Prove(new Fake(run, damaged: file));
        Assert.False(verdict.Identical);
        Assert.Matches($@"^{file}: '.+' differs$", Assert.Single(verdict.Differences));
    }

    [Fact]
    public void Should_notice_another_random_state_or_history()
    {
        var verdict = Prove(new Fake(run, damaged: "run.json"));
        Assert.Contains("run.json: epoch_loss_sum", Assert.Single(verdict.Differences), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_not_compare_a_part_with_the_whole_run() => Assert.Null(Prove(new Fake(run), epochs: 1).SameAsRun);

    [Fact]
    public void Should_pass_on_why_a_replay_failed()
    {
        var fault = Assert.Throws<InputException>(() => Prove(new Fake(run, code: 1)));
        Assert.Contains("cannot be replayed", fault.Message, StringComparison.Ordinal);
        Assert.Contains("the manifest is gone", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_prove_nothing_where_nothing_could_be_killed() =>
        Assert.Contains("nothing is proven", Assert.Throws<InputException>(() => Prove(new Fake(run, endless: false))).Message, StringComparison.Ordinal);

    /// <summary>A replay that copies the run's checkpoint; it lives until it is killed, and its last process ends.</summary>
    sealed class Fake(string run, string? damaged = null, int code = 0, bool endless = true) : IReplayStarter
    {
        int kills;

        public IReplayProcess Start(string folder)
        {
            bool isStorm = Path.GetFileName(folder) == "killed", isLast = !endless || !isStorm || kills == 3;
            string from = Directory.GetDirectories(Path.Combine(run, "checkpoints")).Single(), to = Path.Combine(folder, "checkpoints", Path.GetFileName(from));
            if (!Directory.Exists(to))
            {
                Directory.CreateDirectory(to);
                foreach (string file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
                if (isStorm && damaged is not null) Damage(to, damaged);
            }
            return new Process(isLast ? Task.FromResult(code) : new TaskCompletionSource<int>().Task, () => kills++);
        }

        static void Damage(string checkpoint, string name)
        {
            string file = Path.Combine(checkpoint, name), sums = Path.Combine(checkpoint, "SHA256SUMS");
            string Sum() => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));
            string before = Sum();
            if (name == "run.json") File.WriteAllText(file, File.ReadAllText(file).Replace("\"epoch_loss_sum\": 0", "\"epoch_loss_sum\": 1", StringComparison.Ordinal));
            else
            {
                byte[] bytes = File.ReadAllBytes(file);
                bytes[^1] ^= 1;
                File.WriteAllBytes(file, bytes);
            }
            File.WriteAllText(sums, File.ReadAllText(sums).Replace(before, Sum(), StringComparison.Ordinal)); // a wrong result, not a damaged file
        }

        sealed class Process(Task<int> exit, Action killed) : IReplayProcess
        {
            public Task<int> Exit => exit;

            public string LastWords => "siteadapt: the manifest is gone";

            public void Kill() => killed();

            public void Dispose() { }
        }
    }
}
