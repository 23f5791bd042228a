using System.Buffers.Binary;
using SiteAdapt.Data;

namespace SiteAdapt.Fuzz;

/// <summary>Changes that suit any file: bits, bytes, numbers in binary fields, and pieces that are cut, doubled, moved or of another file.</summary>
static class ByteChanges
{
    /// <summary>Numbers at which sizes, offsets and counts go wrong.</summary>
    static readonly ulong[] Numbers =
    [
        0, 1, 2, 7, 8, 16, 32, 64, 100, 127, 128, 255, 256, 512, 1000, 1024, 4096, 30000, 32767, 32768, 60000, 65535, 65536, 0xFFFFFF, 0x1000000,
        0x3F800000, 0x7F800000, 0x7FC00000, 0x7FFFFFC7, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF, 0x100000000, 1UL << 40, 1UL << 60,
        0x7FEFFFFFFFFFFFFF, 0x7FF0000000000000, 0x7FF8000000000000, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, 0xFFFFFFFFFFFFFFFF,
    ];

    const int LongestPiece = 256, MostRepeats = 64;

    public static byte[] Apply(byte[] input, IReadOnlyList<byte[]> corpus, RandomStream random)
    {
        if (input.Length == 0) return [(byte)random.NextInt(256)];
        int at = random.NextInt(input.Length);
        switch (random.NextInt(10))
        {
            case 0 or 1: return Changed(input, bytes => bytes[at] ^= (byte)(1 << random.NextInt(8)));
            case 2: return Changed(input, bytes => bytes[at] = (byte)random.NextInt(256));
            case 3 or 4: return Changed(input, bytes => PutNumber(bytes, at, random));
            case 5: return input[..at];
            case 6: return [.. input.AsSpan(0, at), .. Noise(random), .. input.AsSpan(at)];
            case 7: return [.. input.AsSpan(0, at), .. input.AsSpan(Math.Min(input.Length, at + 1 + random.NextInt(LongestPiece)))];
            case 8: return Repeated(input, Piece(input, random), at, 1 + (random.NextInt(4) == 0 ? random.NextInt(MostRepeats) : 0));
            default:
                byte[] piece = Piece(corpus[random.NextInt(corpus.Count)], random);
                return Changed(input, bytes => piece.AsSpan(0, Math.Min(piece.Length, bytes.Length - at)).CopyTo(bytes.AsSpan(at)));
        }
    }

    static byte[] Changed(byte[] input, Action<byte[]> change)
    {
        byte[] copy = [.. input];
        change(copy);
        return copy;
    }

    /// <summary>Of any width and byte order, mostly where a field of that width would stand.</summary>
    static void PutNumber(byte[] bytes, int at, RandomStream random)
    {
        int width = 1 << random.NextInt(4);
        if (random.NextInt(4) > 0) at -= at % width;
        Span<byte> field = stackalloc byte[8];
        ulong number = Numbers[random.NextInt(Numbers.Length)];
        if (random.NextInt(2) == 0) BinaryPrimitives.WriteUInt64LittleEndian(field, number);
        else BinaryPrimitives.WriteUInt64BigEndian(field, number << (64 - 8 * width));
        field[..Math.Min(width, bytes.Length - at)].CopyTo(bytes.AsSpan(at));
    }

    static byte[] Noise(RandomStream random)
    {
        byte[] bytes = new byte[1 + random.NextInt(16)];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)random.NextInt(256);
        return bytes;
    }

    static byte[] Piece(byte[] of, RandomStream random)
    {
        int start = random.NextInt(of.Length);
        return of[start..Math.Min(of.Length, start + 1 + random.NextInt(LongestPiece))];
    }

    static byte[] Repeated(byte[] input, byte[] piece, int at, int times)
    {
        var target = new List<byte>(input.Length + times * piece.Length);
        target.AddRange(input.AsSpan(0, at));
        for (int i = 0; i < times; i++) target.AddRange(piece);
        target.AddRange(input.AsSpan(at));
        return [.. target];
    }
}
