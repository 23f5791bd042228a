using System.Diagnostics;
using static TorchSharp.torch;

namespace SiteAdapt.Bench;

/// <summary>The machine's peak, as libtorch reaches it: float32 products of square matrices that fill the caches well.</summary>
static class MatrixProduct
{
    const int Side = 3072, Repeats = 4;

    /// <summary>Multiplications and additions of one product.</summary>
    public static double Flops => 2.0 * Side * Side * Side;

    static readonly Lazy<(Tensor A, Tensor B)> Matrices = new(() => (rand(Side, Side), rand(Side, Side)));

    /// <summary>Time of the fastest of a few products.</summary>
    public static double Seconds()
    {
        var (a, b) = Matrices.Value;
        double best = double.PositiveInfinity;
        for (int i = 0; i < Repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            using (mm(a, b)) { }
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return best;
    }
}
