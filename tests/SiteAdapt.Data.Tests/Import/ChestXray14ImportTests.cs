using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class ChestXray14ImportTests : IDisposable
{
    const string Header = "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position,OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y],\n";
    const string Rows = "00000001_000.png,Cardiomegaly,0,1,058Y,M,PA,2682,2749,0.143,0.143,\n" +
        "00000001_001.png,Cardiomegaly|Emphysema,1,1,058Y,M,AP,2894,2729,0.143,0.143,\n" +
        "00000002_000.png,No Finding,0,2,011M,F,PA,2500,2048,0.171,0.171,\n" +
        "00000003_000.png,Hernia|Pleural_Thickening,0,3,414Y,F,PA,2582,2991,0.143,0.143\n" +
        "00000004_000.png,Mass|Nodule,0,4,002D,F,AP,2582,2991,0.143,0.143,\n";

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    void Release(string rows = Rows, string name = "Data_Entry_2017.csv", string images = "images_00{0}/images", string header = Header)
    {
        folder.Write(name, header + rows);
        int next = 0;
        foreach (string line in rows.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            folder.Write($"{string.Format(System.Globalization.CultureInfo.InvariantCulture, images, 1 + next++ % 3)}/{line.Split(',')[0]}", "an image");
    }

    ImportResult Import(RadiographOptions? options = null) => ChestXray14Layout.Import(folder.Path, options);

    string Fault() => Assert.Throws<InputException>(() => Import()).Message;

    [Fact]
    public void Should_import_the_release_of_2017()
    {
        Release();
        ImportResult result = Import();
        Assert.Equal(["00000001_000", "00000001_001", "00000002_000", "00000003_000", "00000004_000"], result.Cases.Select(c => c.Id));
        Assert.Equal(["nih1", "nih1", "nih2", "nih3", "nih4"], result.Cases.Select(c => c.Subject));
        Assert.Equal([58, 58, 0.92, null, 0.01], result.Cases.Select(c => c.Age));
        Assert.All(result.Cases, c => Assert.Equal(("chestxray14", 14, null), (c.Site, c.Findings.Count, c.Split)));
        Assert.Equal(["Cardiomegaly", "Cardiomegaly,Emphysema", "", "Hernia,Pleural_Thickening", "Mass,Nodule"],
            result.Cases.Select(c => string.Join(",", c.Findings.Where(f => f.Value == 1).Select(f => f.Key))));
        Assert.All(result.Cases.SelectMany(c => c.Findings.Values), value => Assert.True(value is 0 or 1));
        Assert.Equal(folder.File("images_002", "images", "00000001_001.png"), result.Cases[1].Image);
        Assert.Contains(result.Remarks, r => r.Contains("1 ages above 120"));
    }

    [Theory]
    [InlineData("images")]
    [InlineData("images_001")]
    [InlineData(".")]
    public void Should_import_the_release_of_2020_from_one_folder(string images)
    {
        Release("00000001_000.png,Cardiomegaly,0,1,58,M,PA,2682,2749,0.143,0.143\n", "Data_Entry_2017_v2020.csv", images, Header.Replace("y],", "y]"));
        Case only = Assert.Single(Import().Cases);
        Assert.Equal((58, true), (only.Age, File.Exists(only.Image)));
    }

    [Fact]
    public void Should_make_sites_of_views_and_choose_one()
    {
        Release();
        Assert.Equal(["chestxray14-PA", "chestxray14-AP"], Import(new(SiteByView: true)).Cases.Select(c => c.Site).Distinct());
        Assert.Equal(["00000001_001", "00000004_000"], Import(new(RadiographViews.Ap)).Cases.Select(c => c.Id));
    }

    [Fact]
    public void Should_take_the_published_test_list_and_leave_the_others_to_the_program()
    {
        Release();
        folder.Write("train_val_list.txt", "00000001_000.png\r\n00000001_001.png\r\n00000002_000.png\r\n");
        folder.Write("test_list.txt", "00000003_000.png\n00000004_000.png");
        Manifest manifest = Import(new(SiteByView: true)).ToManifest(folder.File("m.csv"));
        manifest.Write();
        Split split = Split.Create(Manifest.Read(manifest.Path), seed: 0);
        Assert.Equal(["nih3", "nih4"], split.SubsetOf.Where(s => s.Value == Subset.Test).Select(s => s.Key).Order());
        Assert.All(new[] { "nih1", "nih2" }, subject => Assert.NotEqual(Subset.Test, split.SubsetOf[subject]));
        Assert.Empty(split.Unused);
        folder.Write("test_list.txt", "00000001_001.png\n");
        Assert.Contains("line 3: patient 1 has images in test_list.txt and in train_val_list.txt", Fault());
    }

    [Fact]
    public void Should_report_every_malformed_row_with_line_column_and_value()
    {
        Release("00000001_000.png,Cardiomegly|Mass,0,1,058Y,M,PA,1,1,1,1,\n" + "00000002_000.png,,0,one,young,M,PA,1,1,1,1,\n" + "00000003_000.png,Mass\n" +
            "00000001_000.png,Mass,0,1,058Y,M,PA,1,1,1,1,\n");
        string message = Fault();
        foreach (string expected in new[] { "6 faults", "line 2: column 'Finding Labels': 'Cardiomegly' is not one of its findings (did you mean 'Cardiomegaly'?)",
            "line 3: column 'Finding Labels': ''", "line 3: column 'Patient ID': 'one' is not a number", "line 3: column 'Patient Age': 'young' is not an age",
            "line 4: 2 fields", "line 5: column 'Image Index': '00000001_000.png' stands there a second time" })
            Assert.Contains(expected, message);
    }

    [Fact]
    public void Should_refuse_missing_images_or_skip_and_count_them()
    {
        Release();
        Directory.Delete(folder.File("images_002"), recursive: true);
        Assert.Contains("2 of 5 images are not there: ", Fault());
        Assert.Equal(3, Import(new(SkipMissing: true)).Cases.Count);
    }

    [Fact]
    public void Should_refuse_what_is_no_release() => Assert.Contains("found no Data_Entry_2017.csv or Data_Entry_2017_v2020.csv", Fault());
}
