using MathNet.Numerics.LinearAlgebra;

namespace SiteAdapt.Studies;

/// <summary>
/// t-SNE (van der Maaten and Hinton 2008), exact, in two dimensions, as scikit-learn's with <c>method="exact"</c>,
/// <c>init="pca"</c> and <c>learning_rate="auto"</c>: the setting of the paper's figure. It starts from the principal components, so
/// that nothing is random. Time and memory grow with the square of the number of points.
/// </summary>
public static class TSne
{
    public const int MostPoints = 1000;

    const int ExaggeratedSteps = 250, Steps = 1000;
    const double Exaggeration = 12, SmallestGain = 0.01;

    /// <param name="points">As many features each.</param>
    /// <param name="perplexity">About how many neighbours count; less than the number of points.</param>
    /// <returns>A place for each point, and the Kullback-Leibler divergence that is left.</returns>
    public static (IReadOnlyList<(double X, double Y)> Places, double Divergence) Embed(IReadOnlyList<float[]> points, double perplexity)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(points.Count, MostPoints);
        if (points.Count < 2) return ([.. points.Select(_ => (0.0, 0.0))], 0);
        var p = TSneNeighbours.Joint(points, perplexity);
        double[,] y = PrincipalComponents(points);
        double rate = Math.Max(points.Count / Exaggeration / 4, 50);
        Descend(y, p, Exaggeration, ExaggeratedSteps, momentum: 0.5, rate);
        Descend(y, p, 1, Steps - ExaggeratedSteps, momentum: 0.8, rate);
        return ([.. Enumerable.Range(0, points.Count).Select(i => (y[i, 0], y[i, 1]))], Divergence(y, p));
    }

    /// <summary>Gradient descent with momentum and a gain for each coordinate, as the authors' code.</summary>
    static void Descend(double[,] y, double[,] p, double exaggeration, int steps, double momentum, double rate)
    {
        int n = y.GetLength(0);
        double[,] update = new double[n, 2], gain = new double[n, 2], gradient = new double[n, 2];
        for (int i = 0; i < n; i++) gain[i, 0] = gain[i, 1] = 1;
        for (int step = 0; step < steps; step++)
        {
            Gradient(y, p, exaggeration, gradient);
            for (int i = 0; i < n; i++)
                for (int d = 0; d < 2; d++)
                {
                    bool onward = update[i, d] * gradient[i, d] < 0;
                    gain[i, d] = Math.Max(SmallestGain, onward ? gain[i, d] + 0.2 : gain[i, d] * 0.8);
                    update[i, d] = (momentum * update[i, d]) - (rate * gain[i, d] * gradient[i, d]);
                    y[i, d] += update[i, d];
                }
        }
    }

    /// <summary>4 sum_j (p_ij - q_ij) w_ij (y_i - y_j), where w = 1 / (1 + distance^2) and q = w / sum w.</summary>
    internal static void Gradient(double[,] y, double[,] p, double exaggeration, double[,] gradient)
    {
        int n = y.GetLength(0);
        double sum = WeightSum(y);
        for (int i = 0; i < n; i++)
        {
            double gx = 0, gy = 0;
            for (int j = 0; j < n; j++)
            {
                if (i == j) continue;
                double w = Weight(y, i, j), pull = ((exaggeration * p[i, j]) - (w / sum)) * w;
                gx += pull * (y[i, 0] - y[j, 0]);
                gy += pull * (y[i, 1] - y[j, 1]);
            }
            (gradient[i, 0], gradient[i, 1]) = (4 * gx, 4 * gy);
        }
    }

    internal static double Divergence(double[,] y, double[,] p)
    {
        int n = y.GetLength(0);
        double sum = WeightSum(y), divergence = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                if (i != j && p[i, j] > 0) divergence += p[i, j] * Math.Log(p[i, j] * sum / Weight(y, i, j));
        return divergence;
    }

    static double WeightSum(double[,] y)
    {
        double sum = 0;
        for (int i = 0; i < y.GetLength(0); i++)
            for (int j = 0; j < i; j++) sum += 2 * Weight(y, i, j);
        return sum;
    }

    static double Weight(double[,] y, int i, int j)
    {
        double dx = y[i, 0] - y[j, 0], dy = y[i, 1] - y[j, 1];
        return 1 / (1 + (dx * dx) + (dy * dy));
    }

    /// <summary>The first two, from the Gram matrix: there are fewer points than features. Scaled to a deviation of 1e-4 along the first.</summary>
    static double[,] PrincipalComponents(IReadOnlyList<float[]> points)
    {
        int n = points.Count;
        var centred = Matrix<double>.Build.Dense(n, points[0].Length, (i, j) => points[i][j]);
        var means = centred.ColumnSums() / n;
        centred.MapIndexedInplace((_, j, value) => value - means[j]);
        var decomposition = (centred * centred.Transpose()).Evd(Symmetricity.Symmetric); // ascending
        var places = new double[n, 2];
        double scale = Math.Sqrt(Math.Max(0, decomposition.EigenValues[n - 1].Real) / n);
        if (scale == 0) return places;
        for (int d = 0; d < 2; d++)
        {
            var direction = decomposition.EigenVectors.Column(n - 1 - d);
            double sign = Math.Sign(direction[direction.AbsoluteMaximumIndex()]); // the sign of a component means nothing
            double length = sign * Math.Sqrt(Math.Max(0, decomposition.EigenValues[n - 1 - d].Real)) / scale * 1e-4;
            for (int i = 0; i < n; i++) places[i, d] = direction[i] * length;
        }
        return places;
    }
}
