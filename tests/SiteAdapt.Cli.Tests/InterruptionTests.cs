using SiteAdapt.Data;

namespace SiteAdapt.Cli.Tests;

/// <summary>Runs that are locked, stopped and killed.</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class InterruptionTests(SimulatedSites sites)
{
    static readonly string[] Kept = ["model.safetensors", "optimizer.safetensors", "run.json"];

    [UnixFact]
    public void Should_leave_with_73_where_somebody_else_works_and_with_75_when_terminated()
    {
        string[] endless = [.. SimulatedSites.Adapt("fine-tune-all", "locked", "--patients", "1"), .. SimulatedSites.Training(epochs: 100_000, steps: 5)];
        using var first = sites.Start(endless);
        FolderWatch.Until(sites.Path, first, () => EpochsOf("locked") > 0);
        var second = sites.Run(endless).Should(73);
        Assert.Empty(second.Output);
        foreach (string word in (string[])["locked", "somebody else is working in this run folder", "another --out"]) Assert.Contains(word, second.Errors, StringComparison.Ordinal);

        first.AskToTerminate();
        var stopped = first.Wait().Should(75);
        Assert.Empty(stopped.Output);
        Assert.Contains("The same command continues it.", stopped.Errors, StringComparison.Ordinal);
        Assert.Contains("the same command continues it", sites.Run("run", "show", "locked").Succeed().Output, StringComparison.Ordinal);
        sites.Run("evaluate", "--run", "locked", "--data", SimulatedSites.Manifest, "--site", "site2").BeRefused("locked", "not finished", "continues where it stopped");
    }

    [UnixFact]
    public void Should_end_with_a_message_where_the_cache_is_cut_short_in_mid_run()
    {
        using var process = sites.Start(["pretrain", "--task", "tiny.yaml", "--data", SimulatedSites.Manifest, "--source", "site1", "--cache", "cut-cache", "--out", "cut", .. SimulatedSites.Training(epochs: 100_000, steps: 5)]);
        FolderWatch.Until(sites.Path, process, () => EpochsOf("cut") > 0);
        foreach (string entry in Directory.GetFiles(sites.File("cut-cache"), "*.prepared"))
            using (var file = new FileStream(entry, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(600);
        process.Wait().BeRefused(".prepared: the prepared case 'site1_head", "can no longer be read: it ends at byte", "delete the file", "The last good checkpoint is kept");
    }

    [CtrlCFact]
    public void Should_continue_after_ctrl_c_and_end_with_the_same_bytes() =>
        InterruptedRunShouldEndLikeAnother("ctrl-c", run => SimulatedSites.Adapt("octl", run, "--patients", "1", "--checkpoint-every", "7"), process =>
        {
            process.PressCtrlC();
            process.Wait().Should(75);
        });

    [UnixFact]
    public void Should_continue_after_kill_9_and_end_with_the_same_bytes() =>
        InterruptedRunShouldEndLikeAnother("kill-9", run => SimulatedSites.Adapt("mmtl", run, "--patients", "1"), process => process.Kill());

    [SlowFact]
    public void Should_survive_kills_at_random_moments_of_adapt() =>
        KilledRunShouldEndLikeAnother("adapt-kills", (run, _) => SimulatedSites.Adapt("mmtl+octl", run, "--patients", "2", "--checkpoint-every", "3"), seed: 1);

    [SlowFact]
    public void Should_survive_kills_at_random_moments_of_pretrain_and_of_preparing_cases() =>
        KilledRunShouldEndLikeAnother("pretrain-kills", (run, cache) =>
            ["pretrain", "--task", "tiny.yaml", "--data", SimulatedSites.Manifest, "--source", "site1,site2", "--validate", "--split-counts", "2/1/1", "--cache", cache, "--out", run], seed: 2);

    void InterruptedRunShouldEndLikeAnother(string name, Func<string, string[]> command, Action<SiteAdaptProcess> interrupt)
    {
        string[] size = SimulatedSites.Training(epochs: 8, steps: 12);
        string undisturbed = $"{name}/undisturbed", disturbed = $"{name}/disturbed";
        sites.Run([.. command(undisturbed), .. size]).Succeed();
        using (var process = sites.Start([.. command(disturbed), .. size]))
        {
            FolderWatch.Until(sites.Path, process, () => EpochsOf(disturbed) > 0);
            interrupt(process);
        }
        Assert.False(File.Exists(sites.File(disturbed, "done.json")), "the run was over before it could be interrupted");
        sites.Run([.. command(disturbed), .. size]).Succeed();
        RequireSameBytes(undisturbed, disturbed);
    }

    void KilledRunShouldEndLikeAnother(string name, Func<string, string, string[]> command, long seed)
    {
        string[] size = SimulatedSites.Training(epochs: 30, steps: 5);
        string undisturbed = $"{name}/undisturbed", disturbed = $"{name}/disturbed";
        sites.Run([.. command(undisturbed, sites.File(name, "cache-a")), .. size]).Succeed();
        var random = new RandomStream(seed, "kills");
        for (int kill = 0; kill < 12; kill++)
        {
            using var process = sites.Start([.. command(disturbed, sites.File(name, "cache-b")), .. size]);
            if (!process.EndsWithin(TimeSpan.FromMilliseconds(random.NextUniform(200, 4000)))) process.Kill();
        }
        sites.Run([.. command(disturbed, sites.File(name, "cache-b")), .. size]).Succeed();
        RequireSameBytes(undisturbed, disturbed);
    }

    void RequireSameBytes(string expected, string actual)
    {
        foreach (string file in Kept)
            Assert.True(File.ReadAllBytes(Checkpoint(expected, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Checkpoint(actual, file))), $"{file} differs");
        foreach (string file in (string[])["metrics.jsonl", "done.json", "run.json"])
            Assert.Equal(File.ReadAllText(sites.File(expected, file)), File.ReadAllText(sites.File(actual, file)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(sites.File(actual), "*.partial", SearchOption.AllDirectories));
        string[] Names(string run) => [.. Directory.EnumerateDirectories(sites.File(run, "checkpoints")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(Names(expected), Names(actual));
    }

    string Checkpoint(string run, string file) =>
        Path.Combine(Directory.EnumerateDirectories(sites.File(run, "checkpoints"), "last-*").Single(), file);

    /// <summary>Lines of metrics.jsonl, one an epoch.</summary>
    int EpochsOf(string run) => File.Exists(sites.File(run, "metrics.jsonl")) ? File.ReadAllLines(sites.File(run, "metrics.jsonl")).Length : 0;
}
