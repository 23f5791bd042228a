namespace SiteAdapt.Imaging;

/// <summary>
/// Standard deviation of white noise, by the difference of two Laplacians within slices (Immerkaer 1996), which flat, sloping and evenly curved
/// tissue does not answer to. Its median absolute value is taken instead of the mean, over the quarter of the voxels with the smallest gradients, so that edges have no part
/// (Tai and Yang 2008 leave them out likewise). Choosing by gradient does not bias it: of white noise, the gradient (odd) and the
/// answer (even) are uncorrelated. Places of one value (collimated, clipped) have no part. Noise that a reconstruction has smoothed or that was resampled is underestimated.
/// </summary>
public static class NoiseEstimate
{
    /// <summary>Of a standard normal variable, the median of its absolute value.</summary>
    const double MedianOfNormal = 0.674489750196082;

    /// <summary>Root of the sum of squares of the kernel 1 -2 1; -2 4 -2; 1 -2 1.</summary>
    const double KernelNorm = 6;

    const int FewestVoxels = 200;

    /// <summary>In the image's units; NaN where fewer than 200 voxels lie in the region with all their neighbours.</summary>
    /// <param name="image">Finite voxels.</param>
    /// <param name="region">1 where the noise is measured, array order as the image's.</param>
    /// <param name="sliceAxis">The array axis across slices.</param>
    public static double Of(Volume image, byte[] region, int sliceAxis)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(region);
        Size3 n = image.Grid.Size;
        int[] strides = [1, n.X, n.X * n.Y];
        int a = strides[sliceAxis == 0 ? 1 : 0], b = strides[sliceAxis == 2 ? 1 : 2];
        (int alongA, int alongB) = (n[sliceAxis == 0 ? 1 : 0], n[sliceAxis == 2 ? 1 : 2]);
        float[] f = image.Voxels;
        var (answers, gradients) = (new List<float>(), new List<float>());
        for (int v = 0; v < region.Length; v++)
        {
            int i = v / a % alongA, j = v / b % alongB;
            if (i == 0 || j == 0 || i == alongA - 1 || j == alongB - 1 || !Surrounded(region, v, a, b)) continue;
            // Sobel's gradient, which sees all voxels that the answer sees
            float across = f[v + a - b] + 2 * f[v + a] + f[v + a + b] - f[v - a - b] - 2 * f[v - a] - f[v - a + b];
            float along = f[v + b - a] + 2 * f[v + b] + f[v + b + a] - f[v - b - a] - 2 * f[v - b] - f[v - b + a];
            float answer = Math.Abs(f[v - a - b] + f[v - a + b] + f[v + a - b] + f[v + a + b] - 2 * (f[v - a] + f[v + a] + f[v - b] + f[v + b]) + 4 * f[v]);
            if (answer == 0 && across == 0 && along == 0) continue; // clipped, collimated or filled: no measured values
            answers.Add(answer);
            gradients.Add(across * across + along * along);
        }
        if (answers.Count < FewestVoxels) return double.NaN;
        float limit = Rank([.. gradients], 4);
        return Rank([.. answers.Where((_, k) => gradients[k] <= limit)], 2) / MedianOfNormal / KernelNorm;
    }

    static bool Surrounded(byte[] region, int v, int a, int b) =>
        (region[v] & region[v - a] & region[v + a] & region[v - b] & region[v + b] & region[v - a - b] & region[v - a + b] & region[v + a - b] & region[v + a + b]) != 0;

    /// <summary>The value below which one of so many parts lies: 2 is the median.</summary>
    static float Rank(float[] values, int parts)
    {
        Array.Sort(values);
        return values[values.Length / parts];
    }
}
