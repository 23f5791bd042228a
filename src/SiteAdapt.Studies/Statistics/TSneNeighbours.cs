namespace SiteAdapt.Studies;

/// <summary>How near points are to each other for t-SNE: Gaussian neighbourhoods as wide as the perplexity asks.</summary>
static class TSneNeighbours
{
    const int SearchSteps = 100;
    const double Tolerance = 1e-5;

    /// <summary>Joint probabilities p_ij, symmetric, with sum 1.</summary>
    public static double[,] Joint(IReadOnlyList<float[]> points, double perplexity)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(perplexity, points.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(perplexity, 1);
        int n = points.Count;
        var rows = Enumerable.Range(0, n).Select(i => Row(i, [.. points.Select(other => SquaredDistance(points[i], other))], Math.Log(perplexity))).ToArray();
        var joint = new double[n, n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) joint[i, j] = (rows[i][j] + rows[j][i]) / (2 * n);
        return joint;
    }

    /// <summary>p_j|i: the width is found by bisection, so that the row's entropy is the logarithm of the perplexity.</summary>
    static double[] Row(int i, double[] distances, double entropy)
    {
        double nearest = distances.Where((_, j) => j != i).Min();
        double low = 0, high = double.PositiveInfinity, precision = 1;
        var row = new double[distances.Length];
        for (int step = 0; step < SearchSteps; step++)
        {
            // Counted from the nearest point, which changes nothing and keeps the exponential from underflow.
            for (int j = 0; j < row.Length; j++) row[j] = j == i ? 0 : Math.Exp(-precision * (distances[j] - nearest));
            double sum = row.Sum(), mean = 0;
            for (int j = 0; j < row.Length; j++) mean += (row[j] /= sum) * (distances[j] - nearest);
            double surplus = Math.Log(sum) + (precision * mean) - entropy;
            if (Math.Abs(surplus) <= Tolerance) break;
            if (surplus > 0) (low, precision) = (precision, double.IsInfinity(high) ? precision * 2 : (precision + high) / 2);
            else (high, precision) = (precision, (precision + low) / 2);
        }
        return row;
    }

    static double SquaredDistance(float[] a, float[] b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++)
        {
            double difference = (double)a[k] - b[k];
            sum += difference * difference;
        }
        return sum;
    }
}
