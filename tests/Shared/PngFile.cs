using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SiteAdapt.Testing;

/// <summary>PNG files written byte by byte, so that the decoder is not tested with its own encoder.</summary>
static class PngFile
{
    public const byte Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, Rgba = 6;

    /// <summary>A file with these bytes as rows; <paramref name="extra"/> stands before the pixels (a palette, a gamma).</summary>
    public static byte[] Of(int width, int height, byte depth, byte colour, byte[] rows, params (string Type, byte[] Data)[] extra)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, colour);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            foreach (byte[] row in rows.Chunk(Math.Max(1, rows.Length / height))) zlib.Write([0, .. row]);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", header), .. extra.SelectMany(e => Chunk(e.Type, e.Data)), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    public static byte[] Grey16(int width, int height, Func<int, int, ushort> value) =>
        Of(width, height, 16, Grey, [.. Values(width, height, value).SelectMany(v => new[] { (byte)(v >> 8), (byte)v })]);

    public static byte[] Grey8(int width, int height, Func<int, int, byte> value) =>
        Of(width, height, 8, Grey, [.. Values(width, height, (x, y) => value(x, y)).Select(v => (byte)v)]);

    static IEnumerable<ushort> Values(int width, int height, Func<int, int, ushort> value) =>
        from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) select value(x, y);

    static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type).CopyTo(chunk, 4);
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int k = 0; k < 8; k++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }
        return ~crc;
    }
}
