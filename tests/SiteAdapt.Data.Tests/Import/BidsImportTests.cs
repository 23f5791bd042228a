using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class BidsImportTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    void Files(params string[] names)
    {
        foreach (string name in names) folder.Write(name, "");
    }

    void Participants(string text) => folder.Write("participants.tsv", text.Replace(' ', '\t'));

    ImportResult Import(BidsOptions? options = null) => BidsLayout.Import(folder.Path, options ?? new BidsOptions());

    [Fact]
    public void Should_join_images_masks_participants_and_scanners()
    {
        Files("sub-01/anat/sub-01_T1w.nii.gz", "sub-01/func/sub-01_task-rest_bold.nii.gz", "sub-01/anat/sub-01_T2w.nii.gz",
            "sub-02/ses-a/anat/sub-02_ses-a_run-1_T1w.nii.gz", "sub-02/ses-b/anat/sub-02_ses-b_T1w.nii", "sourcedata/sub-01/anat/raw.nii.gz",
            "derivatives/bet/sub-01/anat/sub-01_desc-brain_mask.nii.gz", "derivatives/bet/sub-02/ses-a/anat/sub-02_ses-a_run-1_desc-brain_mask.nii.gz",
            "derivatives/bet/sub-01/anat/sub-01_desc-lesion_mask.nii.gz");
        folder.Write("sub-01/anat/sub-01_T1w.json", """{"Manufacturer": "Siemens", "ManufacturersModelName": "Trio", "MagneticFieldStrength": 3}""");
        Participants("participant_id age sex SITE\nsub-01 41.5 F north\n02 89+ n/a south\nsub-77 20 M south\n");
        var result = Import();
        Assert.Empty(result.NotUnderstood);
        Assert.Contains("1 of 3 images have no mask", Assert.Single(result.Remarks), StringComparison.Ordinal);
        var (first, second, third) = (result.Cases[0], result.Cases[1], result.Cases[2]);
        Assert.Equal(("sub-01_T1w", "sub-01", "north", 41.5, "F", "Siemens Trio", 3.0), (first.Id, first.Subject, first.Site, first.Age, first.Sex, first.Scanner, first.FieldStrength));
        Assert.Equal(folder.File("derivatives", "bet", "sub-01", "anat", "sub-01_desc-brain_mask.nii.gz"), first.Label);
        Assert.Equal(("sub-02_ses-a_run-1_T1w", "sub-02", "south", "ses-a", 89.0, null), (second.Id, second.Subject, second.Site, second.Session, second.Age, second.Sex));
        Assert.NotNull(second.Label);
        Assert.Equal(("sub-02_ses-b_T1w", (string?)null), (third.Id, third.Label));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"Manufacturer": "\ud800"}""")] // half a character
    public void Should_refuse_a_scanner_file_that_is_no_JSON_by_its_name(string text)
    {
        Files("sub-01/anat/sub-01_T1w.nii.gz");
        folder.Write("sub-01/anat/sub-01_T1w.json", text);
        Participants("participant_id site\nsub-01 a\n");
        string message = Assert.Throws<InputException>(() => Import()).Message;
        Assert.All(new[] { folder.File("sub-01", "anat", "sub-01_T1w.json"), "is not the JSON of a BIDS image" }, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Should_take_another_contrast_mask_and_site_column()
    {
        Files("sub-01/anat/sub-01_FLAIR.nii.gz", "sub-01/anat/sub-01_T1w.nii.gz", "derivatives/x/sub-01_label-wm_dseg.nii.gz");
        Participants("participant_id scanner_site\nsub-01 a/b\n");
        var only = Assert.Single(Import(new BidsOptions("FLAIR", "label-wm_dseg", "scanner_site")).Cases);
        Assert.Equal(("sub-01_FLAIR", "a_b"), (only.Id, only.Site));
        Assert.NotNull(only.Label);
    }

    [Fact]
    public void Should_list_masks_that_belong_to_no_single_image()
    {
        Files("sub-01/anat/sub-01_run-1_T1w.nii.gz", "sub-01/anat/sub-01_run-2_T1w.nii.gz", "sub-02/anat/sub-02_T1w.nii.gz", "sub-02/anat/head.nii.gz",
            "derivatives/a/sub-01_desc-brain_mask.nii.gz", "derivatives/a/sub-02_desc-brain_mask.nii.gz", "derivatives/a/copy/sub-02_desc-brain_mask.nii.gz",
            "derivatives/a/sub-02_space-MNI152NLin2009cAsym_desc-brain_mask.nii.gz", "derivatives/a/sub-09_desc-brain_mask.nii.gz");
        Participants("participant_id site\nsub-01 a\nsub-02 a\n");
        var result = Import();
        Assert.Equal(3, result.Cases.Count);
        Assert.Equal(5, result.NotUnderstood.Count);
        foreach (string part in new[] { "head.nii.gz: the name is not", "a mask of 2 images at once", "another mask of", "the space 'MNI152NLin2009cAsym'", "there is no image of the same subject" })
            Assert.Contains(result.NotUnderstood, line => line.Contains(part, StringComparison.Ordinal));
    }

    void Predicted(string derivative, string by = "siteadapt") =>
        folder.Write($"derivatives/{derivative}/dataset_description.json", $$"""{"Name": "x", "BIDSVersion": "1.9.0", "GeneratedBy": [{"Name": "other"}, {"Name": "{{by}}", "Version": "1"}]}""");

    void TwoSubjects(params string[] masks)
    {
        Files([.. masks, "sub-01/anat/sub-01_T1w.nii.gz", "sub-02/anat/sub-02_T1w.nii.gz"]);
        Participants("participant_id site\nsub-01 a\nsub-02 a\n");
    }

    [Fact]
    public void Should_not_take_own_predictions_for_a_reference()
    {
        Predicted("siteadapt");
        Predicted("all/mmtl");
        TwoSubjects("derivatives/siteadapt/sub-01/anat/sub-01_desc-brain_mask.nii.gz", "derivatives/siteadapt/sub-02/anat/sub-02_desc-brain_mask.nii.gz",
            "derivatives/all/mmtl/sub-01_desc-brain_mask.nii.gz", "derivatives/zz/sub-01_desc-brain_mask.nii.gz");
        var result = Import();
        Assert.Equal(folder.File("derivatives", "zz", "sub-01_desc-brain_mask.nii.gz"), result.Cases[0].Label);
        Assert.Null(result.Cases[1].Label);
        string remarks = string.Join('\n', result.Remarks);
        Assert.All(new[] { "1 masks in derivatives/all/mmtl were left out", "2 masks in derivatives/siteadapt were left out", "1 of 2 images have no mask" }, part => Assert.Contains(part, remarks, StringComparison.Ordinal));
        Assert.Empty(result.NotUnderstood);
    }

    [Theory]
    [InlineData("siteadapt")]
    [InlineData("derivatives/siteadapt/")]
    public void Should_take_own_predictions_when_told_to(string asked)
    {
        Predicted("siteadapt");
        TwoSubjects("derivatives/siteadapt/sub-01_desc-brain_mask.nii.gz", "derivatives/manual/sub-01_desc-brain_mask.nii.gz");
        var result = Import(new BidsOptions(Derivative: asked));
        Assert.Equal(folder.File("derivatives", "siteadapt", "sub-01_desc-brain_mask.nii.gz"), result.Cases[0].Label);
        Assert.Contains(result.Remarks, remark => remark.Contains("predicted by this program", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_ask_which_of_several_derivatives_is_meant()
    {
        Predicted("bet", by: "FSL");
        TwoSubjects("derivatives/bet/sub-01_desc-brain_mask.nii.gz", "derivatives/bet/sub-02_desc-brain_mask.nii.gz", "derivatives/manual/sub-02_desc-brain_mask.nii.gz");
        string message = Assert.Throws<InputException>(() => Import()).Message;
        Assert.All(new[] { "--derivative", "sub-02_T1w.nii.gz", "bet (2)", "manual (1)" }, part => Assert.Contains(part, message, StringComparison.Ordinal));
        var chosen = Import(new BidsOptions(Derivative: "bet"));
        Assert.All(chosen.Cases, one => Assert.StartsWith(folder.File("derivatives", "bet"), one.Label, StringComparison.Ordinal));
        Assert.Empty(chosen.Remarks);
        message = Assert.Throws<InputException>(() => Import(new BidsOptions(Derivative: "hand"))).Message;
        Assert.All(new[] { "'derivatives/hand'", "bet (2), manual (1)" }, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"GeneratedBy\": ")]
    [InlineData("{\"Name\": \"bet\", \"GeneratedBy\": [{\"Name\": \"FSL\"},]}")]
    public void Should_take_masks_whose_description_is_broken_for_others(string text)
    {
        folder.Write("derivatives/bet/dataset_description.json", text);
        TwoSubjects("derivatives/bet/sub-01_desc-brain_mask.nii.gz", "derivatives/bet/sub-02_desc-brain_mask.nii.gz");
        var result = Import();
        Assert.All(result.Cases, one => Assert.StartsWith(folder.File("derivatives", "bet"), one.Label, StringComparison.Ordinal));
        string remark = Assert.Single(result.Remarks);
        Assert.All(new[] { "derivatives/bet are taken for another program's", "dataset_description.json: is not the description" }, part => Assert.Contains(part, remark, StringComparison.Ordinal));
        Assert.Contains("dataset_description.json: is not the description", Assert.Throws<InputException>(() => BidsDescription.IsOurs(folder.File("derivatives", "bet"))).Message, StringComparison.Ordinal); // predict --bids writes nothing beside it
    }

    [Fact]
    public void Should_not_look_at_derivatives_that_are_not_asked_for()
    {
        folder.Write("derivatives/bet/dataset_description.json", "");
        folder.Write("derivatives/fmriprep/dataset_description.json", "[]"); // has no such masks
        TwoSubjects("derivatives/bet/sub-01_desc-brain_mask.nii.gz", "derivatives/manual/sub-01_desc-brain_mask.nii.gz", "derivatives/manual/sub-02_desc-brain_mask.nii.gz");
        var result = Import(new BidsOptions(Derivative: "manual"));
        Assert.Empty(result.Remarks);
        Assert.All(result.Cases, one => Assert.StartsWith(folder.File("derivatives", "manual"), one.Label, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "no such file", "--layout folders")]
    [InlineData("participant_id centre\nsub-01 a\n", "the column 'site' is missing", "centre", "--site-column")]
    [InlineData("participant_id site\nsub-02 a\n", "'sub-01' has images and no line")]
    [InlineData("participant_id site\nsub-01 n/a\n", "'sub-01' has no site")]
    [InlineData("participant_id site\nsub-01 a\n01 b\n", "line 3: '01' is there twice")]
    public void Should_say_what_the_participants_lack(string? table, params string[] expected)
    {
        Files("sub-01/anat/sub-01_T1w.nii.gz");
        if (table is not null) Participants(table);
        var fault = Assert.Throws<InputException>(() => Import());
        Assert.All(expected, part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sub-01_T1w", "sub-01_desc-brain_mask")]
    [InlineData("sub-01_ses-2_desc-old_T1w", "sub-01_ses-2_desc-brain_mask")]
    public void Should_name_what_is_derived(string stem, string expected) => Assert.Equal(expected, BidsName.Parse(stem)!.Derived("desc", "brain", "mask"));

    [Theory]
    [InlineData("T1w")]
    [InlineData("ses-1_T1w")]
    [InlineData("sub-01")]
    [InlineData("sub-_T1w")]
    [InlineData("sub-01_../x_T1w")]
    public void Should_not_take_other_names_for_its_own(string stem) => Assert.Null(BidsName.Parse(stem));
}
