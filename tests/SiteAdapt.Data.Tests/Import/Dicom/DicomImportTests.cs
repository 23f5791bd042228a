using System.Text;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

/// <summary>DICOM files that are written here, read by the real dcm2niix and DCMTK.</summary>
public sealed class DicomImportTests : IDisposable
{
    static readonly string[] Identifying = ["Doe", "Jane", "12345", "19700102", "1970-01-02", "20200304", "2020-03-04", "101112", "Springfield", "head protocol", "1.2.840.1"];

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    DicomOptions Options(string? series = null) => new(folder.File("out"), "north wing", PatientKey.Open(folder.File("key")), series);

    static Volume Ramp(int slices, int seed) => new(Grid.FromSpacing(new Size3(12, 10, slices), new Spacing(1, 1.5, 2)), [.. Enumerable.Range(0, 12 * 10 * slices).Select(i => (float)((i * 7 + seed) % 4000))]);

    [ProgramFact("dcm2niix", "dcm2niix")]
    public void Should_take_the_scan_that_fits_of_each_study_and_name_nobody()
    {
        string export = folder.File("export");
        var scan = Ramp(16, 1);
        DicomFile.WriteSeries(export, "12345", "1.2.840.1", 3, "t1_mprage_sag", scan, "20200304");
        DicomFile.WriteSeries(export, "12345", "1.2.840.1", 4, "t2_tse", Ramp(20, 2), "20200304");
        DicomFile.WriteSeries(export, "12345", "1.2.840.1", 5, "t1_mprage_MPR", Ramp(24, 3), "20200304", @"DERIVED\SECONDARY\MPR");
        DicomFile.WriteSeries(export, "12345", "1.2.840.1", 1, "t1_localizer", Ramp(3, 4), "20200304");
        DicomFile.WriteSeries(export, "12345", "1.2.840.2", 2, "T1 MPRAGE", Ramp(12, 5), "20190101");
        DicomFile.WriteSeries(export, "77", "1.2.840.3", 2, "T1", Ramp(12, 6), "20200101", birth: "19270102");
        var result = DicomImport.Volumes(export, Options("T1|MPRAGE"));

        Assert.Equal(3, result.Cases.Count);
        var sessions = result.Cases.Where(one => one.Session is not null).OrderBy(one => one.Session, StringComparer.Ordinal).ToList();
        Assert.Equal(["ses-1", "ses-2"], sessions.Select(one => one.Session)); // 2019 before 2020
        Assert.Single(sessions.Select(one => one.Subject).Distinct());
        var taken = Nifti.Read(sessions[1].Image);
        Assert.Equal(new Size3(12, 10, 16), taken.Volume.Grid.Size);
        Assert.Equal(scan.Voxels.Order(), taken.Volume.Voxels.Order()); // rows are turned round, values are not
        Assert.Equal(("north wing", 50.0, "F", 1.5), (sessions[1].Site, sessions[1].Age, sessions[1].Sex, sessions[1].FieldStrength));
        Assert.Equal(89.0, result.Cases.Single(one => one.Session is null).Age);
        foreach (string reason in new[] { "neither description nor protocol fits", "image type says DERIVED", "3 slices, fewer than 10" })
            Assert.Contains(result.NotUnderstood, line => line.Contains(reason, StringComparison.Ordinal));

        result.ToManifest(folder.File("out", "manifest.csv")).Write();
        RequireNameless(result);
    }

    /// <summary>Anonymised exports have often an age and no birth date.</summary>
    [ProgramFact("dcm2niix", "dcm2niix")]
    public void Should_take_an_age_that_stands_without_a_birth_date()
    {
        string export = folder.File("export");
        DicomFile.WriteSeries(export, "1", "1.2.840.1", 3, "T1", Ramp(12, 1), "20200304", birth: "", age: "045Y");
        DicomFile.WriteSeries(export, "2", "1.2.840.2", 3, "T1", Ramp(12, 2), "20200304", birth: "", age: "006M");
        DicomFile.WriteSeries(export, "3", "1.2.840.3", 3, "T1", Ramp(12, 3), "20200304", birth: "", age: "093Y");
        DicomFile.WriteSeries(export, "4", "1.2.840.4", 3, "T1", Ramp(12, 4), "20200304", birth: "");
        var result = DicomImport.Volumes(export, Options());
        Assert.Equal([0.5, 45.0, 89.0, null], result.Cases.Select(one => one.Age).OrderBy(age => age ?? double.MaxValue));
        result.ToManifest(folder.File("out", "manifest.csv")).Write();
        RequireNameless(result);
    }

    static DicomSeries Series(string uid) => new("", null, "1", "1", uid, "", 1, "", "", [], null, null, null, null);

