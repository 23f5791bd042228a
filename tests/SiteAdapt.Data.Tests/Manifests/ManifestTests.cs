using System.Text;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class ManifestTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    string WithImages(string csv, params string[] images)
    {
        foreach (string image in images) folder.Write(image, "not looked into");
        return folder.Write("manifest.csv", csv);
    }

    string FaultsOf(string csv, params string[] images) =>
        Assert.Throws<InputException>(() => Manifest.Read(WithImages(csv, images))).Message;

    [Fact]
    public void Should_read_rows_with_optional_columns()
    {
        Manifest m = Manifest.Read(WithImages(
            "case,subject,site,image,label,session,scanner,field_strength,age,sex,split\r\n" +
            "c1,s1,a,x/1.nii.gz,x/1_mask.nii.gz,ses1,\"GE, Signa\",1.5,61,F,train\r\n\r\n" +
            "c2,s2,b,x/2.nii.gz,,,,,,,val\r\n", "x/1.nii.gz", "x/1_mask.nii.gz", "x/2.nii.gz"));
        Case first = m.Cases[0], second = m.Cases[1];
        Assert.Equal((folder.File("x", "1.nii.gz"), folder.File("x", "1_mask.nii.gz")), (first.Image, first.Label));
        Assert.Equal(("GE, Signa", 1.5, 61.0, "F", Subset.Train), (first.Scanner, first.FieldStrength, first.Age, first.Sex, first.Split));
        Assert.Equal((null, null, null, Subset.Validation), (second.Label, second.Scanner, second.Age, second.Split));
        Assert.Equal(["a", "b"], m.Sites);
        Assert.Empty(m.Warnings);
    }

    [Fact]
    public void Should_read_findings_with_blank_and_uncertain_values()
    {
        Manifest m = Manifest.Read(WithImages("case,subject,site,image,label:Edema,label:Pleural Effusion\nc,s,a,1.png,-1.0,\nd,t,a,2.png,1,0\n", "1.png", "2.png"));
        Assert.Equal(["Edema", "Pleural Effusion"], m.Findings);
        Assert.Equal(-1, m.Cases[0].Findings["Edema"]);
        Assert.Null(m.Cases[0].Findings["Pleural Effusion"]);
        Assert.Equal(0, m.Cases[1].Findings["Pleural Effusion"]);
    }

    [Fact]
    public void Should_report_every_fault_at_once_with_line_column_and_value()
    {
        string message = FaultsOf(
            "case,subject,site,image,label,field_strength,split\n" +
            "c1,s1,a,1.nii,missing.nii,strong,train\n" +
            "c1,,a/b,2.nii,,,\n" +
            "c3,s3,a,1.nii,1.nii,-1,maybe\n" +
            "c4,s4\n" +
            "c5,s5,a,../../etc/passwd,,,\n", "1.nii");
        Assert.Contains("line 2: column 'label': there is no file 'missing.nii'", message);
        Assert.Contains("line 2: column 'field_strength': 'strong'", message);
        Assert.Contains("line 3: column 'case': 'c1' already stands in line 2", message);
        Assert.Contains("line 3: column 'subject' is empty", message);
        Assert.Contains("line 3: column 'site': 'a/b'", message);
        Assert.Contains("line 3: column 'image': there is no file '2.nii'", message);
        Assert.Contains("line 4: column 'label' names the image itself", message);
        Assert.Contains("line 4: column 'image': '1.nii' is an image of subject 's3' here and of 's1' in line 2", message);
        Assert.Contains("line 4: column 'field_strength': '-1'", message);
        Assert.Contains("line 4: column 'split': 'maybe' is not train, validation or test", message);
        Assert.Contains("line 5: 2 fields, the header has 7 columns", message);
        Assert.Contains("line 6: column 'image': '../../etc/passwd' is not below the manifest's folder", message);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("case,subject,image\nc,s,i\n", "the column 'site' is missing")]
    [InlineData("case;subject;site;image\nc;s;a;i\n", "columns are separated by commas")]
    [InlineData("case,subject,site,image,case\n", "stands there 2 times")]
    [InlineData("case,subject,site,image,label\n", "there is no case below the header row")]
    [InlineData("case,subject,site,image\n\"c,s,a,i\n", "line 2: a quotation mark is opened and never closed")]
    [InlineData("case,subject,site,image,label:Edema\nc,s,a,1.png,2\n", "column 'label:Edema': '2' is not 1 (present), 0 (absent), -1 (uncertain) or blank")]
    public void Should_refuse(string csv, string expected) => Assert.Contains(expected, FaultsOf(csv, "1.png"));

    [Fact]
    public void Should_say_what_to_do_where_there_is_no_manifest() =>
        Assert.Contains("siteadapt data import", Assert.Throws<InputException>(() => Manifest.Read(folder.File("none.csv"))).Message);

    [Fact]
    public void Should_keep_and_mention_an_unknown_column()
    {
        Manifest m = Manifest.Read(WithImages("case,subject,site,image,agee\nc,s,a,1.nii,7\n", "1.nii"));
        Assert.Equal("7", m.Cases[0].Extra["agee"]);
        Assert.Contains("did you mean 'age'?", Assert.Single(m.Warnings));
    }

    [Fact]
    public void Should_accept_a_full_path_and_a_byte_order_mark()
    {
        using var elsewhere = new TemporaryFolder();
        string image = elsewhere.Write("1.nii", "x");
        string path = folder.File("manifest.csv");
        File.WriteAllText(path, $"case,subject,site,image\nc,s,a,{image}\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(image, Manifest.Read(path).Cases[0].Image);
    }

    [Fact]
    public void Should_write_what_it_reads()
    {
        string csv = "case,subject,site,image,label,scanner,age,split,note\n" +
            "c1,s1,a,x/1.nii.gz,x/1_mask.nii.gz,\"GE \"\"big\"\", old\",61.5,train,\n" +
            "c2,s2,b,x/2.nii.gz,,,,validation,\"two\nlines\"\n";
        Manifest m = Manifest.Read(WithImages(csv, "x/1.nii.gz", "x/1_mask.nii.gz", "x/2.nii.gz"));
        m.Write();
        Assert.Equal(csv, File.ReadAllText(m.Path));
        Assert.Equal(m.Cases.Select(Describe), Manifest.Read(m.Path).Cases.Select(Describe));
    }

    static string Describe(Case c) => $"{c with { Extra = c.Extra.Clear(), Findings = c.Findings.Clear() }} {string.Join(",", c.Extra)} {string.Join(",", c.Findings)}";

    [Fact]
    public void Should_name_the_sites_for_an_unknown_one()
    {
        Manifest m = TestCases.Disjoint(3, 3);
        Assert.Contains("did you mean 'site1'?; the sites are site0, site1".Replace("?;", "?);"),
            Assert.Throws<InputException>(() => m.CasesAt("sitee1")).Message);
    }

    [Fact]
    public void Should_change_the_fingerprint_with_a_row_and_with_content_only_when_asked()
    {
        string csv = "case,subject,site,image\nc,s,a,1.nii\n";
        Manifest m = Manifest.Read(WithImages(csv, "1.nii"));
        var contents = new ContentHashes(folder.File("hashes"));
        (string rows, string all) = (DataFingerprint.Of(m), DataFingerprint.Of(m, contents));
        folder.Write("1.nii", "other content");
        Assert.Equal(rows, DataFingerprint.Of(Manifest.Read(m.Path)));
        Assert.NotEqual(all, DataFingerprint.Of(m, contents));
        Manifest other = Manifest.Read(WithImages(csv.Replace("c,s,a", "c,t,a"), "1.nii"));
        Assert.NotEqual(rows, DataFingerprint.Of(other));
    }
}
