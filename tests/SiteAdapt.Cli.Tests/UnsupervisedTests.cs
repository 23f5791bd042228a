namespace SiteAdapt.Cli.Tests;

/// <summary>AdaBN and AdaptSegNet from the command line, with a target whose training labels are no images.</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class UnsupervisedTests(SimulatedSites sites)
{
    const string Folder = "unsupervised", Source = $"{Folder}/source", Manifest = "unlabelled.csv";

    [Fact]
    public void Should_adapt_evaluate_and_predict_without_target_labels()
    {
        Prepare();
        foreach (string method in (string[])["adabn", "adaptsegnet"])
        {
            string run = $"{Folder}/{method}";
            string[] more = method == "adaptsegnet" ? ["--set", "discriminator-width=2", .. SimulatedSites.Training(2, 2)] : ["--threads", "1"];
            var json = sites.Run(["adapt", "--method", method, "--from", Source, "--data", Manifest, "--target", "site2", "--out", run, "--json", .. more]).Succeed().Json;
            Assert.Equal(method == "adabn" ? 0 : 4, json.GetProperty("steps").GetInt32());
            var target = sites.Run("run", "show", run, "--json").Succeed().Json.GetProperty("run").GetProperty("data").GetProperty("cases").EnumerateArray()
                .Where(item => item.GetProperty("role").GetString() == "target").ToList();
            Assert.Equal(3, target.Count);
            Assert.All(target, item => Assert.True(item.GetProperty("unlabelled").GetBoolean()));

            sites.Run("evaluate", "--run", run, "--data", Manifest, "--site", "site2", "--threads", "1").Succeed();
            sites.Run("predict", sites.Images("site2").Last(), "--run", run, "--out", $"{run}.nii.gz", "--threads", "1").Succeed();
        }
        var shown = sites.Run("run", "show", $"{Folder}/adaptsegnet", "--json").Succeed().Json.GetProperty("history")[1].GetProperty("measures");
        Assert.InRange(shown.GetProperty("adversary/discriminator_main").GetDouble(), 0.5, 0.8);

        string[] one = ["adapt", "--method", "adabn", "--from", Source, "--data", Manifest, "--target", "site2", "--patients", "1", "--out", $"{Folder}/one", "--threads", "1"];
        Assert.Contains("norm statistics", sites.Run(one).Succeed().Errors, StringComparison.Ordinal);
        var supervised = sites.Run(["adapt", "--method", "mmtl", "--from", Source, "--data", Manifest, "--target", "site2", "--patients", "1", "--out", $"{Folder}/mmtl", "--threads", "1"]);
        Assert.NotEqual(0, supervised.Code);
    }

    /// <summary>A source model with windows of 32, and a manifest that differs from the fixture's in the target's training labels.</summary>
    void Prepare()
    {
        sites.NewFolder(Folder);
        File.WriteAllText(sites.File(Folder, "wide.yaml"), "base: brain\nname: wide\nspacing: 8\nwindow: 32\nnetwork:\n  width: 2\nmetric:\n  tolerance_mm: 8\n");
        sites.Run(["pretrain", "--task", $"{Folder}/wide.yaml", "--data", SimulatedSites.Manifest, "--source", "site1", "--out", Source, .. SimulatedSites.Short]).Succeed();
        var shown = sites.Run("evaluate", "--run", Source, "--data", SimulatedSites.Manifest, "--site", "site2", "--threads", "1", "--json").Succeed().Json;
        string test = shown.GetProperty("cases")[0].GetProperty("case").GetString()!;
        string[] lines = File.ReadAllLines(sites.File(SimulatedSites.Manifest)), names = lines[0].Split(',');
        int image = Array.IndexOf(names, "image"), label = Array.IndexOf(names, "label"), site = Array.IndexOf(names, "site");
        for (int i = 1; i < lines.Length; i++)
        {
            string[] cells = lines[i].Split(',');
            cells[image] = $"data/{cells[image]}";
            cells[label] = cells[site] == "site2" && cells[0] != test ? Garbage(cells[0]) : $"data/{cells[label]}";
            lines[i] = string.Join(',', cells);
        }
        File.WriteAllLines(sites.File(Manifest), lines);
    }

    string Garbage(string name)
    {
        string file = $"{Folder}/{name}.nii.gz";
        File.WriteAllText(sites.File(file), "not an image at all");
        return file;
    }
}
