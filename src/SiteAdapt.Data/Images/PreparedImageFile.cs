using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SiteAdapt.Data;

/// <summary>
/// A prepared image on disk: magic, side, smallest value, pixels [side][side] as 16-bit fixed point (65535 is 1), and the SHA-256
/// of all of that. Little endian. Fixed point and not half floats: values lie between 0 and 1, where it takes the same room and
/// keeps all 16 bits of an image, and 8-bit values exactly.
/// </summary>
static class PreparedImageFile
{
    public const int FormatVersion = 1;
    public const int HeaderSize = 32;
    const int DigestSize = 32;

    static ReadOnlySpan<byte> Magic => "SITEADAPT.IMAGE1"u8;

    public static int LengthOf(int side) => HeaderSize + 2 * side * side + DigestSize;

    public static byte[] ToBytes(ushort[] pixels, int side)
    {
        byte[] file = new byte[LengthOf(side)];
        Magic.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(Magic.Length), side);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(Magic.Length + 4), pixels.Min());
        MemoryMarshal.AsBytes(pixels.AsSpan()).CopyTo(file.AsSpan(HeaderSize));
        SHA256.HashData(file.AsSpan(0, file.Length - DigestSize), file.AsSpan(file.Length - DigestSize));
        return file;
    }

    /// <summary>Whether these are the bytes of an image of this side, none of them changed.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> file, int side)
    {
        if (!HasShape(file, side)) return false;
        Span<byte> digest = stackalloc byte[DigestSize];
        SHA256.HashData(file[..^DigestSize], digest);
        return digest.SequenceEqual(file[^DigestSize..]);
    }

    public static bool HasShape(ReadOnlySpan<byte> file, int side) => file.Length == LengthOf(side) &&
        file.StartsWith(Magic) && BinaryPrimitives.ReadInt32LittleEndian(file[Magic.Length..]) == side;

    public static float SmallestOf(ReadOnlySpan<byte> file) => BinaryPrimitives.ReadUInt16LittleEndian(file[(Magic.Length + 4)..]) / (float)ushort.MaxValue;

    /// <summary>The pixels as values from 0 to 1.</summary>
    public static void ReadPixels(ReadOnlySpan<byte> file, Span<float> destination)
    {
        ReadOnlySpan<ushort> pixels = MemoryMarshal.Cast<byte, ushort>(file[HeaderSize..^DigestSize]);
        for (int i = 0; i < pixels.Length; i++) destination[i] = pixels[i] / (float)ushort.MaxValue;
    }
}
