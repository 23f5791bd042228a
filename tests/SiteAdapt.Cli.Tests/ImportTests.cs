using SiteAdapt.Imaging;

namespace SiteAdapt.Cli.Tests;

/// <summary><c>data import</c> on made-up folders, and splits given as lists.</summary>
public sealed class ImportTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_import_the_cc359_layout()
    {
        foreach (string name in (string[])["CC0001_philips_15_55_M", "CC0120_siemens_3_60_F"])
        {
            Image($"Original/{name}.nii.gz");
            Image($"masks/{name}_ss.nii.gz");
        }
        Image("Original/CC0200_ge_3_40_F.nii.gz");
        Image("Original/phantom.nii.gz");
        var outcome = Run("data", "import", ".", "--layout", "cc359", "--json").Succeed();
        var sites = outcome.Json.GetProperty("sites").EnumerateArray().ToDictionary(row => row.GetProperty("site").GetString()!, row => row.GetProperty("labelled").GetInt32());
        Assert.Equal(new Dictionary<string, int> { ["siemens-3T"] = 1, ["ge-3T"] = 0, ["philips-1.5T"] = 1 }, sites);
        Assert.Contains("phantom.nii.gz", outcome.Json.GetProperty("not_understood")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("warning: ", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("1 of 3 images have no mask", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("CC0001_philips_15_55_M,CC0001,philips-1.5T,Original/CC0001_philips_15_55_M.nii.gz,masks/CC0001_philips_15_55_M_ss.nii.gz", File.ReadAllText(folder.File("manifest.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_import_a_folder_per_site_and_write_the_manifest_where_asked()
    {
        foreach (string site in (string[])["north", "south"])
        {
            Image($"{site}/anna.nii.gz");
            Image($"{site}/anna_mask.nii.gz");
        }
        var shared = Run("data", "import", ".", "--layout", "folders", "--out", "lists/all.csv").Succeed();
        Assert.Contains("north", shared.Output, StringComparison.Ordinal);
        Assert.Contains("taken for the same persons; if each site numbers its own subjects, import with --subjects-per-site", shared.Errors, StringComparison.Ordinal);
        Assert.Contains($"north_anna,anna,north,{folder.File("north", "anna.nii.gz")},{folder.File("north", "anna_mask.nii.gz")}", File.ReadAllText(folder.File("lists", "all.csv")), StringComparison.Ordinal);
        Run("data", "import", ".", "--layout", "folders", "--subjects-per-site", "--out", "lists/apart.csv").Succeed();
        Assert.Contains("north_anna,north_anna,north,", File.ReadAllText(folder.File("lists", "apart.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_what_is_no_layout_and_folders_without_images()
    {
        folder.Write("notes.txt", "nothing");
        Run("data", "import", ".", "--layout", "bids").BeRefused("--layout", "'bids'", "cc359, msm or folders");
        Run("data", "import", ".", "--layout", "cc359").BeRefused(folder.Path, "no image", "CCnnnn_vendor");
        Run("data", "import", "nowhere", "--layout", "folders").BeRefused("nowhere", "no such folder");
        Assert.False(File.Exists(folder.File("manifest.csv")));
    }

    Outcome Run(params string[] arguments) => SiteAdaptProcess.Run(folder.Path, arguments);

    void Image(string name) => Nifti.Write(folder.File(name), new Volume(Grid.FromSpacing(new Size3(3, 3, 3), new Spacing(1, 1, 1)), new float[27]));
}
