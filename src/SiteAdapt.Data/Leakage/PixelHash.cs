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
/// Each voxel's value is mixed to 64 bits and added up over the planes across each axis; an axis is its sums, read from the end that is
/// smaller; the hash is SHA-256 over the three axes in the order of their bytes. One pass; no copy of the voxels.
/// </remarks>
public static class PixelHash
{
    /// <summary>64 hexadecimal digits; null for a blank image (all voxels equal), which tells nothing about whose it is.</summary>
    public static string? Of(Volume image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Of<float, OfFloat>(image.Voxels, image.Grid.Size, new OfFloat());
    }

    /// <summary>Values are brought to 16 bits, so that 8 bits written as 16 are the same image.</summary>
    internal static string? Of(GreyImage image) =>
        Of<ushort, OfGrey>(image.Pixels, new Size3(image.Width, image.Height, 1), new OfGrey((uint)(ushort.MaxValue / image.Max)));

    /// <summary>A value's bits, equal for equal values.</summary>
    interface IBits<in T>
    {
        uint Of(T value);
    }

    readonly struct OfFloat : IBits<float>
    {
        public uint Of(float value) => BitConverter.SingleToUInt32Bits(float.IsNaN(value) ? float.NaN : value + 0f); // -0 + 0 is 0
    }

    readonly struct OfGrey(uint scale) : IBits<ushort>
    {
        public uint Of(ushort value) => value * scale;
    }

    static string? Of<T, TBits>(ReadOnlySpan<T> voxels, Size3 n, TBits bits) where TBits : struct, IBits<T>
    {
        ulong[] x = new ulong[n.X], y = new ulong[n.Y], z = new ulong[n.Z];
        bool isBlank = true;
        uint first = voxels.IsEmpty ? 0 : bits.Of(voxels[0]);
        for (int k = 0, at = 0; k < n.Z; k++)
            for (int j = 0; j < n.Y; j++, at += n.X)
            {
                ulong row = 0;
                ReadOnlySpan<T> line = voxels.Slice(at, n.X);
                for (int i = 0; i < line.Length; i++)
                {
                    uint value = bits.Of(line[i]);
                    isBlank &= value == first;
                    ulong mixed = Mix(value);
                    x[i] += mixed;
                    row += mixed;
                }
                y[j] += row;
                z[k] += row;
            }
        if (isBlank) return null;
        byte[][] axes = [Bytes(x), Bytes(y), Bytes(z)];
        Array.Sort(axes, (a, b) => a.AsSpan().SequenceCompareTo(b));
        return Convert.ToHexStringLower(SHA256.HashData([.. axes.SelectMany(axis => BitConverter.GetBytes(axis.Length).Concat(axis))]));
    }

    /// <summary>The finaliser of SplitMix64 (Steele et al. 2014), over an odd multiple.</summary>
    static ulong Mix(uint value)
    {
        ulong z = (value + 1UL) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    static byte[] Bytes(ulong[] sums)
    {
        ulong[] backwards = [.. sums.Reverse()];
        return MemoryMarshal.AsBytes((sums.AsSpan().SequenceCompareTo(backwards) <= 0 ? sums : backwards).AsSpan()).ToArray();
    }
}
