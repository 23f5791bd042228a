using System.Buffers.Binary;
using System.Text;

namespace SiteAdapt.Imaging;

/// <summary>
/// The numbers of a header as they stand in the file, not yet checked, in the wider types of NIfTI-2. Byte positions are those
/// of nifti1.h and nifti2.h.
/// </summary>
sealed record NiftiFields
{
    public const int Size1 = 348, Size2 = 540;

    public required int Version { get; init; }
    public required bool BigEndian { get; init; }
    public required byte[] Magic { get; init; }
    public required long[] Dim { get; init; }
    public required int DataType { get; init; }
    public required int BitPix { get; init; }
    public required double[] PixDim { get; init; }
    public required double VoxOffset { get; init; }
    public required double SclSlope { get; init; }
    public required double SclInter { get; init; }
    public required int XyztUnits { get; init; }
    public required string Description { get; init; }
    public required int IntentCode { get; init; }
    public required string IntentName { get; init; }
    public required double[] IntentParameters { get; init; }
    public required int QformCode { get; init; }
    public required int SformCode { get; init; }

    /// <summary>Quaternion b, c, d, then offset x, y, z.</summary>
    public required double[] Quaternion { get; init; }

    /// <summary>Three rows of four.</summary>
    public required double[] Srow { get; init; }

    /// <summary>Version and byte order that the first four bytes (sizeof_hdr) state, or null.</summary>
    public static (int Version, bool BigEndian)? Recognise(ReadOnlySpan<byte> start) =>
        (BinaryPrimitives.ReadInt32LittleEndian(start), BinaryPrimitives.ReadInt32BigEndian(start)) switch
        {
            (Size1, _) => (1, false),
            (_, Size1) => (1, true),
            (Size2, _) => (2, false),
            (_, Size2) => (2, true),
            _ => null,
        };

    public static NiftiFields Parse(ReadOnlySpan<byte> header, int version, bool bigEndian)
    {
        var read = new FieldReader(header, bigEndian);
        return version == 1 ? Parse1(read) : Parse2(read);
    }

    static NiftiFields Parse1(FieldReader read) => new()
    {
        Version = 1,
        BigEndian = read.BigEndian,
        Magic = read.Bytes(344, 4),
        Dim = read.Int16s(40, 8),
        DataType = read.Int16(70),
        BitPix = read.Int16(72),
        PixDim = read.Singles(76, 8),
        VoxOffset = read.Single(108),
        SclSlope = read.Single(112),
        SclInter = read.Single(116),
        XyztUnits = read.Bytes(123, 1)[0],
        Description = read.Text(148, 80),
        IntentCode = read.Int16(68),
        IntentName = read.Text(328, 16),
        IntentParameters = read.Singles(56, 3),
        QformCode = read.Int16(252),
        SformCode = read.Int16(254),
        Quaternion = read.Singles(256, 6),
        Srow = read.Singles(280, 12),
    };

    static NiftiFields Parse2(FieldReader read) => new()
    {
        Version = 2,
        BigEndian = read.BigEndian,
        Magic = read.Bytes(4, 8),
        Dim = read.Int64s(16, 8),
        DataType = read.Int16(12),
        BitPix = read.Int16(14),
        PixDim = read.Doubles(104, 8),
        VoxOffset = read.Int64(168),
        SclSlope = read.Double(176),
        SclInter = read.Double(184),
        XyztUnits = read.Int32(500),
        Description = read.Text(240, 80),
        IntentCode = read.Int32(504),
        IntentName = read.Text(508, 16),
        IntentParameters = read.Doubles(80, 3),
        QformCode = read.Int32(344),
        SformCode = read.Int32(348),
        Quaternion = read.Doubles(352, 6),
        Srow = read.Doubles(400, 12),
    };

    readonly ref struct FieldReader(ReadOnlySpan<byte> header, bool bigEndian)
    {
        readonly ReadOnlySpan<byte> header = header;

        public bool BigEndian { get; } = bigEndian;

        public byte[] Bytes(int at, int count) => header.Slice(at, count).ToArray();

        public short Int16(int at) =>
            BigEndian ? BinaryPrimitives.ReadInt16BigEndian(header[at..]) : BinaryPrimitives.ReadInt16LittleEndian(header[at..]);

        public int Int32(int at) =>
            BigEndian ? BinaryPrimitives.ReadInt32BigEndian(header[at..]) : BinaryPrimitives.ReadInt32LittleEndian(header[at..]);

        public long Int64(int at) =>
            BigEndian ? BinaryPrimitives.ReadInt64BigEndian(header[at..]) : BinaryPrimitives.ReadInt64LittleEndian(header[at..]);

        public double Single(int at) => BitConverter.Int32BitsToSingle(Int32(at));

        public double Double(int at) => BitConverter.Int64BitsToDouble(Int64(at));

        public long[] Int16s(int at, int count)
        {
            var values = new long[count];
            for (int k = 0; k < count; k++) values[k] = Int16(at + 2 * k);
            return values;
        }

        public long[] Int64s(int at, int count)
        {
            var values = new long[count];
            for (int k = 0; k < count; k++) values[k] = Int64(at + 8 * k);
            return values;
        }

        public double[] Singles(int at, int count)
        {
            var values = new double[count];
            for (int k = 0; k < count; k++) values[k] = Single(at + 4 * k);
            return values;
        }

        public double[] Doubles(int at, int count)
        {
            var values = new double[count];
            for (int k = 0; k < count; k++) values[k] = Double(at + 8 * k);
            return values;
        }

        /// <summary>Up to the first zero byte, one character a byte, so that any text is written back as it was.</summary>
        public string Text(int at, int count)
        {
            var bytes = header.Slice(at, count);
            int end = bytes.IndexOf((byte)0);
            return Encoding.Latin1.GetString(end < 0 ? bytes : bytes[..end]);
        }
    }
}
