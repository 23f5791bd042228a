using System.Buffers.Binary;
using System.IO.Compression;
using FsCheck.Xunit;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class PixelHashTests : IDisposable
{
    static readonly Grid Small = Grid.FromSpacing(new Size3(19, 5, 10), Spacing.Isotropic(1));
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    static float[] Voxels(int seed)
    {
        var random = new RandomStream(seed, "pixels");
        return [.. Enumerable.Range(0, (int)Small.Size.Count).Select(_ => (float)random.NextInt(200))];
    }

    static string? Of(float[] voxels, Size3? size = null) => PixelHash.Of(new Volume(Grid.FromSpacing(size ?? Small.Size, Spacing.Isotropic(1)), voxels));

    /// <summary>All 48 turns and mirrorings, moved voxel by voxel.</summary>
    [Fact]
    public void Should_not_see_how_the_array_lies()
    {
        (float[] voxels, Size3 n) = (Voxels(1), Small.Size);
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        HashSet<string> hashes = [];
        foreach (int[] order in orders)
            for (int flips = 0; flips < 8; flips++)
            {
                var size = new Size3(n[order[0]], n[order[1]], n[order[2]]);
                float[] turned = new float[voxels.Length];
                int[] at = new int[3];
                for (at[2] = 0; at[2] < n.Z; at[2]++)
                    for (at[1] = 0; at[1] < n.Y; at[1]++)
                        for (at[0] = 0; at[0] < n.X; at[0]++)
                        {
                            int To(int axis) => (flips >> axis & 1) == 0 ? at[order[axis]] : size[axis] - 1 - at[order[axis]];
                            turned[To(0) + size.X * (To(1) + size.Y * To(2))] = voxels[at[0] + n.X * (at[1] + n.Y * at[2])];
                        }
                hashes.Add(Of(turned, size)!);
            }
        Assert.Equal(Of(voxels), Assert.Single(hashes));
    }

    [Property(MaxTest = 200)]
    public void Should_see_any_voxel_that_differs(int seed, ushort where, bool swap)
    {
        float[] voxels = Voxels(seed), other = [.. voxels];
        int at = where % voxels.Length, next = (at + 1) % voxels.Length;
        if (swap && voxels[at] != voxels[next]) (other[at], other[next]) = (other[next], other[at]);
        else other[at] = MathF.BitIncrement(other[at]);
        Assert.NotEqual(Of(voxels), Of(other));
    }

    [Fact]
    public void Should_tell_arrays_of_other_shape_apart() => Assert.NotEqual(Of(Voxels(1)), Of(Voxels(1), new Size3(5, 19, 10)));

    [Fact]
    public void Should_give_nothing_for_a_blank_image() => Assert.Null(Of([.. Enumerable.Repeat(3f, (int)Small.Size.Count)]));

    /// <summary>At every place of a row: whole vectors of it are mixed at once, and what is left one by one.</summary>
    [Fact]
    public void Should_take_both_zeros_and_all_not_numbers_as_one()
    {
        for (int at = 0; at < Small.Size.X; at++)
        {
            float[] voxels = Voxels(2), other = [.. voxels];
            (voxels[at], other[at]) = (0f, -0f);
            Assert.Equal(Of(voxels), Of(other));
            (voxels[at], other[at]) = (float.NaN, BitConverter.Int32BitsToSingle(0x7FC12345));
            Assert.Equal(Of(voxels), Of(other));
        }
    }

    [Fact]
    public void Should_give_something_where_a_single_voxel_differs()
    {
        for (int at = 0; at < Small.Size.X; at++)
        {
            float[] voxels = new float[Small.Size.X];
            voxels[at] = 1;
            Assert.NotNull(Of(voxels, new Size3(Small.Size.X, 1, 1)));
        }
    }

    /// <summary>The same values as float, gzipped float, 16-bit whole numbers and whole numbers with a slope.</summary>
    [Fact]
    public void Should_not_see_compression_or_data_type()
    {
        float[] voxels = [.. Voxels(3).Select(v => v * 0.5f)];
        string[] files = [folder.File("a.nii"), folder.File("b.nii.gz"), folder.File("c.nii"), folder.File("d.nii.gz")];
        foreach (string file in files[..2]) Nifti.Write(file, new Volume(Small, voxels));
        WriteAsInt16(files[0], files[2], voxels, slope: 0.5f);
        using (FileStream to = File.Create(files[3]))
        using (var zip = new GZipStream(to, CompressionLevel.SmallestSize)) zip.Write(File.ReadAllBytes(files[2]));
        Assert.Equal(4, files.Select(file => Convert.ToHexString(File.ReadAllBytes(file))).Distinct().Count());
        Assert.Equal(Of(voxels), Assert.Single(files.Select(file => PixelHash.Of(Nifti.Read(file).Volume)).Distinct()));
    }

    [Fact]
    public void Should_not_see_how_a_radiograph_is_coded()
    {
        byte Value(int x, int y) => (byte)(31 * x + 7 * y);
        byte[][] files =
        [
            PngFile.Grey8(20, 30, Value),
            PngFile.Grey16(20, 30, (x, y) => (ushort)(257 * Value(x, y))),
            PngFile.Of(20, 30, 8, PngFile.Rgb, [.. Enumerable.Range(0, 600).SelectMany(i => Enumerable.Repeat(Value(i % 20, i / 20), 3))]),
        ];
        string? hash = Assert.Single(files.Select(file => PixelHash.Of(ImageDecoder.Decode(file))).Distinct());
        Assert.NotNull(hash);
        Assert.NotEqual(hash, PixelHash.Of(ImageDecoder.Decode(PngFile.Grey8(20, 30, (x, y) => (byte)(Value(x, y) ^ (x == 3 && y == 4 ? 1 : 0))))));
    }

    /// <summary>NIfTI-1 with another data type: the header of a file is kept, with type 4 and 16 bits (offsets of the standard).</summary>
    static void WriteAsInt16(string like, string path, float[] voxels, float slope)
    {
        byte[] head = File.ReadAllBytes(like)[..352], data = new byte[2 * voxels.Length];
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(70), 4);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(72), 16);
        BinaryPrimitives.WriteSingleLittleEndian(head.AsSpan(112), slope);
        for (int i = 0; i < voxels.Length; i++) BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(2 * i), (short)(voxels[i] / slope));
        File.WriteAllBytes(path, [.. head, .. data]);
    }
}
