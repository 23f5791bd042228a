using System.Numerics;
using System.Runtime.InteropServices;

namespace SiteAdapt.Imaging;

/// <summary>How voxels of a type are read into, and written from, the double precision that lines are computed in.</summary>
interface IVoxelStorage<T>
{
    static abstract void Load(ReadOnlySpan<T> voxels, Span<double> values);

    static abstract void Store(ReadOnlySpan<double> values, Span<T> voxels);
}

readonly struct DoubleStorage : IVoxelStorage<double>
{
    public static void Load(ReadOnlySpan<double> voxels, Span<double> values) => voxels.CopyTo(values);

    public static void Store(ReadOnlySpan<double> values, Span<double> voxels) => values.CopyTo(voxels);
}

readonly struct FloatStorage : IVoxelStorage<float>
{
    public static void Load(ReadOnlySpan<float> voxels, Span<double> values)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= voxels.Length; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(voxels[i..]), out Vector<double> low, out Vector<double> high);
            low.CopyTo(values[i..]);
            high.CopyTo(values[(i + Vector<double>.Count)..]);
        }
        for (; i < voxels.Length; i++) values[i] = voxels[i];
    }

    public static void Store(ReadOnlySpan<double> values, Span<float> voxels)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= values.Length; i += Vector<float>.Count)
            Vector.Narrow(new Vector<double>(values[i..]), new Vector<double>(values[(i + Vector<double>.Count)..])).CopyTo(voxels[i..]);
        for (; i < values.Length; i++) voxels[i] = (float)values[i];
    }
}

/// <summary>A mask is 0 or 1; a resampled value is in it from one half on (protocol, section 2.1).</summary>
readonly struct MaskStorage : IVoxelStorage<byte>
{
    // Exactly one half is common (symmetry) and comes out of any order of sums a few ulp to either side: it must count as
    // in the mask whichever way the volume is stored
    const double Half = 0.5 - 1e-9;

    public static void Load(ReadOnlySpan<byte> voxels, Span<double> values)
    {
        for (int i = 0; i < voxels.Length; i++) values[i] = voxels[i];
    }

    public static void Store(ReadOnlySpan<double> values, Span<byte> voxels)
    {
        for (int i = 0; i < values.Length; i++) voxels[i] = values[i] >= Half ? (byte)1 : (byte)0;
    }
}
