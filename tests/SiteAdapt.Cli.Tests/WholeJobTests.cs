using System.Text.Json;

namespace SiteAdapt.Cli.Tests;

/// <summary>Simulate, pre-train, adapt, evaluate, predict, score, show.</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class WholeJobTests(SimulatedSites sites)
{
    static readonly string[] Metrics = ["dice", "surface_dice", "hd95", "hd100", "asd_ref_to_pred", "asd_pred_to_ref"];

    [Fact]
    public void Should_simulate_sites_and_print_the_manifest_as_json()
    {
        var json = sites.Simulation.Succeed().Json;
        Assert.Equal(["manifest", "sites", "not_understood"], Keys(json));
        Assert.Equal(["site", "cases", "subjects", "labelled"], Keys(json.GetProperty("sites")[0]));
        Assert.Equal(2, json.GetProperty("sites").GetArrayLength());
        Assert.All(json.GetProperty("sites").EnumerateArray(), site => Assert.Equal(4, site.GetProperty("labelled").GetInt32()));
        Assert.True(File.Exists(json.GetProperty("manifest").GetString()));
        Assert.Contains("simulate  8/8", sites.Simulation.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_pretrain_and_say_what_comes_next()
    {
        var outcome = sites.Pretraining.Succeed();
        Assert.Contains("pretrain, 24 steps, loss 0.", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Next: siteadapt evaluate --run", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("preparing cases", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("preparing cases", outcome.Output, StringComparison.Ordinal);
        foreach (string file in (string[])["model.safetensors", "optimizer.safetensors", "run.json", "SHA256SUMS"])
            Assert.True(File.Exists(sites.File("source", "checkpoints", "last-0000024", file)), file);
        Assert.Equal(3, File.ReadAllLines(sites.File("source", "metrics.jsonl")).Length);
    }

    [Theory]
    [InlineData("none", false)]
    [InlineData("fine-tune-all", true)]
    [InlineData("fine-tune-first", true)]
    [InlineData("fine-tune-last", true)]
    [InlineData("l2sp", true)]
    [InlineData("spottunet", true)]
    [InlineData("octl", true)]
    [InlineData("mmtl", true)]
    [InlineData("mmtl+octl", true)]
    [InlineData("all-target-data", false)]
    public void Should_adapt_with_every_method(string method, bool budget)
    {
        string run = $"every/{method}";
        var json = sites.Run([.. SimulatedSites.Adapt(method, run, "--json"), .. SimulatedSites.Training(2, 2), .. budget ? (string[])["--patients", "1", "--slices", "5"] : []]).Succeed().Json;
        Assert.Equal(method, json.GetProperty("method").GetString());
        Assert.Equal(method == "none" ? 0 : 4, json.GetProperty("steps").GetInt32());
        Assert.Equal(64, json.GetProperty("weights_sha256").GetString()!.Length);

        var shown = sites.Run("run", "show", run, "--json").Succeed().Json;
        Assert.True(shown.GetProperty("done").GetBoolean());
        Assert.Equal("adam", shown.GetProperty("run").GetProperty("optimizer").GetProperty("kind").GetString());
        var target = shown.GetProperty("run").GetProperty("data").GetProperty("cases").EnumerateArray().Where(item => item.GetProperty("role").GetString() == "target").ToList();
        Assert.Equal(method == "none" ? 0 : budget ? 1 : 3, target.Count);
        if (budget) Assert.Equal(5, target[0].GetProperty("slices").GetInt32());
        string before = Sha256("source", SimulatedSites.SourceSteps), after = Sha256(run, method == "none" ? 0 : 4);
        Assert.Equal(method == "none", before == after);
    }

    [Fact]
    public void Should_evaluate_target_and_source()
    {
        sites.Run([.. SimulatedSites.Adapt("mmtl", "evaluated", "--patients", "1"), .. SimulatedSites.Short]).Succeed();
        var table = sites.Run("evaluate", "--run", "evaluated", "--data", SimulatedSites.Manifest, "--site", "site2", "--threads", "1").Succeed();
        foreach (string word in (string[])["Dice 8 mm", "HD95", "HD100", "ref-pred", "pred-ref", "mean", "prepared grid", "spacing of 8x8x8 mm"])
            Assert.Contains(word, table.Output, StringComparison.Ordinal);

        var json = sites.Run("evaluate", "--run", "evaluated", "--data", SimulatedSites.Manifest, "--site", "site1", "--split", "test", "--grid", "native", "--threads", "1", "--json").Succeed().Json;
        Assert.Equal("native", json.GetProperty("grid").GetString());
        Assert.Equal("site1", json.GetProperty("site").GetString());
        Assert.Equal(8, json.GetProperty("tolerance_mm").GetDouble());
        Assert.Equal(Metrics.Order(), Keys(json.GetProperty("means")).Order());
        var only = Assert.Single(json.GetProperty("cases").EnumerateArray());
        Assert.Superset(Metrics.ToHashSet(), Keys(only).ToHashSet());
        Assert.Equal(only.GetProperty("dice").GetDouble(), json.GetProperty("means").GetProperty("dice").GetDouble());
    }

    [Fact]
    public void Should_evaluate_predict_and_draw_the_gates_of_spottunet()
    {
        sites.Run([.. SimulatedSites.Adapt("spottunet", "gated/run", "--patients", "1"), .. SimulatedSites.Training(2, 2)]).Succeed();
        string[] evaluate = ["evaluate", "--run", "gated/run", "--data", SimulatedSites.Manifest, "--site", "site2", "--threads", "1"];
        var json = sites.Run([.. evaluate, "--gates", "gated/gates.svg", "--json"]).Succeed().Json;
        var gates = json.GetProperty("gates").EnumerateObject().ToList();
        Assert.Equal(32, gates.Count);
        Assert.Equal("init_path.0", gates[0].Name);
        Assert.All(gates, gate => Assert.InRange(gate.Value.GetDouble(), 0, 1));
        string picture = File.ReadAllText(sites.File("gated", "gates.svg"));
        foreach (string word in (string[])["training, last epoch", "test cases of site2", "bottleneck.4", "shortcut2"]) Assert.Contains(word, picture, StringComparison.Ordinal);
        Assert.Contains("of the blocks on average", sites.Run(evaluate).Succeed().Output, StringComparison.Ordinal);

        foreach (string norm in (string[])["source", "recalibrated"]) sites.Run([.. evaluate, "--norm-statistics", norm]).Succeed();
        sites.Run("predict", sites.Images("site2").First(), "--run", "gated/run", "--out", "gated/mask.nii.gz", "--threads", "1").Succeed();
        sites.Run([.. evaluate[..2], "source", .. evaluate[3..], "--gates", "gated/none.svg"]).BeRefused("--gates", "only SpotTUNet has gates");
        Assert.False(File.Exists(sites.File("gated", "none.svg")));
    }

    [Fact]
    public void Should_train_with_sgd_and_continue_its_optimizer()
    {
        sites.Run(["pretrain", "--task", "tiny.yaml", "--data", SimulatedSites.Manifest, "--source", "site1", "--optimizer", "sgd", "--out", "sgd/source", .. SimulatedSites.Short]).Succeed();
        string[] adapt = ["adapt", "--method", "octl", "--from", "sgd/source", "--data", SimulatedSites.Manifest, "--target", "site2", "--patients", "1", .. SimulatedSites.Short];
        sites.Run([.. adapt, "--out", "sgd/octl"]).Succeed();
        var show = sites.Run("run", "show", "sgd/octl").Succeed();
        foreach (string word in (string[])["adapt, finished", "task tiny, sgd, 3 epochs x 4 steps x 4 slices", "learning rate 0.001, seed 0, 1 thread", "method octl from", "target site2: 1 subject,"])
            Assert.Contains(word, show.Output, StringComparison.Ordinal);
        Assert.Empty(show.Errors);
        sites.Run([.. adapt, "--optimizer", "adam", "--out", "sgd/refused"]).BeRefused("memory of sgd", "uses adam", "--optimizer sgd");
    }

    [Fact]
    public void Should_predict_a_scan_and_score_the_mask()
    {
        string image = sites.Images("site2").First(), truth = image.Replace("_T1w", "_brainmask", StringComparison.Ordinal);
        var predicted = sites.Run("predict", image, "--run", "source", "--out", "scored/mask.nii.gz", "--threads", "1").Succeed();
        Assert.Contains("mask.nii.gz", predicted.Output, StringComparison.Ordinal);
        var json = sites.Run("score", "--reference", truth, "--prediction", "scored/mask.nii.gz", "--tolerance", "8", "--json").Succeed().Json;
        Assert.Equal(Metrics, Keys(json));
        Assert.InRange(json.GetProperty("dice").GetDouble(), 0, 1);
        var table = sites.Run("score", "--reference", truth, "--prediction", "scored/mask.nii.gz", "--tolerance", "2.5").Succeed();
        Assert.Contains("Dice 2.5 mm", table.Output, StringComparison.Ordinal);
        Assert.Empty(table.Errors);
    }

    string Sha256(string run, int step) =>
        File.ReadLines(sites.File(run, "checkpoints", $"last-{step:D7}", "SHA256SUMS")).Single(line => line.EndsWith("model.safetensors", StringComparison.Ordinal))[..64];

    static IEnumerable<string> Keys(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
