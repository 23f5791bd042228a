using System.Buffers.Binary;
using System.Text;

namespace SiteAdapt.Imaging;

/// <summary>Bytes of a little-endian NIfTI-1 header, at the positions of nifti1.h.</summary>
static class NiftiHeaderWriter
{
    public static void Fill(Span<byte> header, Size3 size, NiftiDataType type, WrittenAffine affine, NiftiHeader? like)
    {
        Int32(header, 0, NiftiFields.Size1);
        header[38] = (byte)'r'; // "regular": readers of the older ANALYZE format look for it
        Int16s(header, 40, [3, (short)size.X, (short)size.Y, (short)size.Z, 1, 1, 1, 1]);
        Int16s(header, 70, [(short)type, (short)(8 * type.Bytes())]);
        Singles(header, 76, [.. affine.PixDim, 1, 1, 1, 1]);
        Singles(header, 108, [NiftiFields.Size1 + 4, 1, 0]); // vox_offset, scl_slope, scl_inter
        header[123] = affine.XyztUnits;
        Text(header.Slice(148, 80), like?.Description ?? "");
        Int16s(header, 252, [affine.QformCode, affine.SformCode]);
        Singles(header, 256, affine.Quaternion);
        Singles(header, 280, affine.Srow);
        "n+1\0"u8.CopyTo(header[344..]);
    }

    static void Int32(Span<byte> header, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(header[at..], value);

    static void Int16s(Span<byte> header, int at, ReadOnlySpan<short> values)
    {
        for (int k = 0; k < values.Length; k++) BinaryPrimitives.WriteInt16LittleEndian(header[(at + 2 * k)..], values[k]);
    }

    static void Singles(Span<byte> header, int at, ReadOnlySpan<double> values)
    {
        for (int k = 0; k < values.Length; k++) BinaryPrimitives.WriteSingleLittleEndian(header[(at + 4 * k)..], (float)values[k]);
    }

    static void Text(Span<byte> field, string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        bytes.AsSpan(0, Math.Min(bytes.Length, field.Length)).CopyTo(field);
    }
}
