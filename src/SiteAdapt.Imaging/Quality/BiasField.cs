namespace SiteAdapt.Imaging;

/// <summary>
/// The smooth part of a region's brightness that no tissue explains: a quadratic polynomial of the position, fitted to the logarithm of the intensities
/// after the mean of each of three intensity classes was taken off, and again with the classes of the corrected image (the alternation of Wells et al. 1996, with hard
/// classes and a polynomial). It starts with the polynomial whose slopes fit the differences of neighbouring voxels best in absolute value, so that borders of tissues count as
/// outliers. A field and tissue that lies to one side look alike to it.
/// </summary>
public sealed class BiasField
{
    const int Terms = 10, Rounds = 6, MostPoints = 20_000;

    readonly double[] coefficients;
    readonly (double X, double Y, double Z) centre;
    readonly double scale;

    BiasField(double[] coefficients, (double, double, double) centre, double scale, double deviation) =>
        (this.coefficients, this.centre, this.scale, Deviation) = (coefficients, centre, scale, deviation);

    /// <summary>Standard deviation of the field over the region, as a natural logarithm: 0.1 is about 10 % of brightness.</summary>
    public double Deviation { get; }

    /// <summary>The field's factor at a voxel; its logarithm has mean 0 over the region.</summary>
    public float At(int i, int j, int k, Spacing mm)
    {
        Span<double> terms = stackalloc double[Terms];
        Evaluate(terms, (i * mm.X - centre.X) / scale, (j * mm.Y - centre.Y) / scale, (k * mm.Z - centre.Z) / scale);
        double log = 0;
        for (int t = 0; t < Terms; t++) log += coefficients[t] * terms[t];
        return (float)Math.Exp(log);
    }

