using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SiteAdapt.Imaging.Tests;

/// <summary>
/// Makes NIfTI files byte by byte, good and bad ones. Written from the standard's field table and apart from the project's
/// writer, so that reader and writer are not tested against each other only.
/// </summary>
sealed record NiftiFile
{
    public int Version { get; init; } = 1;
    public bool BigEndian { get; init; }
    public string? Magic { get; init; }
    public int? SizeOfHeader { get; init; }
    public long[] Dim { get; init; } = [3, 4, 3, 2, 1, 1, 1, 1];
    public short DataType { get; init; } = 16;
    public short? BitPix { get; init; }
    public double[] PixDim { get; init; } = [1, 1.5, 2, 3, 1, 0, 0, 0];
    public double? VoxOffset { get; init; }
    public double Slope { get; init; }
    public double Inter { get; init; }
    public int Units { get; init; } = 2;
    public string Description { get; init; } = "";
    public string IntentName { get; init; } = "";
    public int IntentCode { get; init; }
    public int QformCode { get; init; }
    public int SformCode { get; init; } = 1;
    public double[] Quaternion { get; init; } = [0, 0, 0, 0, 0, 0];
    public double[] Srow { get; init; } = [1.5, 0, 0, -10, 0, 2, 0, -20, 0, 0, 3, -30];

    /// <summary>Bytes of one extension (without its eight-byte head), or null.</summary>
    public byte[]? Extension { get; init; }

    /// <summary>Voxels to store, by default 0, 1, 2, ...</summary>
    public double[]? Values { get; init; }

    public static readonly (short Code, int Bytes, string Name)[] Scalars =
    [
        (2, 1, "uint8"), (256, 1, "int8"), (4, 2, "int16"), (512, 2, "uint16"), (8, 4, "int32"), (768, 4, "uint32"),
        (1024, 8, "int64"), (1280, 8, "uint64"), (16, 4, "float32"), (64, 8, "float64"),
    ];

    public int Count => (int)(Dim[1] * Dim[2] * (Dim[0] > 2 ? Dim[3] : 1));

    int HeaderSize => Version == 1 ? 348 : 540;

    bool IsPair => (Magic ?? "n+").StartsWith("ni", StringComparison.Ordinal);

    public byte[] Single() => [.. Header(), .. Between(), .. Data()];

    public byte[] Between()
    {
        if (Extension is null) return new byte[4];
        int size = (Extension.Length + 8 + 15) / 16 * 16;
        var bytes = new byte[4 + size];
        bytes[0] = 1;
        Put(bytes, 4, size, 4);
        Put(bytes, 8, 6, 4);
        Extension.CopyTo(bytes, 12);
        return bytes;
    }

    public byte[] Header()
    {
        var h = new byte[HeaderSize];
        Put(h, 0, SizeOfHeader ?? HeaderSize, 4);
        double offset = VoxOffset ?? (IsPair ? 0 : HeaderSize + Between().Length);
        string magic = Magic ?? $"n+{Version}";
        if (Version == 1)
        {
            for (int k = 0; k < 8; k++) Put(h, 40 + 2 * k, Dim[k], 2);
            Put(h, 68, IntentCode, 2);
            Put(h, 70, DataType, 2);
            Put(h, 72, BitPix ?? BytesOf(DataType) * 8, 2);
            for (int k = 0; k < 8; k++) PutReal(h, 76 + 4 * k, PixDim[k], 4);
            PutReal(h, 108, offset, 4);
            PutReal(h, 112, Slope, 4);
            PutReal(h, 116, Inter, 4);
            h[123] = (byte)Units;
            Encoding.Latin1.GetBytes(Description).CopyTo(h, 148);
            Put(h, 252, QformCode, 2);
            Put(h, 254, SformCode, 2);
            for (int k = 0; k < 6; k++) PutReal(h, 256 + 4 * k, Quaternion[k], 4);
            for (int k = 0; k < 12; k++) PutReal(h, 280 + 4 * k, Srow[k], 4);
            Encoding.Latin1.GetBytes(IntentName).CopyTo(h, 328);
            Encoding.Latin1.GetBytes(magic).CopyTo(h, 344);
            return h;
        }
        Encoding.Latin1.GetBytes(magic).CopyTo(h, 4);
        ((byte[])[0x0d, 0x0a, 0x1a, 0x0a]).CopyTo(h, 8);
        Put(h, 12, DataType, 2);
        Put(h, 14, BitPix ?? BytesOf(DataType) * 8, 2);
        for (int k = 0; k < 8; k++) Put(h, 16 + 8 * k, Dim[k], 8);
        for (int k = 0; k < 8; k++) PutReal(h, 104 + 8 * k, PixDim[k], 8);
        Put(h, 168, (long)offset, 8);
        PutReal(h, 176, Slope, 8);
        PutReal(h, 184, Inter, 8);
        Encoding.Latin1.GetBytes(Description).CopyTo(h, 240);
        Put(h, 344, QformCode, 4);
        Put(h, 348, SformCode, 4);
        for (int k = 0; k < 6; k++) PutReal(h, 352 + 8 * k, Quaternion[k], 8);
        for (int k = 0; k < 12; k++) PutReal(h, 400 + 8 * k, Srow[k], 8);
        Put(h, 500, Units, 4);
        Put(h, 504, IntentCode, 4);
        Encoding.Latin1.GetBytes(IntentName).CopyTo(h, 508);
        return h;
    }

    public byte[] Data()
    {
        int width = BytesOf(DataType);
        var bytes = new byte[Count * width];
        for (int v = 0; v < Count; v++)
        {
            double value = Values is null ? v : Values[v];
            if (DataType is 16 or 64) PutReal(bytes, v * width, value, width);
            else if (DataType == 1280) Put(bytes, v * width, unchecked((long)(ulong)value), width);
            else Put(bytes, v * width, (long)value, width);
        }
        return bytes;
    }

    public static byte[] Gzip(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal)) gzip.Write(content);
        return target.ToArray();
    }

    static int BytesOf(short type) => Scalars.FirstOrDefault(s => s.Code == type).Bytes;

    void Put(byte[] target, int at, long value, int width)
    {
        for (int k = 0; k < width; k++) target[at + (BigEndian ? width - 1 - k : k)] = (byte)(value >> (8 * k));
    }

    void PutReal(byte[] target, int at, double value, int width) =>
        Put(target, at, width == 4 ? BitConverter.SingleToInt32Bits((float)value) : BitConverter.DoubleToInt64Bits(value), width);
}
