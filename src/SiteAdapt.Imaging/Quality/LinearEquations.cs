namespace SiteAdapt.Imaging;

/// <summary>A few linear equations, by Gaussian elimination with row exchange.</summary>
static class LinearEquations
{
    /// <param name="a">[n, n + 1]: the matrix and, as its last column, the right side; it is overwritten.</param>
    /// <returns>The solution; unknowns that the equations do not determine (a flat region has no third direction) are 0.</returns>
    public static double[] Solve(double[,] a)
    {
        int n = a.GetLength(0);
        double largest = Enumerable.Range(0, n).Max(i => Math.Abs(a[i, i]));
        var pivots = new int[n];
        int row = 0;
        for (int column = 0; column < n; column++)
        {
            int best = Enumerable.Range(row, n - row).DefaultIfEmpty(row).MaxBy(r => r < n ? Math.Abs(a[r, column]) : 0);
            pivots[column] = -1;
            if (row == n || !(Math.Abs(a[best, column]) > 1e-10 * largest)) continue;
            for (int k = 0; k <= n; k++) (a[row, k], a[best, k]) = (a[best, k], a[row, k]);
            for (int other = 0; other < n; other++)
            {
                if (other == row) continue;
                double factor = a[other, column] / a[row, column];
                for (int k = column; k <= n; k++) a[other, k] -= factor * a[row, k];
            }
            pivots[column] = row++;
        }
        return [.. Enumerable.Range(0, n).Select(column => pivots[column] < 0 ? 0 : a[pivots[column], n] / a[pivots[column], column])];
    }
}