    /// <summary>Of a region with 100 voxels above zero at least; null where there are fewer, or all have one value.</summary>
    /// <param name="image">Zero is no signal; voxels at or below it have no part.</param>
    /// <param name="region">1 where it is fitted, array order as the image's.</param>
    public static BiasField? Fit(Volume image, byte[] region)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(region);
        var points = Points.Of(image, region, MostPoints);
        if (points.Values.Length < 100 || double.IsNaN(Otsu.Thresholds(points.Values, 3)[0])) return null;
        double[] fitted = NeighbourDifferences.Fit(image, region, points);
        for (int round = 0; round < Rounds; round++) fitted = Solve(points.Places, points.Weights, Residuals(points, fitted));
        double[] field = [.. points.Places.Select(place => Dot(fitted, place))];
        double mean = field.Average();
        fitted[0] -= mean;
        return new BiasField(fitted, points.Centre, points.Scale, Math.Sqrt(field.Average(value => (value - mean) * (value - mean))));
    }

    /// <summary>Logarithms less the mean of their class, where classes are those of the image without the field so far.</summary>
    static double[] Residuals(Points points, double[] field)
    {
        double[] logs = [.. points.Values.Select(value => Math.Log(value))];
        double[] smooth = [.. points.Places.Select(place => Dot(field, place))];
        float[] corrected = [.. logs.Zip(smooth, (log, bias) => (float)Math.Exp(log - bias))];
        double[] thresholds = Otsu.Thresholds(corrected, 3);
        int[] classes = [.. corrected.Select(value => value > thresholds[1] ? 2 : value > thresholds[0] ? 1 : 0)];
        var means = new double[3];
        for (int c = 0; c < 3; c++)
        {
            double weight = 0, sum = 0;
            for (int p = 0; p < classes.Length; p++)
                if (classes[p] == c) (weight, sum) = (weight + points.Weights[p], sum + points.Weights[p] * (logs[p] - smooth[p]));
            means[c] = weight > 0 ? sum / weight : 0;
        }
        return [.. logs.Select((log, p) => log - means[classes[p]])];
    }

    /// <summary>Weighted least squares by the normal equations, which ten terms of a box of size one condition well.</summary>
    static double[] Solve(double[][] places, double[] weights, double[] targets)
    {
        var a = new double[Terms, Terms + 1];
        for (int p = 0; p < targets.Length; p++)
        {
            double[] place = places[p];
            for (int row = 0; row < Terms; row++)
            {
                double weighted = weights[p] * place[row];
                for (int column = 0; column < Terms; column++) a[row, column] += weighted * place[column];
                a[row, Terms] += weighted * targets[p];
            }
        }
        return LinearEquations.Solve(a);
    }

    static double Dot(double[] coefficients, double[] terms)
    {
        double sum = 0;
        for (int t = 0; t < Terms; t++) sum += coefficients[t] * terms[t];
        return sum;
    }

    static void Evaluate(Span<double> terms, double x, double y, double z)
    {
        (terms[0], terms[1], terms[2], terms[3], terms[4]) = (1, x, y, z, x * x);
        (terms[5], terms[6], terms[7], terms[8], terms[9]) = (y * y, z * z, x * y, y * z, z * x);
    }

    /// <summary>Evenly chosen voxels of the region: values, weights (as the variance of a logarithm has it), and the polynomial's terms.</summary>
    sealed record Points(int[] Voxels, float[] Values, double[] Weights, double[][] Places, (double X, double Y, double Z) Centre, double Scale)
    {
        public static Points Of(Volume image, byte[] region, int most)
        {
            (Size3 n, Spacing mm) = (image.Grid.Size, image.Grid.Spacing);
            int[] inside = [.. Enumerable.Range(0, region.Length).Where(v => region[v] != 0 && image.Voxels[v] > 0)];
            int step = Math.Max(1, inside.Length / most);
            int[] chosen = [.. inside.Where((_, i) => i % step == 0)];
            float[] values = [.. chosen.Select(v => image.Voxels[v])];
            if (chosen.Length == 0) return new Points([], [], [], [], default, 1);
            (double X, double Y, double Z)[] world = [.. chosen.Select(v => (v % n.X * mm.X, v / n.X % n.Y * mm.Y, v / (n.X * n.Y) * mm.Z))];
            var centre = (world.Average(w => w.X), world.Average(w => w.Y), world.Average(w => w.Z));
            double scale = Math.Max(1e-9, world.Max(w => Math.Max(Math.Abs(w.X - centre.Item1), Math.Max(Math.Abs(w.Y - centre.Item2), Math.Abs(w.Z - centre.Item3)))));
            float[] sorted = [.. values.Order()];
            double middle = sorted[sorted.Length / 2];
            return new Points(chosen, values, [.. values.Select(value => Math.Min(1, value / middle * (value / middle)))],
                [.. world.Select(w => TermsAt((w.X - centre.Item1) / scale, (w.Y - centre.Item2) / scale, (w.Z - centre.Item3) / scale))], centre, scale);
        }

        public double[] TermsOf(int v, Grid grid)
        {
            (Size3 n, Spacing mm) = (grid.Size, grid.Spacing);
            return TermsAt((v % n.X * mm.X - Centre.X) / Scale, (v / n.X % n.Y * mm.Y - Centre.Y) / Scale, (v / (n.X * n.Y) * mm.Z - Centre.Z) / Scale);
        }

        static double[] TermsAt(double x, double y, double z)
        {
            double[] terms = new double[Terms];
            Evaluate(terms, x, y, z);
            return terms;
        }
    }

    /// <summary>Least absolute deviations by reweighting (Schlossmacher 1973) over pairs of voxels that lie next to each other along an axis.</summary>
    static class NeighbourDifferences
    {
        const int Reweightings = 8;
        const double Smallest = 1e-3;

        public static double[] Fit(Volume image, byte[] region, Points points)
        {
            Size3 n = image.Grid.Size;
            int[] strides = [1, n.X, n.X * n.Y];
            var (slopes, targets, weights) = (new List<double[]>(), new List<double>(), new List<double>());
            for (int p = 0; p < points.Voxels.Length; p++)
                for (int axis = 0; axis < 3; axis++)
                {
                    int v = points.Voxels[p], other = v + strides[axis];
                    if (v / strides[axis] % n[axis] + 1 >= n[axis] || region[other] == 0 || !(image.Voxels[other] > 0)) continue;
                    slopes.Add([.. points.TermsOf(other, image.Grid).Zip(points.Places[p], (there, here) => there - here)]);
                    targets.Add(Math.Log(image.Voxels[other] / image.Voxels[v]));
                    weights.Add(points.Weights[p]);
                }
            double[][] places = [.. slopes];
            double[] fitted = new double[Terms];
            for (int round = 0; round < Reweightings && slopes.Count > 0; round++)
                fitted = Solve(places, [.. weights.Select((weight, i) => weight / Math.Max(Smallest, Math.Abs(targets[i] - Dot(fitted, slopes[i]))))], [.. targets]);
            return fitted;
        }
    }
}
