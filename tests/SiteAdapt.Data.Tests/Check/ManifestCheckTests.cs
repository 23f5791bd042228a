using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

/// <summary>A site of small heads: an ellipsoid of brain in a darker one. Clean it has no finding; each fault gives the finding that names it.</summary>
public sealed class ManifestCheckTests : IDisposable
{
    static readonly Grid Head = Grid.FromSpacing(new Size3(26, 28, 22), Spacing.Isotropic(2));
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    static (float[] Image, float[] Label) Scan(int seed, double radius = 7)
    {
        var random = new RandomStream(seed, "head");
        Size3 n = Head.Size;
        float[] image = new float[n.Count], label = new float[n.Count];
        for (int v = 0; v < image.Length; v++)
        {
            double x = v % n.X - 12.5, y = v / n.X % n.Y - 13.5, z = v / n.X / n.Y - 10.5, r = Math.Sqrt(x * x + y * y + z * z);
            label[v] = r < radius ? 1 : 0;
            image[v] = (float)((r < radius ? 100 : r < radius + 3 ? 40 : 0) + 6 * random.NextNormal());
        }
        return (image, label);
    }

    Case Write(int number, Action<float[], float[]>? change = null, Grid? labelGrid = null, double radius = 7, Grid? grid = null)
    {
        (float[] image, float[] label) = Scan(number, radius);
        change?.Invoke(image, label);
        Case c = TestCases.Of("a", $"s{number}", $"c{number}") with { Image = folder.File($"c{number}.nii"), Label = folder.File($"c{number}_mask.nii") };
        Nifti.Write(c.Image, new Volume(grid ?? Head, image));
        Nifti.Write(c.Label, new Volume(labelGrid ?? grid ?? Head, label));
        return c;
    }

    Case[] Clean() => [.. Enumerable.Range(0, 5).Select(i => Write(i))];

    ManifestCheck Check(params Case[] cases) => ManifestCheck.Run(new Manifest(folder.File("m.csv"), cases));

    CheckFault Only(params Case[] cases) => Assert.Single(Check(cases).Faults);

