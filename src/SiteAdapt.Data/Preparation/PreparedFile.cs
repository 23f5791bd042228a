using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// A prepared case on disk: magic, length of the header, header (JSON, padded), per slice the smallest value (float32) and the
/// structures it holds (byte), image slices (float16), label slices (byte), and the SHA-256 of all of that. Little endian;
/// the same case always gives the same bytes.
/// </summary>
static class PreparedFile
{
    public const int FormatVersion = 1;
    const int DigestSize = 32, Prefix = 24, Alignment = 64;

    static ReadOnlySpan<byte> Magic => "SITEADAPT.PREP.1"u8;

    /// <summary>What the header says, with where things are.</summary>
    public sealed record Layout(PreparedGeometry Geometry, bool HasLabel, long PerSlice)
    {
        public int Slices => Geometry.SliceCount;

        public long Presence => PerSlice + 4L * Slices;

        public long Image => Aligned(Presence + Slices);

        public long Label => Image + 2L * Slices * Geometry.SliceSize;

        public long Digest => Label + (HasLabel ? (long)Slices * Geometry.SliceSize : 0);

        public long Length => Digest + DigestSize;
    }

    sealed record Header(int[] FileSize, double[] FileAffine, bool Turned, int[] Size, double[] Affine, int SliceAxis, bool HasLabel);

    static long Aligned(long position) => (position + Alignment - 1) / Alignment * Alignment;

    public static void Write(Stream file, PreparedVolume volume)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Put(ReadOnlySpan<byte> bytes)
        {
            digest.AppendData(bytes);
            file.Write(bytes);
        }
        byte[] head = HeadOf(volume);
        Put(head);
        PreparedGeometry g = volume.Geometry;
        var layout = new Layout(g, volume.Label is not null, head.Length);
        var halves = new Half[g.SliceSize];
        var fills = new float[g.SliceCount];
        for (int s = 0; s < g.SliceCount; s++) fills[s] = ToHalves(Slice(volume.Image, s, g), halves);
        Put(MemoryMarshal.AsBytes(fills.AsSpan()));
        byte[] presence = new byte[g.SliceCount];
        for (int s = 0; s < g.SliceCount && volume.Label is not null; s++)
            foreach (byte label in Slice(volume.Label, s, g)) presence[s] |= label;
        Put(presence);
        Put(new byte[layout.Image - layout.Presence - presence.Length]);
        for (int s = 0; s < g.SliceCount; s++)
        {
            ToHalves(Slice(volume.Image, s, g), halves);
            Put(MemoryMarshal.AsBytes(halves.AsSpan()));
        }
        for (int s = 0; s < g.SliceCount && volume.Label is not null; s++) Put(Slice(volume.Label, s, g));
        file.Write(digest.GetHashAndReset());
    }

    static ReadOnlySpan<T> Slice<T>(T[] stack, int slice, PreparedGeometry g) => stack.AsSpan(slice * g.SliceSize, g.SliceSize);

    /// <summary>Rounds to half precision; returns the smallest of the rounded values.</summary>
    static float ToHalves(ReadOnlySpan<float> values, Span<Half> halves)
    {
        Half smallest = Half.PositiveInfinity;
        for (int i = 0; i < values.Length; i++)
        {
            halves[i] = (Half)values[i];
            if (halves[i] < smallest) smallest = halves[i];
        }
        return (float)smallest;
    }

    static byte[] HeadOf(PreparedVolume volume)
    {
        PreparedGeometry g = volume.Geometry;
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new Header(Numbers(g.FileGrid.Size), Numbers(g.FileGrid.Affine),
            g.Map == Orientation.MapToCanonical(g.FileGrid), Numbers(g.Grid.Size), Numbers(g.Grid.Affine), g.SliceAxis, volume.Label is not null));
        byte[] head = new byte[Aligned(Prefix + json.Length)];
        head.AsSpan().Fill((byte)' ');
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(Magic.Length), head.Length - Prefix);
        json.CopyTo(head, Prefix);
        return head;
    }

    static int[] Numbers(Size3 size) => [size.X, size.Y, size.Z];

    static double[] Numbers(Affine affine) => [.. Enumerable.Range(0, 12).Select(i => affine[i / 4, i % 4])];

    /// <summary>Opens an entry, or null where it is missing, of another version, cut short or changed in any byte.</summary>
    public static (FileStream File, Layout Layout)? TryOpen(string path)
    {
        FileStream? file = null;
        try
        {
            // Delete is shared, so that another process may rename a new entry over this one
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            if (!IsIntact(file) || ReadLayout(file) is not { } layout || layout.Length != file.Length) return null;
            var intact = file;
            file = null;
            return (intact, layout);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        finally
        {
            file?.Dispose();
        }
    }

    static bool IsIntact(FileStream file)
    {
        long covered = file.Length - DigestSize;
        if (covered < Prefix) return false;
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        for (long done = 0; done < covered;)
        {
            int count = file.Read(buffer, 0, (int)Math.Min(buffer.Length, covered - done));
            if (count == 0) return false;
            digest.AppendData(buffer, 0, count);
            done += count;
        }
        byte[] stored = new byte[DigestSize];
        return file.ReadAtLeast(stored, DigestSize, throwOnEndOfStream: false) == DigestSize && digest.GetHashAndReset().AsSpan().SequenceEqual(stored);
    }

    /// <summary>Only for a file whose digest holds.</summary>
    static Layout? ReadLayout(FileStream file)
    {
        byte[] prefix = new byte[Prefix];
        file.Position = 0;
        file.ReadExactly(prefix);
        long length = BinaryPrimitives.ReadInt64LittleEndian(prefix.AsSpan(Magic.Length));
        if (!prefix.AsSpan(0, Magic.Length).SequenceEqual(Magic) || length < 0 || length > file.Length - Prefix) return null;
        byte[] json = new byte[length];
        file.ReadExactly(json);
        return LayoutOf(json);
    }

    /// <summary>Null where it is no header of a file that <see cref="Write"/> makes: the digest only says that nothing was changed since.</summary>
    static Layout? LayoutOf(byte[] json)
    {
        try
        {
            if (JsonSerializer.Deserialize<Header>(json) is not { FileAffine.Length: 12, Affine.Length: 12, SliceAxis: >= 0 and < 3 } header || !IsSize(header.FileSize) || !IsSize(header.Size)) return null;
            Grid fileGrid = GridOf(header.FileSize, header.FileAffine);
            AxisMap map = header.Turned ? Orientation.MapToCanonical(fileGrid) : new AxisMap(fileGrid, 0, 1, 2, false, false, false);
            return new Layout(new PreparedGeometry(map, GridOf(header.Size, header.Affine), header.SliceAxis), header.HasLabel, Prefix + json.Length);
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // no JSON; an affine without an orientation
        {
            return null;
        }
    }

    static bool IsSize(int[]? size) => size is [> 0, > 0, > 0] && (Int128)size[0] * size[1] * size[2] <= Array.MaxLength;

    static Grid GridOf(int[] n, double[] a) =>
        new(new Size3(n[0], n[1], n[2]), new Affine(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11]));
}
