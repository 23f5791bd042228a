namespace SiteAdapt.Studies;

/// <summary>
/// How far two groups of points are apart, from the distances between points (Szekely and Rizzo 2004): 2 E|X - Y| - E|X - X'| - E|Y - Y'|, over 2 E|X - Y|. From 0
/// (alike) to 1; zero only for equal distributions where distances are Euclidean, or Wasserstein distances of histograms, which are distances of quantile functions.
/// Few points of equal groups are some way from 0; only the p-value says whether it is more than that.
/// </summary>
public sealed class EnergyDistance
{
    readonly double[,] distances;
    readonly double[] rows;
    readonly double total;

    /// <param name="distances">Symmetric, with zeros on the diagonal.</param>
    public EnergyDistance(double[,] distances)
    {
        ArgumentNullException.ThrowIfNull(distances);
        this.distances = distances;
        int n = distances.GetLength(0);
        rows = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(j => distances[i, j]))];
        total = rows.Sum();
    }

    /// <summary>Of points by their Euclidean distances.</summary>
    public static EnergyDistance OfPoints(IReadOnlyList<double[]> points) => Between(points, (a, b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum()));

    /// <summary>Of histograms with the same bins, by their Wasserstein distances.</summary>
    public static EnergyDistance OfHistograms(IReadOnlyList<double[]> shares, double binWidth)
    {
        ArgumentNullException.ThrowIfNull(shares);
        return Between([.. shares.Select(Cumulated)], (a, b) => binWidth * a.Zip(b, (x, y) => Math.Abs(x - y)).Sum());
    }

    /// <summary>The share of the distances between the groups that is not within them; 0 where all points are one.</summary>
    /// <param name="first">Which points are of the first group.</param>
    public double Of(bool[] first)
    {
        ArgumentNullException.ThrowIfNull(first);
        int[] inFirst = [.. Enumerable.Range(0, first.Length).Where(i => first[i])];
        double within = 0, all = 0;
        foreach (int i in inFirst)
        {
            all += rows[i];
            foreach (int j in inFirst) within += distances[i, j];
        }
        double between = all - within, other = total - within - 2 * between;
        double n = inFirst.Length, m = first.Length - n, mean = between / (n * m);
        return mean > 0 ? Math.Max(0, (2 * mean - within / (n * n) - other / (m * m)) / (2 * mean)) : 0;
    }

    static EnergyDistance Between(IReadOnlyList<double[]> points, Func<double[], double[], double> distance)
    {
        ArgumentNullException.ThrowIfNull(points);
        var matrix = new double[points.Count, points.Count];
        for (int i = 0; i < points.Count; i++)
            for (int j = 0; j < i; j++) matrix[i, j] = matrix[j, i] = distance(points[i], points[j]);
        return new EnergyDistance(matrix);
    }

    static double[] Cumulated(double[] shares)
    {
        double sum = 0;
        return [.. shares.Select(share => sum += share)];
    }
}
