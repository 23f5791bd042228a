namespace SiteAdapt.Imaging;

/// <summary>
/// How fine the detail of an image is, in 1/mm: the root of its mean squared gradient over its variance in a region, so that neither
/// brightness nor contrast matters. It is the root mean square of the angular spatial frequency (the second spectral moment; Vanmarcke 1983). The share that
/// white noise of a known deviation has in both is taken off.
/// </summary>
public static class Sharpness
{
    /// <summary>In 1/mm, or 1 over the unit of the grid; NaN where the region has no voxel with all its neighbours, or nothing but noise.</summary>
    /// <param name="image">Finite voxels.</param>
    /// <param name="region">1 where it is measured, array order as the image's.</param>
    /// <param name="noise">Standard deviation of the noise, in the image's units.</param>
    public static double Of(Volume image, byte[] region, double noise)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(region);
        (Size3 n, Spacing mm, float[] f) = (image.Grid.Size, image.Grid.Spacing, image.Voxels);
        int[] strides = [1, n.X, n.X * n.Y], axes = [.. Enumerable.Range(0, 3).Where(axis => n[axis] > 2)];
        (double energy, double sum, double squares, long count) = (0, 0, 0, 0);
        for (int v = 0; v < region.Length; v++)
        {
            if (region[v] == 0 || !axes.All(axis => Inside(v / strides[axis] % n[axis], n[axis]) && (region[v - strides[axis]] & region[v + strides[axis]]) != 0)) continue;
            foreach (int axis in axes)
            {
                double slope = (f[v + strides[axis]] - (double)f[v - strides[axis]]) / (2 * mm[axis]);
                energy += slope * slope;
            }
            (sum, squares, count) = (sum + f[v], squares + (double)f[v] * f[v], count + 1);
        }
        if (count == 0) return double.NaN;
        double variance = squares / count - sum / count * (sum / count) - noise * noise;
        double gradient = energy / count - axes.Sum(axis => noise * noise / (2 * mm[axis] * mm[axis]));
        return variance > 0 && gradient > 0 ? Math.Sqrt(gradient / variance) : double.NaN;
    }

    static bool Inside(int index, int count) => index > 0 && index < count - 1;
}