    void Finds(string rule, CheckLevel level, Case odd, params string[] words)
    {
        CheckFault fault = Only([.. Clean(), odd]);
        Assert.Equal((rule, level), (fault.Rule, fault.Level));
        Assert.Contains(odd.Id, fault.Cases);
        foreach (string word in words.Append($"'{odd.Id}'")) Assert.Contains(word, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_find_nothing_in_clean_data_and_measure_it()
    {
        List<string> told = [];
        ManifestCheck check = ManifestCheck.Run(new Manifest(folder.File("m.csv"), Clean()), (done, total, _) => told.Add($"{done}/{total}"));
        Assert.Empty(check.Faults);
        Assert.Equal(["1/5", "2/5", "3/5", "4/5", "5/5"], told);
        SiteSummary site = Assert.Single(SiteSummary.Of(check));
        Assert.Equal(("a", 5, 5, 5, Head.Size, 1, Head.Spacing), (site.Site, site.Subjects, site.Cases, site.Labelled, site.Size, site.Sizes, site.Spacing));
        Assert.Equal(Scan(0).Label.Count(value => value > 0) * 8 / 1000.0, site.MaskMillilitres[1], 1e-9);
        Assert.InRange(site.Intensity[2], 95, 120);
        Assert.All(check.Cases, item => Assert.Equal("RAS", item.Orientation));
        Assert.All(check.Cases.SelectMany(item => item.Border!.Sides), side => Assert.InRange(side.Share, 0, 0.05));
    }

    /// <summary>A few voxels of mask on a side, in one slice that has little of the mask otherwise: the thumbnail shows that slice, in a plane that shows the side.</summary>
    [Theory]
    [InlineData("left", CheckPlane.Axial, 5, 22)]
    [InlineData("superior", CheckPlane.Coronal, 20, 28)]
    [InlineData("posterior", CheckPlane.Sagittal, 8, 26)]
    public void Should_show_the_side_that_a_finding_is_about(string side, CheckPlane plane, int index, int count)
    {
        CheckedCase found = Check([.. Clean(), Write(9, (_, label) =>
        {
            for (int k = 0; k < 3; k++)
            {
                (int x, int y, int z) = side switch { "left" => (k, 14, 5), "superior" => (13, 20, 21 - k), _ => (8, k, 11) };
                label[x + (26 * (y + (28 * z)))] = 1;
            }
        })]).Cases[^1];
        CheckSlice slice = found.Slice!;
        Assert.Equal((plane, index, count), (slice.Plane, slice.Index, slice.Count));
        int at = side switch { "left" => 14, "superior" => (13 * 22) + 21, _ => 11 };
        Assert.Equal(1, slice.Mask[at]);
        Assert.Equal(slice.Height * slice.Width, slice.Pixels.Length);
    }

    [Fact]
    public void Should_show_a_clipped_border_from_beside_it()
    {
        CheckSlice slice = Check([.. Clean(), Write(9, (_, label) => Map(label, (value, v) => v / 26 % 28 > 16 ? 0 : value))]).Cases[^1].Slice!;
        Assert.Equal(CheckPlane.Sagittal, slice.Plane);
        Assert.InRange(slice.Index, 11, 14); // the ball is widest in the middle
        Assert.Equal(CheckPlane.Axial, Check(Clean()).Cases[0].Slice!.Plane);
    }

    [Fact]
    public void Should_find_missing_and_damaged_files()
    {
        Finds("unreadable", CheckLevel.Error, TestCases.Of("a", "gone"), "image", "/nowhere");
        Finds("unreadable", CheckLevel.Error, Write(9) with { Label = folder.Write("cut.nii", [1, 2, 3]) }, "label", "cut.nii");
    }

    [Fact]
    public void Should_find_other_grids() => Finds("grid", CheckLevel.Error, Write(9, labelGrid: Grid.FromSpacing(Head.Size, new Spacing(2, 2, 3))), "same grid");

    [Fact]
    public void Should_find_voxels_that_are_no_numbers() => Finds("not-finite", CheckLevel.Error, Write(9, (image, _) => (image[5], image[6]) = (float.NaN, float.PositiveInfinity)), "2 voxels");

    [Fact]
    public void Should_find_labels_between_whole_numbers() => Finds("label-values", CheckLevel.Error, Write(9, (_, label) => label[500] = 0.5f), "0.5");

    [Fact]
    public void Should_find_other_label_values() => Finds("label-values", CheckLevel.Warning, Write(9, (_, label) => Map(label, value => 255 * value)), "0 255", "0 1 are usual");

    [Fact]
    public void Should_find_empty_masks() => Finds("empty-mask", CheckLevel.Error, Write(9, (_, label) => Array.Clear(label)));

    [Fact]
    public void Should_find_a_blank_image() => Finds("blank", CheckLevel.Error, Write(9, (image, _) => Array.Fill(image, 7)), "7");

    [Fact]
    public void Should_find_masks_at_the_edge() => Finds("mask-at-edge", CheckLevel.Warning, Write(9, (_, label) => (label[13 + 26 * 27], label[25 + 26 * (13 + 28 * 10)]) = (1, 1)), "right, anterior, inferior");

    [Fact]
    public void Should_find_a_volume_far_from_usual() => Finds("volume", CheckLevel.Warning, Write(9, radius: 9), "usual at this site");

    [Fact]
    public void Should_find_another_orientation()
    {
        var turned = new Grid(Head.Size, new Affine(-2, 0, 0, 52, 0, -2, 0, 56, 0, 0, 2, 0));
        Finds("orientation", CheckLevel.Warning, Write(9, grid: turned), "LPS", "RAS is usual");
    }

    [Fact]
    public void Should_find_a_mask_that_cuts_through_tissue_and_name_the_side() =>
        Finds("border", CheckLevel.Warning, Write(9, (_, label) => Map(label, (value, v) => v / 26 % 28 > 16 ? 0 : value)), "anterior border");

    [Fact]
    public void Should_find_the_same_image_under_two_subjects_and_only_warn_of_one_subjects()
    {
        Case[] clean = Clean();
        Finds("same-image", CheckLevel.Error, clean[2] with { Id = "again", Subject = "other" }, "'c2' (subject 's2'", "'again' (subject 'other'");
        Finds("same-image", CheckLevel.Warning, clean[2] with { Id = "again" }, "counts twice");
    }

    [Fact]
    public void Should_find_subjects_at_two_sites_and_subjects_that_look_like_sessions()
    {
        Case[] clean = Clean();
        CheckFault fault = Only([.. clean, Write(9) with { Subject = "s3", Site = "b" }]);
        Assert.Equal("subject-at-two-sites", fault.Rule);
        Assert.Contains("'s3'", fault.Message, StringComparison.Ordinal);
        foreach (var (one, other) in ((string, string)[])[("p1_visit1", "p1_visit2"), ("head0001", "head0001_ses-02"), ("HEAD0001", "head0001")])
        {
            fault = Only([clean[0] with { Subject = one }, clean[1] with { Subject = other }, .. clean[2..]]);
            Assert.Equal(("sessions-as-subjects", CheckLevel.Warning), (fault.Rule, fault.Level));
            Assert.Contains($"'{one}', '{other}'", fault.Message, StringComparison.Ordinal);
            Assert.Equal([clean[0].Id, clean[1].Id], fault.Cases);
        }
    }

    [Theory]
    [InlineData("prostate_study{0:00}")]
    [InlineData("a_visit{0:000}")]
    public void Should_not_warn_of_people_that_are_numbered_as_sessions(string pattern) =>
        Assert.Empty(Check([.. Clean().Select((item, i) => item with { Subject = string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, i) })]).Faults);

    [Fact]
    public void Should_check_radiographs()
    {
        Case[] cases = [.. Enumerable.Range(0, 3).Select(i => TestImages.Case(folder, $"x{i}", PngFile.Grey8(20, 30, (x, y) => (byte)(31 * x + 7 * y + i))))];
        Assert.Empty(Check(cases).Faults);
        Case damaged = TestImages.Case(folder, "cut", [.. File.ReadAllBytes(cases[0].Image)[..40]]);
        Case same = TestImages.Case(folder, "same", PngFile.Grey16(20, 30, (x, y) => (ushort)(257 * (byte)(31 * x + 7 * y + 1))));
        ManifestCheck check = Check([.. cases, damaged, same]);
        Assert.Equal(["unreadable", "same-image"], check.Faults.Select(fault => fault.Rule));
        Assert.Equal((2, 0), (check.Errors, check.Warnings));
        Assert.Equal(new Size3(20, 30, 1), check.Cases[0].Size);
        Assert.InRange(check.Cases[0].Intensity[2], 0.9, 1);
    }

    static void Map(float[] values, Func<float, float> change) => Map(values, (value, _) => change(value));

    static void Map(float[] values, Func<float, int, float> change)
    {
        for (int v = 0; v < values.Length; v++) values[v] = change(values[v], v);
    }
}
