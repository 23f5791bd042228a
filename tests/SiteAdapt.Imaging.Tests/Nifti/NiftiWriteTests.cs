namespace SiteAdapt.Imaging.Tests;

public sealed class NiftiWriteTests : IDisposable
{
    static readonly Affine Oblique = TurnedGrids.Oblique(1, 2, 3, 20, new(0.8, 0.9, 2.5));

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    static Volume Image(Affine affine) => new(new Grid(new(5, 4, 3), affine), [.. Enumerable.Range(0, 60).Select(v => v * 0.37f - 5)]);

    [Theory]
    [InlineData("x.nii")]
    [InlineData("x.nii.gz")]
    public void Should_read_back_what_was_written(string name)
    {
        Volume image = Image(Oblique);
        Nifti.Write(folder.File(name), image);
        NiftiImage back = Nifti.Read(folder.File(name), new() { OnAffineConflict = AffineConflict.Refuse });
        Assert.Equal(image.Voxels, back.Volume.Voxels);
        Assert.True(image.Grid.Affine.ApproximatelyEquals(back.Volume.Grid.Affine, 1e-5));
        Assert.Equal((1, 1, 1, NiftiDataType.Float32), (back.Header.Version, back.Header.SformCode, back.Header.QformCode, back.Header.DataType));
        Assert.Equal((SpatialUnit.Millimetre, 1.0, 0.0), (back.Header.SpatialUnit, back.Header.SclSlope, back.Header.SclInter));
        Assert.Empty(back.Warnings);
    }

    [Fact]
    public void Should_write_masks_as_bytes_and_the_same_bytes_each_time()
    {
        var mask = new Mask(new Grid(new(5, 4, 3), Oblique), [.. Enumerable.Range(0, 60).Select(v => (byte)(v % 3 % 2))]);
        Nifti.WriteMask(folder.File("a.nii.gz"), mask);
        Nifti.WriteMask(folder.File("b.nii.gz"), mask);
        byte[] bytes = File.ReadAllBytes(folder.File("a.nii.gz"));
        Assert.Equal(bytes, File.ReadAllBytes(folder.File("b.nii.gz")));
        Assert.Equal([0, 0, 0, 0], bytes[4..8]); // no time in gzip's header
        NiftiImage back = Nifti.Read(folder.File("a.nii.gz"));
        Assert.Equal(NiftiDataType.UInt8, back.Header.DataType);
        Assert.Equal(mask.Voxels, back.Volume.Voxels.Select(v => (byte)v));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(2, 0)]
    [InlineData(4, 3)]
    public void Should_keep_the_inputs_own_numbers_on_the_inputs_own_grid(int sformCode, int qformCode)
    {
        // The two forms disagree on purpose: both must come out as they were.
        var file = new NiftiFile { SformCode = sformCode, QformCode = qformCode, Quaternion = [0.1, 0.2, 0.3, 7, 8, 9], Units = 10, Description = "scan" };
        foreach (int version in (int[])[1, 2])
        {
            NiftiImage input = Nifti.Read(folder.Write("in.nii", (file with { Version = version }).Single()));
            Nifti.Write(folder.File("out.nii"), input.Volume, input.Header);
            NiftiHeader back = Nifti.ReadHeader(folder.File("out.nii"));
            Assert.Equal((sformCode, qformCode, 10, "scan"), (back.SformCode, back.QformCode, back.XyztUnits, back.Description));
            Assert.Equal(input.Header.AffineSource, back.AffineSource);
            Assert.True(input.Volume.Grid.Affine.ApproximatelyEquals(back.Grid.Affine, 1e-6));
            if (qformCode > 0) Assert.Equal(file.Quaternion.Select(v => (float)v), back.Fields.Quaternion.Select(v => (float)v));
            if (sformCode > 0) Assert.Equal(file.Srow.Select(v => (float)v), back.Fields.Srow.Select(v => (float)v));
        }
    }

    [Fact]
    public void Should_restore_a_turned_mask_to_the_very_header_of_the_input()
    {
        var file = new NiftiFile { Srow = [0, 0, -3, -10, -1.5, 0, 0, -20, 0, 2, 0, -30] };
        NiftiImage input = Nifti.Read(folder.Write("in.nii", file.Single()));
        var (canonical, map) = Orientation.ToCanonical(input.Volume);
        Nifti.Write(folder.File("out.nii"), map.Restore(canonical), input.Header);
        byte[] written = File.ReadAllBytes(folder.File("out.nii"));
        Assert.Equal(file.Single()[352..], written[352..]);
        Assert.Equal(file.Single()[280..328], written[280..328]);
    }

    [Theory]
    [InlineData(0, 2, 0, 2)]
    [InlineData(3, 2, 3, 2)]
    [InlineData(3, 0, 3, 0)]
    [InlineData(0, 0, 1, 0)]
    public void Should_keep_codes_on_another_grid(int sformIn, int qformIn, int sformOut, int qformOut)
    {
        NiftiHeader like = Nifti.ReadHeader(folder.Write("in.nii", new NiftiFile { SformCode = sformIn, QformCode = qformIn }.Single()));
        Nifti.Write(folder.File("out.nii"), Image(Oblique), like);
        NiftiHeader back = Nifti.ReadHeader(folder.File("out.nii"), new() { OnAffineConflict = AffineConflict.Refuse });
        Assert.Equal((sformOut, qformOut), (back.SformCode, back.QformCode));
        Assert.True(Oblique.ApproximatelyEquals(back.Grid.Affine, 1e-5));
    }

    [Fact]
    public void Should_move_a_grid_that_no_quaternion_expresses_to_the_sform()
    {
        NiftiHeader like = Nifti.ReadHeader(folder.Write("in.nii", new NiftiFile { SformCode = 0, QformCode = 2 }.Single()));
        var sheared = new Affine(1, 0.3, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
        Nifti.Write(folder.File("out.nii"), Image(sheared), like);
        NiftiHeader back = Nifti.ReadHeader(folder.File("out.nii"));
        Assert.Equal((2, 0), (back.SformCode, back.QformCode));
        Assert.True(sheared.ApproximatelyEquals(back.Grid.Affine, 1e-6));
    }

    [Fact]
    public void Should_refuse_names_and_sizes_that_it_cannot_write()
    {
        Assert.Contains("end in .nii.gz or .nii", Assert.Throws<InputException>(() => Nifti.Write(folder.File("x.hdr"), Image(Oblique))).Message, StringComparison.Ordinal);
        var longest = new Volume(Grid.FromSpacing(new(40000, 1, 1), Spacing.Isotropic(1)), new float[40000]);
        Assert.Contains("40000; expected at most 32767", Assert.Throws<InputException>(() => Nifti.Write(folder.File("x.nii"), longest)).Message, StringComparison.Ordinal);
        folder.Write("file", []);
        Assert.Contains("cannot be written", Assert.Throws<InputException>(() => Nifti.Write(Path.Combine(folder.File("file"), "x.nii"), Image(Oblique))).Message, StringComparison.Ordinal);
    }
}
