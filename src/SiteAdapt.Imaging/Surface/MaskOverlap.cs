using System.Numerics;
using System.Runtime.InteropServices;

namespace SiteAdapt.Imaging;

/// <summary>How much two masks have in common, counted in voxels.</summary>
public static class MaskOverlap
{
    /// <summary>
    /// Dice coefficient 2 |A and B| / (|A| + |B|) (Dice 1945); NaN if both masks are empty, as in DeepMind's surface-distance
    /// library (deep_pipe gives 1 there).
    /// </summary>
    /// <exception cref="InputException">The sizes differ.</exception>
    public static double Dice(Mask reference, Mask prediction)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(prediction);
        if (reference.Grid.Size != prediction.Grid.Size)
            throw SurfaceInput.IncompatibleShapes(reference.Grid.Size.ToString(), prediction.Grid.Size.ToString());
        return Dice(reference.Voxels, prediction.Voxels);
    }

    internal static double Dice(ReadOnlySpan<byte> reference, ReadOnlySpan<byte> prediction)
    {
        long both = 0, sum = 0;
        ReadOnlySpan<ulong> eightsA = MemoryMarshal.Cast<byte, ulong>(reference), eightsB = MemoryMarshal.Cast<byte, ulong>(prediction);
        for (int i = 0; i < eightsA.Length; i++)
        {
            both += BitOperations.PopCount(eightsA[i] & eightsB[i]);
            sum += BitOperations.PopCount(eightsA[i]) + BitOperations.PopCount(eightsB[i]);
        }
        for (int i = eightsA.Length * sizeof(ulong); i < reference.Length; i++)
        {
            both += reference[i] & prediction[i];
            sum += reference[i] + prediction[i];
        }
        return 2.0 * both / sum;
    }
}
