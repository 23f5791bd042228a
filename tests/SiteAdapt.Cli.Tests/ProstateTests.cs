using System.Text.Json;
using SiteAdapt.Imaging;

namespace SiteAdapt.Cli.Tests;

/// <summary>Multi-site prostate MRI with the published lists: import, several sources to one target with every method, evaluate, predict.</summary>
public sealed class ProstateTests(ProstateSites sites) : IClassFixture<ProstateSites>
{
    [Fact]
    public void Should_import_the_six_published_folders()
    {
        var json = sites.Import.Succeed().Json;
        Assert.Equal(["ISBI 30", "ISBI_1.5 30", "I2CVB 19", "UCL 13", "BIDMC 12", "HK 12"],
            json.GetProperty("sites").EnumerateArray().Select(row => $"{row.GetProperty("site").GetString()} {row.GetProperty("labelled").GetInt32()}"));
        Assert.Equal(0, json.GetProperty("not_understood").GetArrayLength());
        Assert.DoesNotContain("note", sites.Import.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_pretrain_on_the_pooled_training_lists_of_five_sites()
    {
        sites.Pretraining.Succeed();
        var run = Show("source");
        Assert.Equal(["ISBI 22", "ISBI_1.5 22", "I2CVB 14", "UCL 9", "BIDMC 9"],
            Cases(run, "source").CountBy(item => item.GetProperty("site").GetString()!).Select(pair => $"{pair.Key} {pair.Value}"));
        Assert.Equal("ISBI_Case02", Cases(run, "source")[0].GetProperty("subject").GetString());
        // Slices 2, 3 and 4 of 8 hold mask and are not its last; 1 and 5 come along with probability 0.1
        Assert.All(Cases(run, "source"), item => Assert.InRange(item.GetProperty("slices").GetInt32(), 3, 5));
        Assert.Equal(0.001, run.GetProperty("training").GetProperty("learning_rate").GetDouble());
        Assert.Contains("its validation cases are its test cases", sites.Pretraining.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", 0, 0, 0.0001)]
    [InlineData("fine-tune-all", 1, 0, 0.0001)]
    [InlineData("fine-tune-first", 1, 0, 0.0001)]
    [InlineData("fine-tune-last", 1, 0, 0.0001)]
    [InlineData("l2sp", 1, 0, 0.0001)]
    [InlineData("spottunet", 1, 0, 0.0001)]
    [InlineData("octl", 1, 0, 0.0001)]
    [InlineData("mmtl", 1, 76, 0.0001)]
    [InlineData("mmtl+octl", 1, 76, 0.0001)]
    [InlineData("all-target-data", 9, 0, 0.001)]
    public void Should_adapt_five_sources_to_one_target(string method, int target, int source, double learningRate)
    {
        sites.Run([.. Adapt(method, $"every/{method}"), .. target == 1 ? (string[])["--patients", "1", "--slices", "3"] : []]).Succeed();
        var run = Show($"every/{method}");
        Assert.Equal(ProstateSites.Sources.Split(','), run.GetProperty("source").GetProperty("sites").EnumerateArray().Select(site => site.GetString()));
        Assert.Equal((target, source), (Cases(run, "target").Count, Cases(run, "source").Count));
        if (target == 1) Assert.Equal(3, Cases(run, "target")[0].GetProperty("slices").GetInt32());
        Assert.Equal(learningRate, run.GetProperty("training").GetProperty("learning_rate").GetDouble());
    }

    [Fact]
    public void Should_take_source_patients_of_all_sites_and_a_given_learning_rate()
    {
        sites.Run([.. Adapt("mmtl", "few"), "--patients", "2", "--source-patients", "6", "--learning-rate", "0.002"]).Succeed();
        var run = Show("few");
        Assert.Equal([.. ProstateSites.Sources.Split(','), "ISBI"], Cases(run, "source").Select(item => item.GetProperty("site").GetString()));
        Assert.Equal(0.002, run.GetProperty("training").GetProperty("learning_rate").GetDouble());
    }

    [Fact]
    public void Should_refuse_to_choose_a_model_by_the_published_test_cases() =>
        sites.Run([.. Adapt("fine-tune-all", "validated"), "--patients", "1", "--validate"]).BeRefused("--validate", "published split 'msm'", "no validation case");

    [Fact]
    public void Should_evaluate_by_dice_and_predict_with_empty_edges()
    {
        var json = sites.Run("evaluate", "--run", "source", "--data", "msm/manifest.csv", "--site", ProstateSites.Target, "--threads", "1", "--json").Succeed().Json;
        Assert.Equal("dice", json.GetProperty("headline").GetString());
        Assert.Equal(3, json.GetProperty("cases").GetArrayLength());
        string image = Directory.EnumerateFiles(sites.File("msm", "HK"), "Case4*").First(path => !path.Contains("segmentation", StringComparison.Ordinal));
        sites.Run("predict", image, "--run", "source", "--out", "mask.nii.gz", "--probabilities", "p.nii.gz", "--threads", "1").Succeed();
        float[] probabilities = Nifti.Read(sites.File("p.nii.gz")).Volume.Voxels;
        Assert.All(probabilities[..360].Concat(probabilities[^360..]), value => Assert.Equal(0, value));
        Assert.All(probabilities[360..^360], value => Assert.InRange(value, 1e-6f, 1));
    }

    [Fact]
    public void Should_name_the_scan_that_has_too_few_slices()
    {
        Nifti.Write(sites.File("thin", "a", "one.nii"), new Volume(Grid.FromSpacing(new Size3(9, 9, 2), Spacing.Isotropic(1)), new float[162]));
        Nifti.WriteMask(sites.File("thin", "a", "one_mask.nii"), new Mask(Grid.FromSpacing(new Size3(9, 9, 2), Spacing.Isotropic(1)), new byte[162]));
        File.WriteAllText(sites.File("thin", "split.csv"), "site,subset,order,subject_id\na,train,0,one\n");
        sites.Run("data", "import", "thin", "--layout", "folders").Succeed();
        sites.Run(["pretrain", "--task", "tiny.yaml", "--data", "thin/manifest.csv", "--source", "a", "--split-list", "thin/split.csv", "--out", "thin/run", .. ProstateSites.Training])
            .BeRefused("case 'one' of site 'a'", "none of its 2 slices", "slice_pool: all");
        sites.Run("predict", "thin/a/one.nii", "--run", "source", "--out", "thin/mask.nii.gz").BeRefused("thin/a/one.nii: has 2 slices", "edge_slices: predict");
    }

    /// <summary>Sites made of given scans, two of them pooled as the source, to the third.</summary>
    [Fact]
    public void Should_adapt_between_sites_that_were_made_of_given_scans()
    {
        var made = sites.Run("data", "simulate", "made", "--images", "msm/ISBI", "--sites", "3", "--subjects", "4", "--json").Succeed();
        Assert.Equal([4, 4, 4], made.Json.GetProperty("sites").EnumerateArray().Select(site => site.GetProperty("subjects").GetInt32()));
        Assert.Contains("Never report them as clinical", made.Errors, StringComparison.Ordinal);
        sites.Run(["pretrain", "--task", "tiny.yaml", "--data", "made/manifest.csv", "--source", "site1,site2", "--out", "made/source", .. ProstateSites.Training]).Succeed();
        foreach (string method in (string[])["fine-tune-all", "mmtl", "octl"])
        {
            string run = $"made/{method}";
            sites.Run(["adapt", "--method", method, "--from", "made/source", "--data", "made/manifest.csv", "--target", "site3", "--patients", "1", "--out", run, .. ProstateSites.Training]).Succeed();
            Assert.Equal(method == "mmtl" ? 6 : 0, Cases(Show(run), "source").Count);
            var scores = sites.Run("evaluate", "--run", run, "--data", "made/manifest.csv", "--site", "site3", "--threads", "1", "--json").Succeed().Json;
            Assert.InRange(scores.GetProperty("means").GetProperty("dice").GetDouble(), 0, 1);
        }
        sites.Run("data", "simulate", "x", "--images", "msm/ISBI", "--spacing", "2").BeRefused("--images", "--spacing");
    }

    static string[] Adapt(string method, string run) =>
        ["adapt", "--method", method, "--from", "source", "--data", "msm/manifest.csv", "--target", ProstateSites.Target, "--out", run, .. ProstateSites.Training];

    JsonElement Show(string run) => JsonDocument.Parse(File.ReadAllText(sites.File(run, "run.json"))).RootElement;

    static List<JsonElement> Cases(JsonElement run, string role) =>
        [.. run.GetProperty("data").GetProperty("cases").EnumerateArray().Where(item => item.GetProperty("role").GetString() == role)];
}
