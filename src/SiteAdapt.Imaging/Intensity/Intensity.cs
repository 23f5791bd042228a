using System.Numerics;

namespace SiteAdapt.Imaging;

/// <summary>
/// Normalisation of a volume's intensities by its own statistics. Volumes with NaN or infinite voxels are refused: there is
/// no percentile or mean of them that could be meant.
/// </summary>
public static class Intensity
{
    const int Chunk = 1 << 15;

    /// <summary>
    /// Clips to the 1st and 99th percentile of the whole volume, subtracts the minimum and divides by the maximum, so that
    /// the result is in [0, 1] (protocol, section 2.1). A volume whose two percentiles are equal becomes all zeros.
    /// </summary>
    /// <exception cref="InputException">A voxel is NaN or infinite.</exception>
    public static Volume ClipAndScale(Volume volume, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(volume);
        IntensityWindow window = PercentileWindow(volume.Voxels, 1, 99, threads);
        return new Volume(volume.Grid, Map(volume.Voxels, window.Low, Inverse(window.High - window.Low), window, threads));
    }

    /// <summary>The two percentiles as a window: linearly interpolated and exact, as <c>numpy.percentile</c>.</summary>
    /// <exception cref="InputException">A voxel is NaN or infinite.</exception>
    public static IntensityWindow PercentileWindow(float[] voxels, double lowPercent, double highPercent, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(voxels);
        ArgumentOutOfRangeException.ThrowIfZero(voxels.Length);
        if (!(lowPercent >= 0 && lowPercent <= highPercent && highPercent <= 100))
            throw new ArgumentOutOfRangeException(nameof(lowPercent), $"{lowPercent} to {highPercent} is no range of percentages");
        var selection = new FloatSelection(voxels, threads);
        if (selection.NotFinite > 0) throw NotFinite(selection.NotFinite, voxels.Length);
        return new IntensityWindow(At(lowPercent), At(highPercent));

        double At(double percent)
        {
            (long rank, double fraction) = Percentile.Rank(voxels.Length, percent);
            double low = selection.AtRank(rank);
            return fraction == 0 ? low : Percentile.Between(low, selection.AtRank(rank + 1), fraction);
        }
    }

    /// <summary>
    /// Subtracts the mean and divides by the population standard deviation of the whole volume. A constant volume becomes all
    /// zeros.
    /// </summary>
    /// <exception cref="InputException">A voxel is NaN or infinite.</exception>
    public static Volume ZScore(Volume volume, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(volume);
        float[] voxels = volume.Voxels;
        double mean = Sum(voxels, static (value, _) => value, 0, threads) / voxels.Length;
        if (!double.IsFinite(mean)) throw NotFinite(voxels.LongCount(value => !float.IsFinite(value)), voxels.Length);
        double variance = Sum(voxels, static (value, mean) => (value - mean) * (value - mean), mean, threads) / voxels.Length;
        // All voxels equal: the mean of many may be a rounding away from them, which is not a deviation
        bool constant = !voxels.AsSpan().ContainsAnyExcept(voxels[0]);
        return new Volume(volume.Grid, Map(voxels, mean, constant ? 0 : Inverse(Math.Sqrt(variance)), null, threads));
    }

    static double Inverse(double value) => value > 0 ? 1 / value : 0;

    static InputException NotFinite(long count, long total) => new(
        $"{count} of the {total} voxels are NaN or infinite, so the intensities cannot be normalised. "
        + "Replace them in the file (by 0, for example), or write it again from its source.");

    /// <summary>(value - offset) * factor in double, after clipping to a window if there is one.</summary>
    static float[] Map(float[] voxels, double offset, double factor, IntensityWindow? window, int threads)
    {
        var result = new float[voxels.Length];
        var low = new Vector<double>(window?.Low ?? double.NegativeInfinity);
        var high = new Vector<double>(window?.High ?? double.PositiveInfinity);
        Parallel.For(0, (voxels.Length + Chunk - 1) / Chunk, Parallelism.Options(threads),
            () => new double[Chunk],
            (chunk, _, scratch) =>
            {
                int start = chunk * Chunk, count = Math.Min(Chunk, voxels.Length - start);
                FloatStorage.Load(voxels.AsSpan(start, count), scratch);
                for (int i = 0; i < count; i += Vector<double>.Count)
                {
                    Vector<double> values = Vector.Min(Vector.Max(new Vector<double>(scratch, i), low), high);
                    ((values - new Vector<double>(offset)) * factor).CopyTo(scratch, i);
                }
                FloatStorage.Store(scratch.AsSpan(0, count), result.AsSpan(start, count));
                return scratch;
            },
            _ => { });
        return result;
    }

    /// <summary>In double, by chunks of a fixed length that are added in order: the same for any number of threads.</summary>
    static double Sum(float[] voxels, Func<double, double, double> term, double argument, int threads)
    {
        var sums = new double[(voxels.Length + Chunk - 1) / Chunk];
        Parallel.For(0, sums.Length, Parallelism.Options(threads), chunk =>
        {
            double sum = 0;
            int start = chunk * Chunk;
            foreach (float value in voxels.AsSpan(start, Math.Min(Chunk, voxels.Length - start))) sum += term(value, argument);
            sums[chunk] = sum;
        });
        double total = 0;
        foreach (double sum in sums) total += sum;
        return total;
    }
}
