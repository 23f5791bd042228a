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
    public void Should_not_compare_a_part_with_the_whole_run() => Assert.Null(Prove(new Fake(run, killedAt: 2), epochs: 1).SameAsRun);

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

    /// <summary>Each kill finds all steps saved: what comes after it has nothing to resume.</summary>
    [Fact]
    public void Should_prove_nothing_where_every_kill_came_after_the_last_checkpoint() =>
        Assert.Contains("nothing was resumed", Assert.Throws<InputException>(() => Prove(new Fake(run, killedAt: 6))).Message, StringComparison.Ordinal);

    /// <summary>The run has a checkpoint every 3 of its 6 steps.</summary>
    [Theory]
    [InlineData(1, null, null)]
    [InlineData(2, null, 1)]
    [InlineData(1, 1, 1)]
    public void Should_replay_with_more_checkpoints_where_the_run_has_too_few_for_the_kills(int kills, int? epochs, int? interval)
    {
        var fake = new Fake(run, killedAt: epochs is null ? 5 : 2, mostKills: kills);
        Prove(fake, kills, epochs);
        Assert.Equal([interval], fake.Intervals.Distinct());
    }

    [Fact]
    public void Should_refuse_a_run_of_one_step()
    {
        string one = sites.Pretrain("one", training: TinySites.Training with { Epochs = 1, StepsPerEpoch = 1 });
        Assert.Contains("nothing can be proven", Assert.Throws<InputException>(() => new ResumeProof(one, sites.File("scratch"), new Fake(one), null, 3, 1).Run(CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    /// <summary>A replay that has a checkpoint of <paramref name="killedAt"/> steps and lives until it is killed; its last process ends with a copy of the run's checkpoint.</summary>
    sealed class Fake(string run, string? damaged = null, int code = 0, bool endless = true, int killedAt = 5, int mostKills = 3) : IReplayStarter
    {
        int kills;

        public List<int?> Intervals { get; } = [];

        public IReplayProcess Start(string folder, int? checkpointEvery)
        {
            Intervals.Add(checkpointEvery);
            bool isStorm = Path.GetFileName(folder) == "killed", isLast = !endless || !isStorm || kills == mostKills;
            if (!isLast)
            {
                Directory.CreateDirectory(Path.Combine(folder, "checkpoints", $"last-{killedAt:D7}"));
                return new Process(new TaskCompletionSource<int>().Task, () => kills++);
            }
            if (killedAt < 6 && Directory.Exists(folder)) Directory.Delete(Path.Combine(folder, "checkpoints"), recursive: true);
            string from = Directory.GetDirectories(Path.Combine(run, "checkpoints")).Single(), to = Path.Combine(folder, "checkpoints", Path.GetFileName(from));
            if (!Directory.Exists(to))
            {
                Directory.CreateDirectory(to);
                foreach (string file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
                if (isStorm && damaged is not null) Damage(to, damaged);
            }
            return new Process(Task.FromResult(code), () => kills++);
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
