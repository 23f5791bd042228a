using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SiteAdapt.Imaging;

/// <summary>
/// Decodes voxels in chunks straight into the array that is returned. A plain file's length proves what its header says. What a gzip file
/// holds shows only as it comes, so the array starts small there and doubles.
/// </summary>
sealed class NiftiVoxels
{
    const int ChunkBytes = 1 << 18;

    // 60 MiB of floats, not quite a head at 1 mm: what is larger has to prove itself.
    const int FirstLength = 15 << 20;

    // The first whole number that a float cannot tell from its neighbour.
    const double LargestExact = 1 << 24;

    readonly NiftiHeader header;
    readonly byte[] chunk = new byte[ChunkBytes];
    readonly bool swap;

    NiftiVoxels(NiftiHeader header) => (this.header, swap) = (header, header.BigEndian == BitConverter.IsLittleEndian);

    public float[] Values { get; private set; } = [];

    public long NonFiniteCount { get; private set; }

    /// <summary>Whole numbers that a float cannot hold.</summary>
    public long RoundedCount { get; private set; }

    /// <summary>Reads all voxels from a source that stands anywhere before them.</summary>
    /// <exception cref="InputException">The file holds fewer bytes than the header claims.</exception>
    public static NiftiVoxels Read(NiftiSource source, NiftiHeader header)
    {
        long needed = header.VoxelOffset + header.VoxelBytes;
        if (header.VoxelOffset > source.Capacity)
            throw OffsetPastEnd(source, header, HeldBytes(source));
        if (needed > source.Capacity) throw TooShort(source, header, HeldBytes(source));
        if (!source.SkipTo(header.VoxelOffset))
            throw OffsetPastEnd(source, header, string.Create(CultureInfo.InvariantCulture, $"{source.Position} bytes"));
        var voxels = new NiftiVoxels(header);
        voxels.Fill(source);
        return voxels;
    }

    void Fill(NiftiSource source)
    {
        int total = (int)header.Grid.Size.Count, voxelBytes = header.DataType.Bytes();
        Values = GC.AllocateUninitializedArray<float>(source.Compressed ? Math.Min(total, FirstLength) : total);
        int perChunk = ChunkBytes / voxelBytes;
        for (int done = 0; done < total;)
        {
            int count = Math.Min(perChunk, total - done);
            var bytes = chunk.AsSpan(0, count * voxelBytes);
            if (source.Read(bytes) < bytes.Length)
                throw TooShort(source, header, string.Create(CultureInfo.InvariantCulture, $"{source.Position} bytes"));
            if (done + count > Values.Length) Grow(total);
            Decode(bytes, Values.AsSpan(done, count));
            done += count;
        }
    }

    void Grow(int total)
    {
        var larger = GC.AllocateUninitializedArray<float>((int)Math.Min(total, 2L * Values.Length));
        Values.CopyTo(larger, 0);
        Values = larger;
    }

    void Decode(Span<byte> bytes, Span<float> target)
    {
        switch (header.DataType)
        {
            case NiftiDataType.UInt8: Scale<byte>(bytes, target); break;
            case NiftiDataType.Int8: Scale(MemoryMarshal.Cast<byte, sbyte>(bytes), target); break;
            case NiftiDataType.Int16: Scale(InOrder16<short>(bytes), target); break;
            case NiftiDataType.UInt16: Scale(InOrder16<ushort>(bytes), target); break;
            case NiftiDataType.Int32: ScaleWide(InOrder32<int>(bytes), target); break;
            case NiftiDataType.UInt32: ScaleWide(InOrder32<uint>(bytes), target); break;
            case NiftiDataType.Float32: Scale(InOrder32<float>(bytes), target); break;
            case NiftiDataType.Int64: ScaleWide(InOrder64<long>(bytes), target); break;
            case NiftiDataType.UInt64: ScaleWide(InOrder64<ulong>(bytes), target); break;
            case NiftiDataType.Float64: Scale(InOrder64<double>(bytes), target); break;
            default: throw new InvalidOperationException($"{header.DataType} was let through");
        }
        if (!header.HasScaling && !header.DataType.IsFloating()) return;
        foreach (float value in target)
            if (!float.IsFinite(value)) NonFiniteCount++;
    }

    Span<T> InOrder16<T>(Span<byte> bytes) where T : struct
    {
        var values = MemoryMarshal.Cast<byte, ushort>(bytes);
        if (swap) BinaryPrimitives.ReverseEndianness(values, values);
        return MemoryMarshal.Cast<byte, T>(bytes);
    }

    Span<T> InOrder32<T>(Span<byte> bytes) where T : struct
    {
        var values = MemoryMarshal.Cast<byte, uint>(bytes);
        if (swap) BinaryPrimitives.ReverseEndianness(values, values);
        return MemoryMarshal.Cast<byte, T>(bytes);
    }

    Span<T> InOrder64<T>(Span<byte> bytes) where T : struct
    {
        var values = MemoryMarshal.Cast<byte, ulong>(bytes);
        if (swap) BinaryPrimitives.ReverseEndianness(values, values);
        return MemoryMarshal.Cast<byte, T>(bytes);
    }

    /// <summary>Slope and intercept apply in double precision, as the standard's real value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Scale<T>(ReadOnlySpan<T> source, Span<float> target) where T : struct, INumber<T>
    {
        if (!header.HasScaling)
        {
            for (int k = 0; k < target.Length; k++) target[k] = float.CreateTruncating(source[k]);
            return;
        }
        double slope = header.Slope, intercept = header.Intercept;
        for (int k = 0; k < target.Length; k++) target[k] = (float)(slope * double.CreateTruncating(source[k]) + intercept);
    }

    void ScaleWide<T>(ReadOnlySpan<T> source, Span<float> target) where T : struct, INumber<T>
    {
        Scale(source, target);
        if (header.HasScaling) return;
        for (int k = 0; k < target.Length; k++)
        {
            bool maybeRounded = Math.Abs(target[k]) >= LargestExact;
            if (maybeRounded && Int128.CreateTruncating(target[k]) != Int128.CreateTruncating(source[k])) RoundedCount++;
        }
    }

    static string HeldBytes(NiftiSource source) => source.Compressed
        ? string.Create(CultureInfo.InvariantCulture, $"{source.Capacity} bytes that the compressed file can hold at most")
        : string.Create(CultureInfo.InvariantCulture, $"{source.Capacity} bytes");

    static InputException OffsetPastEnd(NiftiSource source, NiftiHeader header, string held) =>
        NiftiFault.Field(source.Path, "vox_offset", header.VoxelOffset, $"less than the {held} in the file", NiftiFault.CopyAgain);

    static InputException TooShort(NiftiSource source, NiftiHeader header, string held)
    {
        string type = header.DataType.ToString().ToLowerInvariant();
        string claim = string.Create(CultureInfo.InvariantCulture,
            $"dim {header.Grid.Size} of {type} from vox_offset {header.VoxelOffset} needs {header.VoxelOffset + header.VoxelBytes} bytes");
        return NiftiFault.File(source.Path, $"{claim}, but the file holds {held}", NiftiFault.CopyAgain);
    }
}
