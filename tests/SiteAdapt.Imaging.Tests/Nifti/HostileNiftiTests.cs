namespace SiteAdapt.Imaging.Tests;

public sealed class HostileNiftiTests : IDisposable
{
    static readonly NiftiFile Good = new();

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Name, content, and the words that the message must have besides the path.</summary>
    static readonly (string Name, byte[] Content, string[] Words)[] Files =
    [
        ("empty.nii", [], ["0 bytes long"]),
        ("text.nii", "This is no image at all."u8.ToArray(), ["sizeof_hdr is", "348", "DICOM"]),
        ("header-cut.nii", Good.Single()[..200], ["header ends after 200 of 348 bytes"]),
        ("wrong-sizeof.nii", (Good with { SizeOfHeader = 349 }).Single(), ["sizeof_hdr is 349", "540"]),
        ("wrong-magic.nii", (Good with { Magic = "n+7" }).Single(), ["magic is 6e 2b 37 00", "n+1"]),
        ("analyze.nii", (Good with { Magic = "" }).Single(), ["magic", "ANALYZE 7.5"]),
        ("no-axes.nii", (Good with { Dim = [0, 4, 3, 2, 1, 1, 1, 1] }).Single(), ["dim[0]", "is 0", "2 to 7"]),
        ("many-axes.nii", (Good with { Dim = [8, 4, 3, 2, 1, 1, 1, 1] }).Single(), ["dim[0]", "is 8"]),
        ("negative-dim.nii", With(Good with { Dim = [3, 4, -3, 2, 1, 1, 1, 1] }), ["dim[2] is -3"]),
        ("zero-dim.nii", With(Good with { Dim = [3, 4, 3, 0, 1, 1, 1, 1] }), ["dim[3] is 0"]),
        ("huge-dims.nii", With(Good with { Dim = [3, 32767, 32767, 32767, 1, 1, 1, 1] }), ["dim[1..3] is 32767x32767x32767"]),
        ("overflow.nii", With(Good with { Version = 2, Dim = [3, 2147483647, 2147483647, 2147483647, 1, 1, 1, 1] }), ["2147483647x2147483647x2147483647"]),
        ("huge-64-bit-dim.nii", With(Good with { Version = 2, Dim = [3, long.MaxValue, 1, 1, 1, 1, 1, 1] }), ["dim[1] is 9223372036854775807"]),
        ("claims-gigabytes.nii", With(Good with { Dim = [3, 1000, 1000, 1000, 1, 1, 1, 1] }), ["4000000352 bytes", "holds 352 bytes"]),
        ("claims-gigabytes.nii.gz", NiftiFile.Gzip(With(Good with { Dim = [3, 1000, 1000, 1000, 1, 1, 1, 1] })), ["4000000352 bytes", "at most"]),
        ("series.nii", With(Good with { Dim = [4, 4, 3, 2, 30, 1, 1, 1] }), ["dim[4] is 30", "one volume"]),
        ("complex.nii", With(Good with { DataType = 32 }), ["datatype is 32 (complex64)", "float32"]),
        ("rgb.nii", With(Good with { DataType = 128 }), ["datatype is 128 (rgb24)"]),
        ("float128.nii", With(Good with { DataType = 1536 }), ["datatype is 1536 (float128)"]),
        ("no-such-type.nii", With(Good with { DataType = 77 }), ["datatype is 77;"]),
        ("wrong-bitpix.nii", With(Good with { BitPix = 16 }), ["bitpix is 16", "32 for datatype 16 (float32)"]),
        ("nan-spacing.nii", (Good with { PixDim = [1, double.NaN, 2, 3, 0, 0, 0, 0] }).Single(), ["pixdim[1] (spacing) is NaN"]),
        ("zero-spacing.nii", (Good with { PixDim = [1, 1.5, 0, 3, 0, 0, 0, 0] }).Single(), ["pixdim[2] (spacing) is 0"]),
        ("negative-spacing.nii", (Good with { PixDim = [1, 1.5, 2, -3, 0, 0, 0, 0] }).Single(), ["pixdim[3] (spacing) is -3"]),
        ("infinite-spacing.nii", (Good with { PixDim = [1, double.PositiveInfinity, 2, 3, 0, 0, 0, 0] }).Single(), ["pixdim[1] (spacing) is Infinity"]),
        ("singular-affine.nii", (Good with { Srow = [1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0] }).Single(), ["srow_x, srow_y, srow_z (sform) is (1, 1, 0, 0, 1, 1", "sform_code"]),
        ("zero-affine.nii", (Good with { Srow = new double[12] }).Single(), ["srow_x"]),
        ("nan-affine.nii", (Good with { Srow = [1.5, 0, 0, double.NaN, 0, 2, 0, 0, 0, 0, 3, 0] }).Single(), ["srow_x", "NaN"]),
        ("no-rotation.nii", (Good with { SformCode = 0, QformCode = 1, Quaternion = [1, 1, 1, 0, 0, 0] }).Single(), ["quatern_b", "qform_code"]),
        ("offset-in-header.nii", (Good with { VoxOffset = 100 }).Single(), ["vox_offset is 100", "at least 352"]),
        ("offset-negative.nii", (Good with { VoxOffset = -352 }).Single(), ["vox_offset is -352"]),
        ("offset-fraction.nii", (Good with { VoxOffset = 352.5 }).Single(), ["vox_offset is 352.5"]),
        ("offset-nan.nii", (Good with { VoxOffset = double.NaN }).Single(), ["vox_offset is NaN"]),
        ("offset-past-end.nii", (Good with { VoxOffset = 1e9 }).Single(), ["vox_offset is 1000000000", "448 bytes"]),
        ("offset-past-end.nii.gz", NiftiFile.Gzip((Good with { VoxOffset = 5000 }).Single()), ["vox_offset is 5000", "448 bytes"]),
        ("offset-64-bit.nii", (Good with { Version = 2, VoxOffset = 9e18 }).Single(), ["vox_offset is 9E+18"]),
        ("voxels-cut.nii", Good.Single()[..^1], ["448 bytes", "holds 447 bytes"]),
        ("intercept.nii", (Good with { Slope = 1, Inter = double.NaN }).Single(), ["scl_inter is NaN"]),
        ("gzip-cut.nii.gz", NiftiFile.Gzip(Good.Single())[..^20], []),
        ("gzip-without-trailer.nii.gz", NiftiFile.Gzip(Good.Single())[..^8], ["gzip"]),
        ("gzip-crc.nii.gz", Damaged(NiftiFile.Gzip(Good.Single()), fromEnd: 8), ["gzip"]),
        ("gzip-length.nii.gz", Damaged(NiftiFile.Gzip(Good.Single()), fromEnd: 4), ["gzip"]),
        ("gzip-data.nii.gz", Damaged(NiftiFile.Gzip(Good.Single()), fromEnd: 40), []),
        ("pair-named-single.nii", (Good with { Magic = "ni1" }).Single(), ["magic", ".hdr"]),
        ("without-image.hdr", (Good with { Magic = "ni1" }).Header(), ["without-image.img (or .gz) is missing"]),
    ];

