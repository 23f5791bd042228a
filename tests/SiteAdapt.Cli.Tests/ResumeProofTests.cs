using SiteAdapt.Learning;

namespace SiteAdapt.Cli.Tests;

/// <summary><c>run replay</c> and <c>run verify-resume</c> with real processes.</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class ResumeProofTests(SimulatedSites sites)
{
    [UnixFact]
    public void Should_prove_that_a_killed_and_resumed_run_ends_bit_identical()
    {
        sites.Run([.. SimulatedSites.Adapt("mmtl+octl", "proof/run", "--patients", "1", "--source-patients", "1", "--checkpoint-every", "2"), .. SimulatedSites.Training(epochs: 4, steps: 6)]).Succeed();
        var verdict = sites.Run("run", "verify-resume", "proof/run", "--kills", "3", "--scratch", "proof/scratch", "--json").Succeed();
        Assert.True(verdict.Json.GetProperty("identical").GetBoolean());
        Assert.True(verdict.Json.GetProperty("same_as_run").GetBoolean());
        Assert.InRange(verdict.Json.GetProperty("kills").GetArrayLength(), 1, 3);
        Assert.Equal((24, 24), (verdict.Json.GetProperty("steps").GetInt32(), verdict.Json.GetProperty("total_steps").GetInt32()));
        Assert.Contains("48/48", verdict.Errors, StringComparison.Ordinal);
        // The verdict is not taken on trust.
        foreach (string file in new[] { "model.safetensors", "optimizer.safetensors" })
        {
            string[] copies = ["proof/run", "proof/scratch/undisturbed", "proof/scratch/killed"];
            Assert.Single(copies.Select(run => Convert.ToHexString(File.ReadAllBytes(Path.Combine(sites.File(run), "checkpoints", "last-0000024", file)))).Distinct());
        }
        Assert.Equal(File.ReadAllText(sites.File("proof/run/run.json")), File.ReadAllText(sites.File("proof/scratch/killed/run.json")));

        var part = sites.Run("run", "verify-resume", "proof/run", "--epochs", "1", "--kills", "4").Succeed();
        Assert.Contains("the first 6 of 24 steps replayed twice", part.Output, StringComparison.Ordinal);
        Assert.Contains("IDENTICAL: all ", part.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("The run itself", part.Output, StringComparison.Ordinal);
        sites.Run("run", "verify-resume", "proof/run", "--scratch", "proof/scratch").BeRefused("--scratch", "not empty");
        sites.Run("run", "verify-resume", "proof/run", "--kills", "0").BeRefused("--kills", "1 or more");
        sites.Run("run", "verify-resume", "nowhere").BeRefused("not a run folder");
        sites.Run("run", "verify-resume", "proof/run", "--data", "nowhere.csv").BeRefused("cannot be replayed", "nowhere.csv");
    }

    [Fact]
    public void Should_replay_a_pretraining_and_refuse_other_data()
    {
        var replay = sites.Run("run", "replay", "source", "--out", "replay/source", "--json").Succeed();
        Assert.Equal(SimulatedSites.SourceSteps, replay.Json.GetProperty("steps").GetInt32());
        string model = Path.Combine("checkpoints", $"last-{SimulatedSites.SourceSteps:D7}", "model.safetensors");
        Assert.Equal(File.ReadAllBytes(sites.File("source", model)), File.ReadAllBytes(sites.File("replay/source", model)));
        Assert.Equal(File.ReadAllText(sites.File("source/run.json")), File.ReadAllText(sites.File("replay/source/run.json")));

        string[] lines = File.ReadAllLines(sites.File(SimulatedSites.Manifest));
        File.WriteAllLines(sites.File("data", "shorter.csv"), lines[..^1]);
        sites.Run("run", "replay", "source", "--out", "replay/other", "--data", "data/shorter.csv").BeRefused("replay/other", "run of other settings", "fingerprint");
    }
}
