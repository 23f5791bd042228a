using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace SiteAdapt.Data;

/// <summary>
/// A seeded random generator with a name: streams of one seed and different names are independent, so that drawing more
/// from one never changes another. Generator: xoshiro256** (Blackman and Vigna 2021), seeded by SHA-256 of seed and name.
/// </summary>
public sealed class RandomStream
{
    ulong s0, s1, s2, s3;

    public RandomStream(long seed, string name)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{name}"));
        (s0, s1) = (BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(8)));
        (s2, s3) = (BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(16)), BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(24)));
    }

    RandomStream(ulong a, ulong b, ulong c, ulong d) => (s0, s1, s2, s3) = (a, b, c, d);

    /// <summary>The state as 64 hexadecimal digits; <see cref="Restore"/> takes it back.</summary>
    public string State => $"{s0:x16}{s1:x16}{s2:x16}{s3:x16}";

    public static RandomStream Restore(string state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Length != 64) throw new FormatException($"a random state has 64 hexadecimal digits, not {state.Length}");
        ulong Part(int index) => ulong.Parse(state.AsSpan(16 * index, 16), System.Globalization.NumberStyles.AllowHexSpecifier,
            System.Globalization.CultureInfo.InvariantCulture);
        return new RandomStream(Part(0), Part(1), Part(2), Part(3));
    }

    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        ulong t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), with 53 random bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public double NextUniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Uniform in 0 .. <paramref name="count"/> - 1, without modulo bias.</summary>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ulong limit = ulong.MaxValue - ulong.MaxValue % (ulong)count;
        ulong bits;
        do bits = NextBits();
        while (bits >= limit);
        return (int)(bits % (ulong)count);
    }

    /// <summary>Standard normal (Box and Muller 1958; the second value is not kept, so that the state stays four words).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Puts the items into random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
