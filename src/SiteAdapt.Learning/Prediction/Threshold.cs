using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>From probabilities to a mask: more than one half, and, where the task says so, only the largest component.</summary>
public static class Threshold
{
    public static Mask Apply(Volume probabilities, ComponentFilter filter)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        var voxels = new byte[probabilities.Voxels.Length];
        for (int i = 0; i < voxels.Length; i++) voxels[i] = probabilities.Voxels[i] > 0.5f ? (byte)1 : (byte)0;
        var mask = new Mask(probabilities.Grid, voxels);
        return filter == ComponentFilter.Largest ? Components.KeepLargest(mask) : mask;
    }
}
