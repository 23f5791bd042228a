using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// A hash of what an image shows, whatever its file is like: name, compression, data type, header, and array order make no difference,
/// so a turned or mirrored copy has the hash of its original. Any voxel that differs makes another one: added noise, lossy
/// compression, resampling and cropping are not seen through.
/// </summary>
/// <remarks>
/// The bits of each value are mixed (two multiplications and shifts, which lose nothing) and added up, modulo 2^32, over the planes across each
/// axis; an axis is its sums, read from the end that is smaller; the hash is SHA-256 over the three axes in the order of their bytes. One
/// pass, because it is a part of preparing every case.
/// </remarks>
public static class PixelHash
{
    // Odd, so that no two values become one
    const uint FirstFactor = 0x9E3779B1, SecondFactor = 0x85EBCA77;

    /// <summary>64 hexadecimal digits; null for a blank image (all voxels equal), which tells nothing about whose it is.</summary>
    public static string? Of(Volume image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Of<float, OfFloat>(image.Voxels, image.Grid.Size, new OfFloat());
    }

    /// <summary>Values are brought to 16 bits, so that 8 bits written as 16 are the same image.</summary>
    internal static string? Of(GreyImage image) =>
        Of<ushort, OfGrey>(image.Pixels, new Size3(image.Width, image.Height, 1), new OfGrey((uint)(ushort.MaxValue / image.Max)));

    /// <summary>The bits of a line's values, equal for equal values.</summary>
    interface IBits<T>
    {
        void Of(ReadOnlySpan<T> line, Span<uint> bits);
    }

    readonly struct OfFloat : IBits<float>
    {
        public void Of(ReadOnlySpan<float> line, Span<uint> bits)
        {
            int i = 0;
            for (; i <= line.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var values = new Vector<float>(line[i..]) + Vector<float>.Zero; // -0 + 0 is 0
                Vector.AsVectorUInt32(Vector.ConditionalSelect(Vector.Equals(values, values), values, new Vector<float>(float.NaN))).CopyTo(bits[i..]);
            }
            for (; i < line.Length; i++) bits[i] = BitConverter.SingleToUInt32Bits(float.IsNaN(line[i]) ? float.NaN : line[i] + 0f);
        }
    }

    readonly struct OfGrey(uint scale) : IBits<ushort>
    {
        public void Of(ReadOnlySpan<ushort> line, Span<uint> bits)
        {
            for (int i = 0; i < line.Length; i++) bits[i] = line[i] * scale;
        }
    }

    static string? Of<T, TBits>(ReadOnlySpan<T> voxels, Size3 n, TBits toBits) where TBits : struct, IBits<T>
    {
        uint[] x = new uint[n.X], y = new uint[n.Y], z = new uint[n.Z], line = new uint[n.X];
        uint differs = 0, first = 0;
        for (int k = 0, at = 0; k < n.Z; k++)
            for (int j = 0; j < n.Y; j++, at += n.X)
            {
                toBits.Of(voxels.Slice(at, n.X), line);
                if (at == 0) first = line[0];
                differs |= AddRow(line, x, first, out uint row);
                y[j] += row;
                z[k] += row;
            }
        if (differs == 0) return null;
        byte[][] axes = [Bytes(x), Bytes(y), Bytes(z)];
        Array.Sort(axes, (a, b) => a.AsSpan().SequenceCompareTo(b));
        return Convert.ToHexStringLower(SHA256.HashData([.. axes.SelectMany(axis => BitConverter.GetBytes(axis.Length).Concat(axis))]));
    }

    /// <summary>Adds a row's mixed values to the sums of their planes and gives the row's own sum; returns 0 where all are <paramref name="first"/>.</summary>
    static uint AddRow(uint[] line, uint[] x, uint first, out uint row)
    {
        (Vector<uint> sum, Vector<uint> differ, int i) = (Vector<uint>.Zero, Vector<uint>.Zero, 0);
        for (; i <= line.Length - Vector<uint>.Count; i += Vector<uint>.Count)
        {
            var values = new Vector<uint>(line, i);
            differ |= values ^ new Vector<uint>(first);
            Vector<uint> mixed = values * FirstFactor;
            mixed = (mixed ^ (mixed >>> 15)) * SecondFactor;
            mixed ^= mixed >>> 13;
            (new Vector<uint>(x, i) + mixed).CopyTo(x, i);
            sum += mixed;
        }
        row = Vector.Sum(sum);
        uint differs = Vector.EqualsAll(differ, Vector<uint>.Zero) ? 0u : 1;
        for (; i < line.Length; i++)
        {
            differs |= line[i] ^ first;
            uint mixed = line[i] * FirstFactor;
            mixed = (mixed ^ (mixed >>> 15)) * SecondFactor;
            mixed ^= mixed >>> 13;
            x[i] += mixed;
            row += mixed;
        }
        return differs;
    }

    static byte[] Bytes(uint[] sums)
    {
        uint[] backwards = [.. sums.Reverse()];
        return MemoryMarshal.AsBytes((sums.AsSpan().SequenceCompareTo(backwards) <= 0 ? sums : backwards).AsSpan()).ToArray();
    }
}
