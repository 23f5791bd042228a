using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

static class Intensity
{
    public static Volume ClipAndScale(Volume volume, double low, double high)
    {
        float[] sorted = (float[])volume.Voxels.Clone();
        Array.Sort(sorted);
        (double a, double b) = (At(sorted, low), At(sorted, high));
        return new Volume(volume.Grid, Array.ConvertAll(volume.Voxels, v => b > a ? (float)((Math.Clamp(v, a, b) - a) / (b - a)) : 0));
    }

    public static Volume ZScore(Volume volume)
    {
        double mean = volume.Voxels.Average(v => (double)v);
        double sd = Math.Sqrt(volume.Voxels.Average(v => (v - mean) * (v - mean)));
        return new Volume(volume.Grid, Array.ConvertAll(volume.Voxels, v => sd > 0 ? (float)((v - mean) / sd) : 0));
    }

    static double At(float[] sorted, double percentile)
    {
        double position = percentile / 100 * (sorted.Length - 1);
        int below = (int)position;
        float next = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return sorted[below] + (position - below) * (next - sorted[below]);
    }
}
