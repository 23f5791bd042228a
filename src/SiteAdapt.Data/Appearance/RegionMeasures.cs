using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>What is measured of the voxels of a region (a mask, a foreground, a whole radiograph); NaN where it cannot be.</summary>
sealed class RegionMeasures
{
    /// <param name="zero">The stored value of no signal.</param>
    /// <param name="hasField">Whether brightness may vary smoothly for other reasons than anatomy; then it is measured, and taken off before contrast and sharpness are.</param>
    public RegionMeasures(Volume image, byte[] region, int sliceAxis, double zero, bool hasField = true)
    {
        float[] inside = [.. image.Voxels.Where((_, v) => region[v] != 0)];
        RawQuantiles = Quantiles(inside, 1, 25, 50, 75, 99);
        Level = RawQuantiles[2];
        double signal = Level - zero, noise = NoiseEstimate.Of(image, region, sliceAxis);
        Noise = signal > 0 ? noise / signal : double.NaN;
        Volume level = new(image.Grid, Array.ConvertAll(image.Voxels, value => (float)(value - zero)));
        BiasField? field = hasField ? Imaging.BiasField.Fit(level, region) : null;
        BiasField = field?.Deviation ?? double.NaN;
        Volume corrected = field is null ? level : WithoutField(level, region, field);
        (DarkToMiddle, MiddleToBright) = Classes([.. corrected.Voxels.Where((_, v) => region[v] != 0)]);
        Sharpness = Imaging.Sharpness.Of(corrected, region, double.IsNaN(noise) ? 0 : noise);
    }

    public IReadOnlyList<double> RawQuantiles { get; }

    /// <summary>Median, as stored.</summary>
    public double Level { get; }

    /// <summary>Standard deviation over the median signal.</summary>
    public double Noise { get; }

    public double BiasField { get; }

    /// <summary>Contrast (difference over sum) of the means of the dark and the middle of three intensity classes.</summary>
    public double DarkToMiddle { get; }

    public double MiddleToBright { get; }

    public double Sharpness { get; }

    /// <summary>NaN of no values.</summary>
    public static double[] Quantiles(float[] values, params double[] percents)
    {
        double[] sorted = Array.ConvertAll(values, value => (double)value);
        Array.Sort(sorted);
        return [.. percents.Select(percent => sorted.Length == 0 ? double.NaN : Percentile.OfSorted(sorted, percent))];
    }

    static Volume WithoutField(Volume level, byte[] region, BiasField field)
    {
        (Size3 n, Spacing mm) = (level.Grid.Size, level.Grid.Spacing);
        return new Volume(level.Grid, [.. level.Voxels.Select((value, v) => region[v] == 0 ? value : value / field.At(v % n.X, v / n.X % n.Y, v / (n.X * n.Y), mm))]);
    }

    static (double DarkToMiddle, double MiddleToBright) Classes(float[] values)
    {
        double[] thresholds = Otsu.Thresholds(values, 3);
        if (double.IsNaN(thresholds[0])) return (double.NaN, double.NaN);
        double Mean(Func<float, bool> belongs) => values.Where(belongs).Select(value => (double)value).DefaultIfEmpty(double.NaN).Average();
        double dark = Mean(value => value <= thresholds[0]), middle = Mean(value => value > thresholds[0] && value <= thresholds[1]), bright = Mean(value => value > thresholds[1]);
        return (Contrast(dark, middle), Contrast(middle, bright));
    }

    static double Contrast(double low, double high) => low + high > 0 ? (high - low) / (high + low) : double.NaN;
}
