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
    public void Should_import_chexpert_with_a_site_per_view()
    {
        const string Observations = "No Finding,Enlarged Cardiomediastinum,Cardiomegaly,Lung Opacity,Lung Lesion,Edema,Consolidation,Pneumonia,Atelectasis,Pneumothorax,Pleural Effusion,Pleural Other,Fracture,Support Devices";
        const string Study = "CheXpert-v1.0-small/train/patient00001/study1";
        folder.Write("CheXpert-v1.0-small/train.csv", $"Path,Sex,Age,Frontal/Lateral,AP/PA,{Observations}\n" +
            $"{Study}/view1_frontal.jpg,Male,60,Frontal,PA,,,,,,-1.0,,,,,1.0,,,\n{Study}/view2_lateral.jpg,Male,60,Lateral,,,,,,,-1.0,,,,,1.0,,,\n" +
            $"{Study}/view3_frontal.jpg,Male,60,Frontal,AP,,,,,,-1.0,,,,,1.0,,,\n");
        folder.Write($"{Study}/view1_frontal.jpg", "an image");
        Run("data", "import", ".", "--layout", "chexpert", "--site-by", "view").BeRefused("1 of 2 images are not there", "view3_frontal.jpg", "--skip-missing");
        var outcome = Run("data", "import", ".", "--layout", "chexpert", "--site-by", "view", "--skip-missing", "--json").Succeed();
        var row = Assert.Single(outcome.Json.GetProperty("sites").EnumerateArray());
        Assert.Equal(("chexpert-PA", 1), (row.GetProperty("site").GetString(), row.GetProperty("labelled").GetInt32()));
        Assert.Contains("1 lateral", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("left out: 1 of 2 images", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("patient00001_study1_view1_frontal,patient00001,chexpert-PA,CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg,60,M,0,0,0,0,0,-1,0,0,0,0,1,0,0,0,study1,PA",
            File.ReadAllText(folder.File("manifest.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_import_chestxray14()
    {
        folder.Write("Data_Entry_2017_v2020.csv", "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position\n00000001_000.png,Mass|Edema,0,1,58,F,PA\n");
        folder.Write("images/00000001_000.png", "an image");
        Run("data", "import", ".", "--layout", "chestxray14").Succeed();
        Assert.Contains("00000001_000,nih1,chestxray14,images/00000001_000.png,58,F,0,0,0,1,", File.ReadAllText(folder.File("manifest.csv")), StringComparison.Ordinal);
        Run("data", "import", ".", "--layout", "chestxray14", "--views", "front").BeRefused("--views", "'front'", "frontal, pa, ap or all");
        Run("data", "import", ".", "--layout", "chestxray14", "--site-by", "age").BeRefused("--site-by", "'age'");
    }

    [Fact]
    public void Should_refuse_what_is_no_layout_and_folders_without_images()
    {
        folder.Write("notes.txt", "nothing");
        Run("data", "import", ".", "--layout", "nifti-zoo").BeRefused("--layout", "'nifti-zoo'", "bids");
        Run("data", "import", ".", "--layout", "cc359").BeRefused(folder.Path, "no image", "CCnnnn_vendor");
        Run("data", "import", "nowhere", "--layout", "folders").BeRefused("nowhere", "no such folder");
        Assert.False(File.Exists(folder.File("manifest.csv")));
    }

    Outcome Run(params string[] arguments) => SiteAdaptProcess.Run(folder.Path, arguments);

    void Image(string name) => Nifti.Write(folder.File(name), new Volume(Grid.FromSpacing(new Size3(3, 3, 3), new Spacing(1, 1, 1)), new float[27]));
}
