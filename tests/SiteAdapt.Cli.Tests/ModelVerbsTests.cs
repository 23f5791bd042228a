namespace SiteAdapt.Cli.Tests;

/// <summary>A run leaves as files and comes back through the verbs.</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class ModelVerbsTests(SimulatedSites sites)
{
    [Fact]
    public void Should_export_and_import_a_run_with_its_memory()
    {
        sites.Run("model", "export", "source", "--format", "safetensors", "--names", "data-parallel", "--out", "out/w.safetensors", "--optimizer-state", "out/o.safetensors").Succeed();
        sites.Run("model", "import", "out/w.safetensors", "--optimizer-state", "out/o.safetensors", "--task", "tiny.yaml", "--source", "site1", "--subjects", "unknown", "--out", "returned")
            .BeRefused("init_path.0.weight is missing", "module.bottleneck.0.bn.bias is not expected");
        var json = sites.Run("model", "import", "out/w.safetensors", "--optimizer-state", "out/o.safetensors", "--task", "tiny.yaml", "--source", "site1", "--subjects", "unknown",
            "--names", "data-parallel", "--out", "returned", "--json").Succeed().Json;
        Assert.True(json.GetProperty("has_memory").GetBoolean());
        Assert.False(json.GetProperty("subjects_known").GetBoolean());
        foreach (string file in (string[])["model.safetensors", "optimizer.safetensors"])
            Assert.Equal(File.ReadAllBytes(sites.File("source", "checkpoints", "last-0000024", file)), File.ReadAllBytes(sites.File("returned", "checkpoints", "last-0000000", file)));
    }

    [Fact]
    public void Should_say_that_an_imported_model_names_no_manifest()
    {
        sites.Run("model", "export", "source", "--format", "safetensors", "--out", "theirs/w.safetensors").Succeed();
        string said = sites.Run("model", "import", "theirs/w.safetensors", "--task", "tiny.yaml", "--source", "site1", "--subjects", "unknown", "--out", "theirs/run").Succeed().Output;
        Assert.All(said.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Assert.Contains("model rebuild-history theirs/run", said, StringComparison.Ordinal);
        var refused = sites.Run("audit", "theirs/run", "--threads", "1").BeRefused("site1: the run's record names no manifest", "--data");
        Assert.DoesNotContain("not known", refused.Errors, StringComparison.Ordinal);
        sites.Run("audit", "theirs/run", "--data", SimulatedSites.Manifest, "--threads", "1").Succeed();

        sites.Run(["adapt", "--method", "fine-tune-all", "--from", "theirs/run", "--data", SimulatedSites.Manifest, "--target", "site2", "--patients", "1", "--out", "theirs/adapted", .. SimulatedSites.Short]).Succeed();
        File.WriteAllLines(sites.File("data", "site2.csv"), File.ReadAllLines(sites.File(SimulatedSites.Manifest)).Where(row => !row.Contains("site1", StringComparison.Ordinal)));
        string card = sites.Run("audit", "theirs/adapted", "--data", "data/site2.csv", "--threads", "1").Succeed().Output;
        Assert.Contains("not scored at site1: the run's record names no manifest", card, StringComparison.Ordinal);
        Assert.Contains("--source-data", card, StringComparison.Ordinal);
        Assert.Contains("too few", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_rebuild_a_history_for_octl_and_carry_the_result_in_a_bundle()
    {
        sites.Run("model", "export", "source", "--format", "safetensors", "--out", "bare/w.safetensors").Succeed();
        sites.Run("model", "import", "bare/w.safetensors", "--task", "tiny.yaml", "--source", "site1", "--subjects", "unknown", "--out", "bare/run").Succeed();
        string[] adapt = ["adapt", "--method", "octl", "--data", SimulatedSites.Manifest, "--target", "site2", "--patients", "1", .. SimulatedSites.Short];
        sites.Run([.. adapt, "--from", "bare/run", "--out", "bare/no"]).BeRefused("no optimizer memory", "rebuild-history");
        sites.Run("model", "rebuild-history", "bare/run", "--data", SimulatedSites.Manifest, "--source", "site1", "--batches", "4", "--batch", "4", "--threads", "1", "--out", "bare/rebuilt").Succeed();
        sites.Run([.. adapt, "--from", "bare/rebuilt", "--out", "bare/octl"]).Succeed();

        sites.Run("model", "bundle", "bare/octl", "--out", "bare/octl.zip", "--threads", "1").Succeed();
        var check = sites.Run("bundle", "verify", "bare/octl.zip", "--threads", "1", "--json").Succeed().Json;
        Assert.Equal(0, check.GetProperty("largest_difference").GetDouble());
        sites.Run([.. adapt, "--from", "bare/octl.zip", "--out", "bare/no"]).BeRefused("bundle unpack");
        sites.Run("bundle", "unpack", "bare/octl.zip", "--out", "bare/unpacked", "--threads", "1").Succeed();
        Assert.Equal("site2", sites.Run("run", "show", "bare/unpacked", "--json").Succeed().Json.GetProperty("run").GetProperty("data").GetProperty("sites")[0].GetString());
    }

    [Fact]
    public void Should_compare_a_rebuilt_history_with_the_true_one()
    {
        var json = sites.Run("model", "rebuild-history", "source", "--data", SimulatedSites.Manifest, "--source", "site1", "--batches", "8", "--batch", "4", "--threads", "1", "--compare", "--out", "compared", "--json").Succeed().Json;
        var second = json.GetProperty("comparison").EnumerateArray().Single(row => row.GetProperty("moment").GetString() == "exp_avg_sq");
        Assert.InRange(second.GetProperty("cosine").GetDouble(), 0.3, 1);
    }

    [Fact]
    public void Should_carry_slices_that_may_be_shared_to_a_mixing_method_elsewhere()
    {
        sites.Run("model", "bundle", "source", "--replay", "7", "--out", "replay.zip", "--threads", "1").BeRefused("--share-patient-slices");
        sites.Run("model", "bundle", "source", "--replay", "7", "--share-patient-slices", "--out", "replay.zip", "--threads", "1").Succeed();
        sites.Run("bundle", "unpack", "replay.zip", "--out", "elsewhere/source", "--threads", "1").Succeed();
        string manifest = sites.File("data", "target-only.csv");
        var rows = File.ReadAllLines(sites.File(SimulatedSites.Manifest));
        File.WriteAllLines(manifest, rows.Where((row, i) => i == 0 || row.Contains("site2", StringComparison.Ordinal)));
        sites.Run(["adapt", "--method", "mmtl", "--from", "elsewhere/source", "--data", manifest, "--target", "site2", "--patients", "1", "--out", "elsewhere/mmtl", .. SimulatedSites.Short]).Succeed();
        var cases = sites.Run("run", "show", "elsewhere/mmtl", "--json").Succeed().Json.GetProperty("run").GetProperty("data").GetProperty("cases").EnumerateArray();
        Assert.Equal(7, cases.Where(item => item.GetProperty("role").GetString() == "source").Sum(item => item.GetProperty("slices").GetInt32()));
    }
}
