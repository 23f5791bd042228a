using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// Where a scan without label is measured: what is brighter than Otsu's threshold, in the middle of it. The middle is an ellipsoid around its centre with half axes of 1.6
/// standard deviations (of a solid ellipsoid 72 % of its half axes): of a head mostly brain, without scalp and neck.
/// </summary>
static class Foreground
{
    const double Reach = 1.6;

    /// <summary>1 inside, array order as the image's.</summary>
    /// <param name="window">The intensities that normalisation takes to 0 and 1.</param>
    public static byte[] Of(Volume image, IntensityWindow window)
    {
        // Square roots keep very bright fat from being the only foreground
        float Root(float value) => (float)Math.Sqrt(window.Scale(value));
        int step = Math.Max(1, image.Voxels.Length / 1_000_000);
        double threshold = Otsu.Thresholds([.. image.Voxels.Where((_, v) => v % step == 0).Select(Root)], 2, 0, 100)[0];
        byte[] bright = Array.ConvertAll(image.Voxels, value => (byte)(Root(value) > threshold ? 1 : 0));
        return Middle(bright, image.Grid.Size);
    }

    static byte[] Middle(byte[] bright, Size3 n)
    {
        double count = 0;
        double[] sums = new double[3], squares = new double[3];
        for (int v = 0; v < bright.Length; v++)
        {
            if (bright[v] == 0) continue;
            count++;
            for (int axis = 0; axis < 3; axis++)
            {
                double at = At(v, axis, n);
                (sums[axis], squares[axis]) = (sums[axis] + at, squares[axis] + at * at);
            }
        }
        double[] centre = [.. sums.Select(sum => sum / count)];
        double[] half = [.. squares.Select((square, axis) => Reach * Math.Sqrt(Math.Max(0, square / count - centre[axis] * centre[axis])))];
        var middle = new byte[bright.Length];
        for (int v = 0; v < bright.Length; v++)
        {
            double distance = 0;
            for (int axis = 0; axis < 3 && bright[v] != 0; axis++)
                if (half[axis] > 0) distance += Math.Pow((At(v, axis, n) - centre[axis]) / half[axis], 2);
            middle[v] = (byte)(bright[v] != 0 && distance <= 1 ? 1 : 0);
        }
        return middle;
    }

    static int At(int v, int axis, Size3 n) => axis switch { 0 => v % n.X, 1 => v / n.X % n.Y, _ => v / (n.X * n.Y) };
}
