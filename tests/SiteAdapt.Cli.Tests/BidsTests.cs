using System.Text.Json;

namespace SiteAdapt.Cli.Tests;

/// <summary>A BIDS data set in, a BIDS derivative out, which is read as one again.</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class BidsTests(SimulatedSites sites)
{
    [Fact]
    public void Should_predict_a_derivative_that_can_be_imported()
    {
        string folder = sites.NewFolder("bids"), derivative = Path.Combine(folder, "derivatives", "siteadapt");
        string[] images = [.. new[] { "site1", "site2" }.SelectMany(site => sites.Images(site).Take(1))];
        var people = new List<string> { "participant_id\tsite" };
        for (int i = 0; i < images.Length; i++)
        {
            Directory.CreateDirectory(Path.Combine(folder, $"sub-{i}", "anat"));
            File.Copy(images[i], Path.Combine(folder, $"sub-{i}", "anat", $"sub-{i}_T1w.nii.gz"));
            people.Add($"sub-{i}\thospital{i}");
        }
        File.WriteAllLines(Path.Combine(folder, "participants.tsv"), people);
        string[] scans = [.. images.Select((_, i) => Path.Combine(folder, $"sub-{i}", "anat", $"sub-{i}_T1w.nii.gz"))];

        sites.Run(["predict", .. scans, "--run", "source", "--bids", "--out", derivative, "--probabilities", derivative, "--threads", "1"]).Succeed();
        Assert.True(File.Exists(Path.Combine(derivative, "sub-1", "anat", "sub-1_desc-brain_probseg.nii.gz")));
        using var described = JsonDocument.Parse(File.ReadAllText(Path.Combine(derivative, "dataset_description.json")));
        Assert.Equal("derivative", described.RootElement.GetProperty("DatasetType").GetString());

        sites.Run("data", "import", folder, "--layout", "bids").Succeed();
        Assert.Contains("sub-1_T1w,sub-1,hospital1,sub-1/anat/sub-1_T1w.nii.gz,", File.ReadAllLines(Path.Combine(folder, "manifest.csv"))); // no reference of our own making
        sites.Run("data", "import", folder, "--layout", "bids", "--derivative", "siteadapt").Succeed();
        string[] manifest = File.ReadAllLines(Path.Combine(folder, "manifest.csv"));
        Assert.Contains("sub-1_T1w,sub-1,hospital1,sub-1/anat/sub-1_T1w.nii.gz,derivatives/siteadapt/sub-1/anat/sub-1_desc-brain_mask.nii.gz", manifest);
        Assert.Equal(3, manifest.Length);
    }

    [Fact]
    public void Should_not_write_into_a_data_set_of_others()
    {
        string folder = sites.NewFolder("raw"), scan = Path.Combine(folder, "sub-1_T1w.nii.gz");
        File.Copy(sites.Images("site1").First(), scan);
        File.WriteAllText(Path.Combine(folder, "dataset_description.json"), """{"Name": "raw", "BIDSVersion": "1.9.0"}""");
        sites.Run(["predict", scan, "--run", "source", "--bids", "--out", folder, "--threads", "1"]).BeRefused("--out", "derivatives/siteadapt");
    }

    [Fact]
    public void Should_refuse_images_without_names_of_this_form() =>
        sites.Run(["predict", sites.Images("site1").First(), "--run", "source", "--bids", "--out", "nowhere", "--threads", "1"]).BeRefused("--bids", "sub-XX");
}
