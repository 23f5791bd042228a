using static TorchSharp.torch;

namespace SiteAdapt.Bench;

/// <summary>The machine's peak, as libtorch reaches it: float32 products of square matrices that fill the caches well.</summary>
static class MatrixProduct
{
    const int Side = 3072;

    /// <summary>Multiplications and additions of one product.</summary>
    public static double Flops => 2.0 * Side * Side * Side;

    static readonly Lazy<(Tensor A, Tensor B)> Matrices = new(() => (rand(Side, Side), rand(Side, Side)));

    /// <summary>One product.</summary>
    public static double Run()
    {
        var (a, b) = Matrices.Value;
        using (mm(a, b)) { }
        return 0;
    }
}
