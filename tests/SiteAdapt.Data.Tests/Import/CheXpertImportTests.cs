using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class CheXpertImportTests : IDisposable
{
    const string Header = "Path,Sex,Age,Frontal/Lateral,AP/PA,No Finding,Enlarged Cardiomediastinum,Cardiomegaly,Lung Opacity,Lung Lesion,Edema,Consolidation," +
        "Pneumonia,Atelectasis,Pneumothorax,Pleural Effusion,Pleural Other,Fracture,Support Devices\n";

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>The release's folder with two tables; every image that they name is there.</summary>
    string Release(string? train = null, string? valid = null, string name = "CheXpert-v1.0-small")
    {
        train ??= $"{name}/train/patient00001/study1/view1_frontal.jpg,Female,68,Frontal,AP,1.0,,,,,,,,,0.0,,,,1.0\r\n" +
            $"{name}/train/patient00002/study2/view1_frontal.jpg,Female,87,Frontal,PA,,,-1.0,1.0,,-1.0,-1.0,,-1.0,,-1.0,,1.0,\r\n" +
            $"{name}/train/patient00002/study2/view2_lateral.jpg,Female,87,Lateral,,,,-1.0,1.0,,-1.0,-1.0,,-1.0,,-1.0,,1.0,\r\n" +
            $"{name}/train/patient00003/study1/view1_frontal.jpg,Unknown,0,Frontal,LL,,,,,,,,,,,1.0,,,\r\n";
        valid ??= $"{name}/valid/patient64541/study1/view1_frontal.jpg,Male,73,Frontal,AP,0.0,1.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0\n";
        folder.Write($"{name}/train.csv", Header + train);
        folder.Write($"{name}/valid.csv", Header + valid);
        foreach (string line in (train + valid).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (line.StartsWith(name, StringComparison.Ordinal)) folder.Write(line.Split(',')[0], "an image");
        return folder.File(name);
    }

    static string FaultOf(Action import) => Assert.Throws<InputException>(import).Message;

    [Fact]
    public void Should_import_frontal_views_of_both_tables()
    {
        string release = Release();
        ImportResult result = CheXpertLayout.Import(folder.Path);
        Assert.Equal(["patient00001_study1_view1_frontal", "patient00002_study2_view1_frontal", "patient00003_study1_view1_frontal", "patient64541_study1_view1_frontal"],
            result.Cases.Select(c => c.Id));
        Assert.All(result.Cases, c => Assert.Equal("chexpert", c.Site));
        Assert.Equal(["patient00001", "patient00002", "patient00003", "patient64541"], result.Cases.Select(c => c.Subject));
        Assert.Equal(["F", "F", null, "M"], result.Cases.Select(c => c.Sex));
        Assert.Equal([68, 87, 0, 73], result.Cases.Select(c => c.Age));
        Assert.Equal(Path.Combine(release, "train", "patient00002", "study2", "view1_frontal.jpg"), result.Cases[1].Image);
        Assert.Equal(("PA", "study2"), (result.Cases[1].Extra["view"], result.Cases[1].Extra["study"]));
        Assert.Contains(result.Remarks, r => r.Contains("1 lateral"));
    }

    [Fact]
    public void Should_take_blank_as_absent_and_keep_uncertain()
    {
        Release();
        Case second = CheXpertLayout.Import(folder.Path).Cases[1];
        string[] uncertain = ["Cardiomegaly", "Edema", "Consolidation", "Atelectasis", "Effusion"], present = ["Lung Opacity", "Fracture"];
        Assert.Equal(14, second.Findings.Count);
        Assert.All(second.Findings, f => Assert.Equal(uncertain.Contains(f.Key) ? -1 : present.Contains(f.Key) ? 1 : 0, f.Value));
    }

    [Fact]
    public void Should_find_the_images_from_the_release_or_from_what_holds_it_or_with_the_tables_beside_it()
    {
        string release = Release();
        string[] expected = Images(folder.Path);
        Assert.Equal(expected, Images(release));
        foreach (string table in (string[])["train.csv", "valid.csv"]) File.Move(Path.Combine(release, table), folder.File(table));
        Assert.Equal(expected, Images(folder.Path));

        static string[] Images(string from) => [.. CheXpertLayout.Import(from).Cases.Select(c => c.Image)];
    }

    [Theory]
    [InlineData(RadiographViews.Pa, false, "chexpert")]
    [InlineData(RadiographViews.Ap, false, "chexpert,chexpert")]
    [InlineData(RadiographViews.All, false, "chexpert,chexpert,chexpert,chexpert,chexpert")]
    [InlineData(RadiographViews.Frontal, true, "chexpert-AP,chexpert-PA,chexpert-AP")]
    [InlineData(RadiographViews.All, true, "chexpert-AP,chexpert-PA,chexpert-lateral,chexpert-LL,chexpert-AP")]
    public void Should_choose_views_and_make_sites_of_them(RadiographViews views, bool siteByView, string sites)
    {
        Release();
        Assert.Equal(sites, string.Join(",", CheXpertLayout.Import(folder.Path, new(views, siteByView)).Cases.Select(c => c.Site)));
    }

    [Fact]
    public void Should_write_a_manifest_that_reads_back_with_the_findings_in_their_order()
    {
        Release();
        Manifest written = CheXpertLayout.Import(folder.Path).ToManifest(folder.File("manifest.csv"));
        written.Write();
        Manifest read = Manifest.Read(written.Path);
        Assert.Equal(["No Finding", "Enlarged Cardiomediastinum", "Cardiomegaly"], read.Findings.Take(3));
        Assert.Equal(written.Findings, read.Findings);
        Assert.Equal(written.ToCsv(), read.ToCsv());
        Assert.Equal(written.Cases.Select(c => string.Join(",", c.Findings)), read.Cases.Select(c => string.Join(",", c.Findings)));
        Assert.Contains("CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg", File.ReadAllText(written.Path));
    }

    [Fact]
    public void Should_report_every_malformed_row_with_line_column_and_value()
    {
        const string Name = "CheXpert-v1.0-small";
        Release($"{Name}/train/patient00001/study1/view1_frontal.jpg,Female,old,Frontal,AP,2.0,,,,,,,,,0.0,,,,1.0\n" +
            $"../../etc/passwd,Female,68,Frontal,AP,1.0,,,,,,,,,0.0,,,,1.0\n" +
            $"{Name}/train/patient00003/study1/view1_frontal.jpg,Female,68,Sideways,AP,1.0,,,,,yes,,,,0.0,,,,1.0\n" +
            $"{Name}/train/patient00003/study1/view1_frontal.jpg,Female,68\n" +
            $"{Name}/train/patient00003/study1/view1_frontal.jpg,Female,68,Frontal,AP,1.0,,,,,,,,,0.0,,,,\n");
        string message = FaultOf(() => CheXpertLayout.Import(folder.Path));
        foreach (string expected in new[] { "train.csv: 7 faults", "line 2: column 'Age': 'old' is not a number", "line 2: column 'No Finding': '2.0' is not 1, 0, -1 or blank",
            "line 3: column 'Path': '../../etc/passwd' is not a path such as", "line 4: column 'Frontal/Lateral': 'Sideways' is not Frontal or Lateral",
            "line 4: column 'Edema': 'yes' is not 1, 0, -1", "line 5: 3 fields; the header has 19 columns", "line 6: column 'Path'" })
            Assert.Contains(expected, message);
    }

    [Fact]
    public void Should_refuse_missing_images_or_skip_and_count_them()
    {
        string release = Release();
        File.Delete(Path.Combine(release, "train", "patient00002", "study2", "view1_frontal.jpg"));
        string message = FaultOf(() => CheXpertLayout.Import(folder.Path));
        Assert.Contains("1 of 4 images are not there: ", message);
        Assert.Contains("patient00002/study2/view1_frontal.jpg", message.Replace('\\', '/'));
        Assert.Contains("--skip-missing", message);
        ImportResult skipped = CheXpertLayout.Import(folder.Path, new(SkipMissing: true));
        Assert.Equal(3, skipped.Cases.Count);
        Assert.Contains(skipped.Remarks, r => r.Contains("left out: 1 of 4 images are not there"));
    }

    [Fact]
    public void Should_refuse_what_is_no_release()
    {
        Assert.Contains("found neither train.csv nor valid.csv", FaultOf(() => CheXpertLayout.Import(folder.Path)));
        Assert.Contains("there is no such folder", FaultOf(() => CheXpertLayout.Import(folder.File("nowhere"))));
        folder.Write("train.csv", "Path,Sex\n");
        Assert.Contains("line 1: the column 'Age' is missing; there are Path, Sex", FaultOf(() => CheXpertLayout.Import(folder.Path)));
        folder.Write("train.csv", Header);
        Assert.Contains("no image is left to import", FaultOf(() => CheXpertLayout.Import(folder.Path)));
    }
}
