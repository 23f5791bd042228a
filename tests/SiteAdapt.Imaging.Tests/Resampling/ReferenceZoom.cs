namespace SiteAdapt.Imaging.Tests;

/// <summary>
/// The zoom of protocol section 2.1 written down plainly, one axis and one line at a time, with the spline coefficients found
/// by solving the interpolation equations instead of by the recursive filter.
/// </summary>
static class ReferenceZoom
{
    public static double[] Zoom(double[] voxels, Size3 from, Size3 to, Interpolation interpolation)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            Size3 next = from.With(axis, to[axis]);
            if (next != from) voxels = ZoomAxis(voxels, from, next, axis, interpolation);
            from = next;
        }
        return voxels;
    }

    static double[] ZoomAxis(double[] voxels, Size3 from, Size3 to, int axis, Interpolation interpolation)
    {
        var result = new double[to.Count];
        int stride = axis == 0 ? 1 : axis == 1 ? from.X : from.X * from.Y;
        for (int start = 0; start < voxels.Length; start++)
        {
            if (start / stride % from[axis] != 0) continue;
            double[] line = [.. Enumerable.Range(0, from[axis]).Select(i => voxels[start + i * stride])];
            double[] zoomed = ZoomLine(line, to[axis], interpolation);
            int outStart = start / (stride * from[axis]) * stride * to[axis] + start % stride;
            for (int i = 0; i < zoomed.Length; i++) result[outStart + i * stride] = zoomed[i];
        }
        return result;
    }

    static double[] ZoomLine(double[] line, int outLength, Interpolation interpolation)
    {
        int n = line.Length;
        double[] coefficients = interpolation == Interpolation.Cubic ? Coefficients(line) : line;
        return [.. Enumerable.Range(0, outLength).Select(i =>
        {
            decimal position = outLength == 1 ? 0 : (decimal)i * (n - 1) / (outLength - 1);
            if (interpolation == Interpolation.Nearest) return line[(int)decimal.Floor(position + 0.5m)];
            int below = (int)decimal.Floor(position);
            double sum = 0;
            for (int k = below - 1; k <= below + 2; k++)
            {
                double distance = Math.Abs((double)(position - k));
                sum += coefficients[Mirror(k, n)] * (interpolation == Interpolation.Linear ? Math.Max(0, 1 - distance) : Spline(distance));
            }
            return sum;
        })];
    }

    static double Spline(double t) => t < 1 ? 2.0 / 3 - t * t + t * t * t / 2 : t < 2 ? Math.Pow(2 - t, 3) / 6 : 0;

    static int Mirror(int i, int n)
    {
        if (n == 1) return 0;
        while (i < 0 || i >= n) i = i < 0 ? -i : 2 * (n - 1) - i;
        return i;
    }

    /// <summary>Solves sum over k of Spline(i - k) c(mirror(k)) = line(i) by Gauss and Jordan.</summary>
    static double[] Coefficients(double[] line)
    {
        int n = line.Length;
        var a = new double[n, n];
        double[] b = (double[])line.Clone();
        for (int i = 0; i < n; i++)
            for (int k = i - 1; k <= i + 1; k++) a[i, Mirror(k, n)] += Spline(Math.Abs(i - k));
        for (int pivot = 0; pivot < n; pivot++)
            for (int row = 0; row < n; row++)
            {
                if (row == pivot) continue;
                double factor = a[row, pivot] / a[pivot, pivot];
                if (factor == 0) continue;
                for (int column = 0; column < n; column++) a[row, column] -= factor * a[pivot, column];
                b[row] -= factor * b[pivot];
            }
        return [.. Enumerable.Range(0, n).Select(i => b[i] / a[i, i])];
    }
}
