namespace SiteAdapt.Imaging.Tests;

public sealed class NiftiReadTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<int, int, bool> Kinds()
    {
        var kinds = new TheoryData<int, int, bool>();
        foreach (var scalar in NiftiFile.Scalars)
            foreach (int version in (int[])[1, 2])
                foreach (bool bigEndian in (bool[])[false, true]) kinds.Add(scalar.Code, version, bigEndian);
        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Should_read_every_scalar_type_in_both_versions_and_byte_orders_from_every_container(int type, int version, bool bigEndian)
    {
        var file = new NiftiFile { DataType = (short)type, Version = version, BigEndian = bigEndian };
        file = file with { Values = ExtremesOf(type, file.Count) };
        var pair = file with { Magic = $"ni{version}" };
        string[] paths =
        [
            folder.Write("a.nii", file.Single()),
            folder.Write("b.nii.gz", NiftiFile.Gzip(file.Single())),
            folder.Write("gzip-without-its-name.nii", NiftiFile.Gzip(file.Single())),
            folder.Write("plain-with-gzip-name.nii.gz", file.Single()),
            folder.Write("c.hdr", [.. pair.Header(), 0, 0, 0, 0]),
            folder.Write("c.img", pair.Data()),
            folder.Write("d.hdr.gz", NiftiFile.Gzip(pair.Header())),
            folder.Write("d.img.gz", NiftiFile.Gzip(pair.Data())),
        ];
        foreach (string path in paths)
        {
            NiftiImage image = Nifti.Read(path);
            Assert.Equal(file.Values.Select(v => (float)v), image.Volume.Voxels);
            Assert.Equal(new Size3(4, 3, 2), image.Volume.Grid.Size);
            Assert.Equal(new Affine(1.5, 0, 0, -10, 0, 2, 0, -20, 0, 0, 3, -30), image.Volume.Grid.Affine);
            Assert.Equal((version, bigEndian, (NiftiDataType)type), (image.Header.Version, image.Header.BigEndian, image.Header.DataType));
        }
    }

    [Theory]
    [InlineData(2.0, -1024.0, 2.0, -1024.0)]
    [InlineData(0.0, 7.0, 1.0, 0.0)]
    [InlineData(double.NaN, 7.0, 1.0, 0.0)]
    [InlineData(double.PositiveInfinity, 7.0, 1.0, 0.0)]
    [InlineData(-0.5, 0.0, -0.5, 0.0)]
    public void Should_apply_slope_and_intercept_unless_the_slope_is_zero_or_no_number(double slope, double inter, double a, double b)
    {
        foreach (var scalar in NiftiFile.Scalars)
        {
            var file = new NiftiFile { DataType = scalar.Code, Slope = slope, Inter = inter };
            NiftiImage image = Nifti.Read(folder.Write("x.nii", file.Single()));
            for (int v = 0; v < file.Count; v++) Assert.Equal((float)(a * v + b), image.Volume.Voxels[v]);
            Assert.Equal((a, b), (image.Header.Slope, image.Header.Intercept));
        }
    }

    [Fact]
    public void Should_skip_extensions()
    {
        var file = new NiftiFile { Extension = "<xml>not voxels</xml>"u8.ToArray() };
        float[] expected = [.. Enumerable.Range(0, file.Count).Select(v => (float)v)];
        Assert.Equal(expected, Nifti.Read(folder.Write("x.nii", file.Single())).Volume.Voxels);
        Assert.Equal(expected, Nifti.Read(folder.Write("x.nii.gz", NiftiFile.Gzip(file.Single()))).Volume.Voxels);
    }

    [Fact]
    public void Should_read_one_time_point_and_trailing_axes_of_length_one()
    {
        foreach (long axes in (long[])[4, 5, 7])
        {
            NiftiImage image = Nifti.Read(folder.Write("x.nii", new NiftiFile { Dim = [axes, 4, 3, 2, 1, 1, 1, 1] }.Single()));
            Assert.Equal(new Size3(4, 3, 2), image.Volume.Grid.Size);
            Assert.Equal(axes, image.Header.Dimensions.Count);
        }
    }

    [Fact]
    public void Should_read_two_axes_as_one_slice()
    {
        var file = new NiftiFile { Dim = [2, 4, 3, 0, 0, 0, 0, 0], PixDim = [1, 1, 1, 0, 0, 0, 0, 0], SformCode = 0 };
        NiftiImage image = Nifti.Read(folder.Write("x.nii", file.Single()));
        Assert.Equal(new Size3(4, 3, 1), image.Volume.Grid.Size);
        Assert.Contains(image.Warnings, w => w.Contains("pixdim[3]", StringComparison.Ordinal));
        Nifti.Write(folder.File("y.nii"), image.Volume, image.Header);
        Assert.Equal(image.Volume.Grid, Nifti.Read(folder.File("y.nii")).Volume.Grid);
    }

    [Fact]
    public void Should_keep_and_count_voxels_that_are_not_finite()
    {
        foreach (short type in (short[])[16, 64])
        {
            var values = new double[24];
            (values[3], values[7], values[20]) = (double.NaN, double.PositiveInfinity, double.NegativeInfinity);
            NiftiImage image = Nifti.Read(folder.Write("x.nii", new NiftiFile { DataType = type, Values = values }.Single()));
            Assert.Equal(3, image.NonFiniteCount);
            Assert.Equal(values.Select(v => (float)v), image.Volume.Voxels);
            Assert.Contains(image.Warnings, w => w.Contains("3 voxels are not finite", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Should_say_where_whole_numbers_did_not_fit_into_a_float()
    {
        var values = new double[24];
        (values[0], values[1], values[2]) = (16777217, 16777218, -16777219);
        NiftiImage image = Nifti.Read(folder.Write("x.nii", new NiftiFile { DataType = 8, Values = values }.Single()));
        Assert.Contains(image.Warnings, w => w.Contains("2 whole numbers beyond 16777216", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_convert_metres_and_micrometres_to_millimetres()
    {
        double[] small = [.. new NiftiFile().Srow.Select(v => v / 1000)];
        double[] large = [.. new NiftiFile().Srow.Select(v => v * 1000)];
        var metres = new NiftiFile { Units = 1, Srow = small, PixDim = [1, 0.0015, 0.002, 0.003, 0, 0, 0, 0] };
        var micrometres = new NiftiFile { Units = 3 | 8, Srow = large, PixDim = [1, 1500, 2000, 3000, 0, 0, 0, 0] };
        foreach (var file in (NiftiFile[])[metres, micrometres])
        {
            NiftiImage image = Nifti.Read(folder.Write("x.nii", file.Single()));
            Assert.True(image.Volume.Grid.Affine.ApproximatelyEquals(new(1.5, 0, 0, -10, 0, 2, 0, -20, 0, 0, 3, -30), 1e-5));
            Assert.Contains(image.Warnings, w => w.Contains("metres", StringComparison.Ordinal));
            Nifti.Write(folder.File("y.nii"), image.Volume, image.Header);
            NiftiImage back = Nifti.Read(folder.File("y.nii"));
            Assert.Equal(image.Volume.Grid, back.Volume.Grid);
            Assert.Equal(file.Units, back.Header.XyztUnits);
        }
    }

    [Fact]
    public void Should_report_what_the_header_says()
    {
        foreach (int version in (int[])[1, 2])
        {
            var file = new NiftiFile { Version = version, Description = "a scan \u00e9", IntentName = "label", IntentCode = 1002, Units = 10 };
            NiftiHeader header = Nifti.ReadHeader(folder.Write("x.nii", file.Header()));
            Assert.Equal(("a scan \u00e9", "label", 1002, 10), (header.Description, header.IntentName, header.IntentCode, header.XyztUnits));
            Assert.Equal(SpatialUnit.Millimetre, header.SpatialUnit);
            Assert.Empty(header.Warnings);
        }
    }

    [Fact]
    public void Should_read_labels_and_refuse_fractions()
    {
        Assert.Equal(23, Nifti.ReadLabels(folder.Write("x.nii", new NiftiFile { DataType = 768 }.Single())).Volume.Voxels[23]);
        var values = new double[24];
        values[5] = 0.25;
        string path = folder.Write("p.nii", new NiftiFile { Values = values }.Single());
        string message = Assert.Throws<InputException>(() => Nifti.ReadLabels(path)).Message;
        Assert.Contains("voxel (1, 1, 0) is 0.25", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_read_a_file_larger_than_the_first_array()
    {
        var file = new NiftiFile { DataType = 2, Dim = [3, 300, 300, 200, 1, 1, 1, 1] };
        byte[] header = [.. file.Header(), 0, 0, 0, 0], data = new byte[300 * 300 * 200];
        for (int v = 0; v < data.Length; v++) data[v] = (byte)(v % 251);
        float[] voxels = Nifti.Read(folder.Write("x.nii.gz", NiftiFile.Gzip([.. header, .. data]))).Volume.Voxels;
        for (int v = 0; v < data.Length; v++)
            if (voxels[v] != v % 251) Assert.Fail($"voxel {v} is {voxels[v]}");
    }

    static double[] ExtremesOf(int type, int count)
    {
        (double low, double high) = type switch
        {
            2 => (0, 255.0),
            256 => (-128, 127.0),
            4 => (short.MinValue, short.MaxValue),
            512 => (0, ushort.MaxValue),
            8 => (int.MinValue, 2147483520.0),
            768 => (0, 4294967040.0),
            1024 => (-9223372036854775808.0, 9223372036854774784.0),
            1280 => (0, 18446744073709549568.0),
            16 => (-float.MaxValue, float.MaxValue),
            _ => (-1e30, 1e-30),
        };
        var values = new double[count];
        for (int v = 0; v < count; v++) values[v] = v;
        (values[0], values[count - 1]) = (low, high);
        return values;
    }
}