    public static TheoryData<string> Names() => [.. Files.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Should_refuse_a_hostile_file_and_name_file_field_and_value(string name)
    {
        var (_, content, words) = Files.Single(f => f.Name == name);
        string path = folder.Write(name, content);
        string message = Assert.Throws<InputException>(() => Nifti.Read(path)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        foreach (string word in words) Assert.Contains(word, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_say_what_is_wrong_with_a_path()
    {
        Assert.Contains("no such file", Message(folder.File("missing.nii")), StringComparison.Ordinal);
        Assert.Contains("is a folder", Message(folder.File(".")), StringComparison.Ordinal);
        folder.Write("alone.img", Good.Data());
        Assert.Contains("alone.hdr (or .gz) is missing", Message(folder.File("alone.img")), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_pair_whose_image_is_too_short()
    {
        folder.Write("p.hdr", (Good with { Magic = "ni1" }).Header());
        folder.Write("p.img", Good.Data()[..^1]);
        Assert.Contains("p.img: dim 4x3x2 of float32", Message(folder.File("p.hdr")), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_not_allocate_what_a_header_claims()
    {
        byte[] claim = With(Good with { Dim = [3, 1000, 1000, 1000, 1, 1, 1, 1] });
        // 4 MB of compressed zeros may inflate to 4 GB: the bound alone does not refuse this one, it has to be read.
        byte[] slow = NiftiFile.Gzip([.. With(Good with { DataType = 2, BitPix = 8, Dim = [3, 1200, 1000, 1000, 1, 1, 1, 1] }), .. Noise(1 << 21)]);
        foreach (string path in (string[])[folder.Write("a.nii", claim), folder.Write("b.nii.gz", NiftiFile.Gzip(claim)), folder.Write("c.nii.gz", slow)])
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<InputException>(() => Nifti.Read(path));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 68 << 20);
        }
    }

    [Fact]
    public void Should_refuse_every_truncation_and_nothing_but_refuse()
    {
        foreach (var file in (NiftiFile[])[Good, Good with { Version = 2, BigEndian = true, Extension = [1, 2, 3] }])
            foreach (byte[] whole in (byte[][])[file.Single(), NiftiFile.Gzip(file.Single())])
                for (int length = 0; length < whole.Length; length++)
                {
                    string path = folder.Write("cut.nii.gz", whole[..length]);
                    if (Record.Exception(() => Nifti.Read(path)) is not InputException)
                        Assert.Fail($"{length} of {whole.Length} bytes (NIfTI-{file.Version}) did not give an InputException");
                }
    }

    [Fact]
    public void Should_read_or_refuse_every_mutated_header()
    {
        ulong state = 20240607;
        int read = 0, refused = 0;
        foreach (var file in (NiftiFile[])[Good with { QformCode = 1 }, Good with { Version = 2, QformCode = 2, BigEndian = true }])
        {
            byte[] whole = file.Single();
            int header = file.Version == 1 ? 348 : 540;
            for (int trial = 0; trial < 3000; trial++)
            {
                byte[] mutated = [.. whole];
                mutated[Next(ref state, header)] = (byte)Next(ref state, 256);
                string path = folder.Write("m.nii", mutated);
                Exception? fault = Record.Exception(() => Nifti.Read(path));
                if (fault is null) read++;
                else if (fault is InputException) refused++;
                else Assert.Fail($"trial {trial}: {fault}");
            }
        }
        Assert.True(read > 100 && refused > 100, $"{read} read, {refused} refused: the mutations missed the header");
    }

    [Fact]
    public void Should_read_or_refuse_every_damaged_gzip_byte()
    {
        byte[] whole = NiftiFile.Gzip(Good.Single());
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x55;
            string path = folder.Write("g.nii.gz", damaged);
            if (Record.Exception(() => Nifti.Read(path)) is { } fault and not InputException) Assert.Fail($"byte {at}: {fault}");
        }
    }

    string Message(string path) => Assert.Throws<InputException>(() => Nifti.Read(path)).Message;

    /// <summary>A header alone, where its voxels cannot be made.</summary>
    static byte[] With(NiftiFile file) => [.. file.Header(), 0, 0, 0, 0];

    static byte[] Damaged(byte[] content, int fromEnd)
    {
        content[^fromEnd] ^= 0x10;
        return content;
    }

    static byte[] Noise(int length)
    {
        ulong state = 7;
        var bytes = new byte[length];
        for (int k = 0; k < length; k++) bytes[k] = (byte)Next(ref state, 256);
        return bytes;
    }

    static int Next(ref ulong state, int below)
    {
        state = state * 6364136223846793005 + 1442695040888963407;
        return (int)((state >> 33) % (ulong)below);
    }
}
