using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class ImportTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    void Files(params string[] names)
    {
        foreach (string name in names) folder.Write(name, "");
    }

    [Fact]
    public void Should_read_the_cc359_layout_in_fold_order()
    {
        Files("Original/CC0001_philips_15_55_M.nii.gz", "Original/CC0060_philips_3_61_F.nii.gz", "Original/CC0120_siemens_15_58_F.nii.gz",
            "Original/CC0240_ge_15_60_F.nii.gz", "Silver/CC0120_siemens_15_58_F_ss.nii.gz", "Silver/CC0001_philips_15_55_M_ss.nii.gz");
        ImportResult result = Cc359Layout.Import(folder.Path);
        Assert.Empty(result.NotUnderstood);
        Assert.Equal(["siemens-1.5T", "ge-1.5T", "philips-1.5T", "philips-3T"], result.Cases.Select(c => c.Site));
        Case first = result.Cases[0];
        Assert.Equal(("CC0120", "CC0120_siemens_15_58_F", 1.5, 58.0, "F", "siemens"), (first.Subject, first.Id, first.FieldStrength, first.Age, first.Sex, first.Scanner));
        Assert.Equal(folder.File("Silver", "CC0120_siemens_15_58_F_ss.nii.gz"), first.Label);
        Assert.Contains("2 of 4 images have no mask", Assert.Single(result.Remarks));
    }

    [Fact]
    public void Should_list_what_it_does_not_understand()
    {
        Files("CC0001_philips_15_55_M.nii.gz", "CC0001_philips_15_55_M_staple.nii.gz", "CC0002_toshiba_15_55_M.nii.gz", "CC0003_ge_3_50_F_ss.nii.gz",
            "scan.nii.gz", "again/CC0001_philips_15_55_M.nii.gz", "notes.txt");
        ImportResult result = Cc359Layout.Import(folder.Path);
        Assert.Single(result.Cases);
        Assert.Equal(5, result.NotUnderstood.Count);
        foreach (string part in new[] { "'_staple' is not the mask suffix", "'toshiba' is none of", "there is no image 'CC0003_ge_3_50_F'", "scan.nii.gz: the name is not", "is already there as" })
            Assert.Contains(result.NotUnderstood, line => line.Contains(part));
        Assert.Contains(result.Remarks, remark => remark.Contains("1 .txt"));
    }

    [Fact]
    public void Should_read_a_folder_per_site()
    {
        Files("t1w/patient12_study1_T1W.nii.gz", "t1w/patient12_study1_T1W_mask.nii.gz", "t1w/patient12_study2_T1W.nii.gz",
            "flair/sub-07/ses-1/anat/sub-07_ses-1_FLAIR.nii.gz", "flair/labels/sub-07_ses-1_FLAIR.nii.gz",
            "flair/plain.nii", "flair/plain_seg.nii", "lost.nii.gz", "t1w/gone_label.nii");
        ImportResult result = FolderLayout.Import(folder.Path);
        Assert.Equal(["flair:plain:plain::plain_seg.nii", "flair:sub-07:sub-07_ses-1_FLAIR:ses-1:sub-07_ses-1_FLAIR.nii.gz",
            "t1w:patient12:patient12_study1_T1W:study1:patient12_study1_T1W_mask.nii.gz", "t1w:patient12:patient12_study2_T1W:study2:"],
            result.Cases.Select(c => $"{c.Site}:{c.Subject}:{c.Id}:{c.Session}:{Path.GetFileName(c.Label)}").Order(StringComparer.Ordinal));
        Assert.Contains(result.NotUnderstood, line => line.Contains("lost.nii.gz: lies in no site's folder"));
        Assert.Contains(result.NotUnderstood, line => line.Contains("the site has no image 'gone'"));
    }

    [Fact]
    public void Should_find_labels_of_images_whose_names_go_on()
    {
        Files("a/p1_T1w.nii", "a/p1_brainmask.nii", "a/p2_T1w.nii", "a/p2_FLAIR.nii", "a/p2_mask.nii", "a/p3.nii", "a/p3_late.nii", "a/p3_mask.nii");
        ImportResult result = FolderLayout.Import(folder.Path);
        Assert.Equal(["p1_T1w:p1_brainmask.nii", "p2_FLAIR:", "p2_T1w:", "p3:p3_mask.nii", "p3_late:"], result.Cases.Select(c => $"{c.Id}:{Path.GetFileName(c.Label)}").Order(StringComparer.Ordinal));
        Assert.Contains("p2_mask.nii", Assert.Single(result.NotUnderstood), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_never_give_an_image_the_label_of_a_namesake()
    {
        Files("a/one/T1.nii", "a/one/T1_mask.nii", "a/two/T1.nii", "a/three/images/T1.nii", "a/three/labels/T1.nii", "a/T1_seg.nii");
        ImportResult names = FolderLayout.Import(folder.Path), folders = FolderLayout.Import(folder.Path, new FolderNames(SubjectFolders: true));
        Assert.Equal(["one:one_T1:T1_mask.nii", "three:three_T1:T1.nii", "two:two_T1:"], folders.Cases.Select(c => $"{c.Subject}:{c.Id}:{Path.GetFileName(c.Label)}").Order(StringComparer.Ordinal));
        Assert.Contains("T1_seg.nii", Assert.Single(folders.NotUnderstood), StringComparison.Ordinal);
        Assert.DoesNotContain(folders.Remarks, remark => remark.Contains("--subject-folders"));
        Assert.Contains(names.Remarks, remark => remark.Contains("3 of a called T1") && remark.Contains("--subject-folders"));
    }

    [Fact]
    public void Should_read_the_msm_layout_in_any_letter_case_and_extension()
    {
        Files("ISBI_1.5/Case03.nii", "ISBI_1.5/Case03_Segmentation.nii", "isbi/case03.nii.gz", "isbi/CASE03_segmentation.nii.gz",
            "HK/Case38.nii", "HK/Case39.nii", "HK/Case39_segmentation.nii.gz");
        ImportResult result = MsmLayout.Import(folder.Path);
        Assert.Empty(result.NotUnderstood);
        Assert.Equal(["ISBI:ISBI_Case03:CASE03_segmentation.nii.gz", "ISBI_1.5:ISBI_1.5_Case03:Case03_Segmentation.nii", "HK:HK_Case38:", "HK:HK_Case39:Case39_segmentation.nii.gz"],
            result.Cases.Select(c => $"{c.Site}:{c.Subject}:{Path.GetFileName(c.Label)}"));
        Assert.Contains("no images of I2CVB, UCL, BIDMC; the other sites can be used", result.Remarks[0]);
        Assert.Contains("1 of 4 images have no mask", result.Remarks[1]);
    }

    [Fact]
    public void Should_list_what_it_does_not_understand_of_the_msm_layout()
    {
        Files("UCL/Case26.nii", "UCL/Case26.nii.gz", "UCL/Case27_segmentation.nii", "UCL/Case28_mask.nii", "Case01.nii", "Private/Case01.nii", "UCL/notes.txt");
        ImportResult result = MsmLayout.Import(folder.Path);
        Assert.Equal("UCL_Case26", Assert.Single(result.Cases).Id);
        Assert.Equal(5, result.NotUnderstood.Count);
        foreach (string part in new[] { "'Case26' of UCL is already there as", "UCL has no image 'Case27'", "Case28_mask.nii: the name is neither", "Private' is none of ISBI, ISBI_1.5" })
            Assert.Contains(result.NotUnderstood, line => line.Contains(part));
        Assert.Contains("1 .txt", result.Remarks[^1]);
    }

    [Fact]
    public void Should_take_equal_names_for_one_person_unless_told_otherwise()
    {
        Files("a/Case01.nii", "b/Case01.nii", "b/Case02.nii");
        ImportResult shared = FolderLayout.Import(folder.Path), own = FolderLayout.Import(folder.Path, new FolderNames(SubjectNames.PerSite));
        Assert.Equal(["Case01", "Case01", "Case02"], shared.Cases.Select(c => c.Subject));
        Assert.Equal(["a_Case01", "b_Case01", "Case02"], shared.Cases.Select(c => c.Id));
        Assert.Contains(shared.Remarks, r => r.Contains("taken for the same persons"));
        Assert.Equal(["a_Case01", "b_Case01", "b_Case02"], own.Cases.Select(c => c.Subject));
    }

    [Fact]
    public void Should_write_a_manifest_that_reads_back()
    {
        Files("site, one/brain [1].nii", "site, one/brain [1]_mask.nii", "b/x.nii");
        Manifest written = FolderLayout.Import(folder.Path).ToManifest(folder.File("manifest.csv"));
        written.Write();
        Manifest read = Manifest.Read(written.Path);
        Assert.Equal(["b", "site_ one"], read.Sites);
        Assert.Equal("brain _1_", read.Cases[1].Subject);
        Assert.Equal(written.Cases.Select(c => (c.Id, c.Image, c.Label)), read.Cases.Select(c => (c.Id, c.Image, c.Label)));
    }

    [Fact]
    public void Should_say_what_it_expected_where_there_is_nothing()
    {
        Files("readme.txt");
        Assert.Contains("there is no image file in it", Assert.Throws<InputException>(() => FolderLayout.Import(folder.Path)).Message);
        Assert.Contains("expected CCnnnn", Assert.Throws<InputException>(() => Cc359Layout.Import(folder.Path)).Message);
        Assert.Contains("expected the folders ISBI, ISBI_1.5", Assert.Throws<InputException>(() => MsmLayout.Import(folder.Path)).Message);
        Assert.Contains("no such folder", Assert.Throws<InputException>(() => Cc359Layout.Import(folder.File("nowhere"))).Message);
    }
}