    IEnumerable<string> ExportOf(params (string Uid, string Age)[] series)
    {
        foreach (var (uid, age) in series) DicomFile.WriteSeries(folder.File(uid), "1", uid, 1, "T1", Ramp(3, 1), "20200304", birth: "", age: age);
        return series.SelectMany(one => Directory.EnumerateFiles(folder.File(one.Uid), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Should_open_no_more_files_than_there_are_series_to_find()
    {
        int taken = 0;
        var found = DicomSeries.WithAges([Series("1.2.1"), Series("1.3.1"), Series("")], ExportOf(("1.3", ""), ("1.2", "045Y"), ("1.4", "")).Select(file => (taken++, file).file), CancellationToken.None);
        Assert.Equal([45.0, null, null], found.Select(one => one.Age));
        Assert.Equal(4, taken); // three slices without age, and one with
    }

    [Fact]
    public void Should_stop_when_asked_while_it_looks_for_ages()
    {
        using var source = new CancellationTokenSource();
        var files = ExportOf(("1.2", ""), ("1.3", "")).Select(file =>
        {
            source.Cancel();
            return file;
        });
        Assert.Throws<OperationCanceledException>(() => DicomSeries.WithAges([Series("1.9.1")], files, source.Token));
    }

    [Fact]
    public void Should_start_no_program_once_stopped() =>
        Assert.ThrowsAny<OperationCanceledException>(() => ForeignProgram.Run("no-such-program-here", "dcm2niix", [], "x", stop: new CancellationToken(canceled: true)));

    [ProgramFact("sh", "dash")]
    public void Should_end_a_program_that_runs_when_stopped()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        Assert.ThrowsAny<OperationCanceledException>(() => ForeignProgram.Run("sh", "dash", ["-c", "sleep 20; echo done > \"$0\"", folder.File("ended")], "x", stop: source.Token));
        Assert.False(File.Exists(folder.File("ended")));
    }

    [ProgramFact("dcmj2pnm", "dcmtk")]
    public void Should_take_radiographs_bright_as_they_are_and_name_nobody()
    {
        ushort[] pixels = [.. Enumerable.Range(0, 64).Select(i => (ushort)(i * 65))];
        DicomFile.WriteRadiograph(folder.File("export", "Doe_1"), "12345", "1.2.9.1.1", pixels, 8, 8);
        DicomFile.WriteRadiograph(folder.File("export", "deep", "Doe_2.dcm"), "12345", "1.2.9.1.2", pixels, 8, 8, window: true);
        DicomFile.WriteRadiograph(folder.File("export", "Doe_3.dcm"), "12345", "1.2.9.1.3", pixels, 8, 8, modality: "MR");
        folder.Write("export/notes.txt", "no DICOM");
        var result = DicomRadiographs.Import(folder.File("export"), Options());
        Assert.Equal(2, result.Cases.Count);
        Assert.Contains("is no radiograph but MR", Assert.Single(result.NotUnderstood), StringComparison.Ordinal);
        Assert.Equal((89.0, "F", "SIEMENS Avanto", "PA"), (result.Cases[0].Age, result.Cases[0].Sex, result.Cases[0].Scanner, result.Cases[0].Extra["view"]));
        Assert.All(result.Cases, one => Assert.Equal([0x89, .. "PNG"u8], File.ReadAllBytes(one.Image)[..4]));
        result.ToManifest(folder.File("out", "manifest.csv")).Write();
        RequireNameless(result);
    }

    /// <summary>Nothing that was written or told holds what the files say of the patient.</summary>
    void RequireNameless(ImportResult result)
    {
        string told = string.Join('\n', [.. result.NotUnderstood, .. result.Remarks]);
        foreach (string path in Directory.EnumerateFiles(folder.File("out"), "*", SearchOption.AllDirectories))
        {
            string content = path + Encoding.Latin1.GetString(path.EndsWith(".gz", StringComparison.Ordinal) ? Inflated(path) : File.ReadAllBytes(path));
            Assert.All(Identifying, word => Assert.False(content.Contains(word, StringComparison.Ordinal), $"{path} holds '{word}'"));
        }
        Assert.All(Identifying, word => Assert.DoesNotContain(word, told, StringComparison.Ordinal));
    }

    static byte[] Inflated(string path)
    {
        using var source = new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress);
        using var all = new MemoryStream();
        source.CopyTo(all);
        return all.ToArray();
    }

    [Fact]
    public void Should_give_a_patient_the_same_name_with_the_same_key_only()
    {
        string name = PatientKey.Open(folder.File("a")).NameOf("12345");
        Assert.Matches("^[0-9a-f]{12}$", name);
        Assert.Equal(name, PatientKey.Open(folder.File("a")).NameOf("12345"));
        Assert.NotEqual(name, PatientKey.Open(folder.File("b")).NameOf("12345"));
        Assert.NotEqual(name, PatientKey.Open(folder.File("a")).NameOf("12346"));
        // HMAC-SHA256, by another program: printf 12345 | openssl dgst -sha256 -mac HMAC -macopt hexkey:00..00
        folder.Write("zero", new string('0', 64));
        Assert.Equal(Zero12345, PatientKey.Open(folder.File("zero")).NameOf("12345"));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("a")));
        folder.Write("bad", "xyz");
        Assert.Contains("64 hexadecimal digits", Assert.Throws<InputException>(() => PatientKey.Open(folder.File("bad"))).Message, StringComparison.Ordinal);
    }

    const string Zero12345 = "ae23c8f573d3";

    [Theory]
    [InlineData("045Y", 45.0)]
    [InlineData("018M", 1.5)]
    [InlineData("026W", 0.5)]
    [InlineData("101Y", 89.0)]
    [InlineData("45", null)]
    [InlineData(null, null)]
    public void Should_read_ages(string? text, double? expected) => Assert.Equal(expected, DicomPerson.Years(text));

    [Theory]
    [InlineData("1970-03-04", "2020-03-04T10:11:12.000000", 50.0)]
    [InlineData("1970-03-05", "2020-03-04T10:11:12.000000", 49.0)]
    [InlineData("1920-01-01", "2020-03-04", 89.0)]
    [InlineData("", "2020-03-04", null)]
    [InlineData("1970-01-01", "", null)]
    public void Should_count_years_from_a_birth_date(string birth, string scanned, double? expected) => Assert.Equal(expected, DicomPerson.Years(birth, scanned));

    [Fact]
    public void Should_say_how_to_get_a_program_that_is_not_there() =>
        Assert.Contains("apt install dcm2niix", Assert.Throws<InputException>(() => ForeignProgram.Run("no-such-program-here", "dcm2niix", [], "x")).Message, StringComparison.Ordinal);
}
