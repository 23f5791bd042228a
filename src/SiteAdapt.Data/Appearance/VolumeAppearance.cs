using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>Measures a volume, on its own grid.</summary>
public static class VolumeAppearance
{
    /// <summary>In mm: beyond partial volume, and no farther than what surrounds an organ.</summary>
    const double ShellFrom = 2, ShellTo = 10;

    /// <summary>Reads a case's image, and its label where <paramref name="withLabel"/>.</summary>
    /// <exception cref="InputException">A file cannot be read, voxels are not finite, grids differ, or a label is empty.</exception>
    public static CaseAppearance Of(Case item, IntensitySettings intensity, bool withLabel)
    {
        ArgumentNullException.ThrowIfNull(item);
        string name = $"case '{item.Id}' of site '{item.Site}'";
        Volume image = Nifti.Read(item.Image).Volume;
        if (Array.Exists(image.Voxels, value => !float.IsFinite(value))) throw new InputException($"{name}: the image has voxels that are NaN or infinite. Replace them, or leave the case out ({item.Image})");
        byte[]? mask = withLabel ? MaskOf(item, image.Grid, name) : null;
        return Of(item, image, mask, intensity);
    }

    /// <summary>Of a finite image.</summary>
    /// <param name="mask">1 inside, array order as the image's; null: the middle of the foreground is looked for.</param>
    public static CaseAppearance Of(Case item, Volume image, byte[]? mask, IntensitySettings intensity)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(intensity);
        int sliceAxis = ImageScanner.SliceAxis(image.Grid);
        var (size, mm) = (image.Grid.Size, image.Grid.Spacing);
        double Extent(int axis) => size[axis] * mm[axis];
        IntensityWindow window = Intensity.PercentileWindow(image.Voxels, intensity.LowPercentile, intensity.HighPercentile);
        byte[] region = mask ?? Foreground.Of(image, window);
        var measured = new RegionMeasures(image, region, sliceAxis, window.Low);
        double plane = Math.Sqrt(mm.X * mm.Y * mm.Z / mm[sliceAxis]);
        return new CaseAppearance(item,
        [
            plane, mm[sliceAxis], Math.Cbrt(Extent(0) * Extent(1) * Extent(2)), measured.Level, measured.DarkToMiddle, measured.MiddleToBright,
            measured.Noise, measured.BiasField, measured.Sharpness, mask is null ? double.NaN : Surround(image, mask, window.Low),
        ], HistogramRange.Of(intensity).Shares(Normalised(image, region, intensity, window)), measured.RawQuantiles);
    }

    static double[] Normalised(Volume image, byte[] region, IntensitySettings intensity, IntensityWindow window)
    {
        IEnumerable<double> inside = image.Voxels.Where((_, v) => region[v] != 0).Select(value => (double)value);
        if (intensity.Kind != IntensityKind.ZScore) return [.. inside.Select(window.Scale)];
        double mean = image.Voxels.Average(value => (double)value), deviation = Math.Sqrt(image.Voxels.Average(value => (value - mean) * (value - mean)));
        return [.. inside.Select(value => deviation > 0 ? (value - mean) / deviation : 0)];
    }

    /// <summary>Medians inside and around the mask: their difference over their sum.</summary>
    static double Surround(Volume image, byte[] mask, double zero)
    {
        double[] distance = DistanceTransform.Compute(new Mask(image.Grid, mask), image.Grid.Spacing);
        double inside = RegionMeasures.Quantiles([.. image.Voxels.Where((_, v) => mask[v] != 0)], 50)[0] - zero;
        double around = RegionMeasures.Quantiles([.. image.Voxels.Where((_, v) => distance[v] is >= ShellFrom and <= ShellTo)], 50)[0] - zero;
        return inside + around > 0 ? (inside - around) / (inside + around) : double.NaN;
    }

    static byte[] MaskOf(Case item, Grid grid, string name)
    {
        Volume label = Nifti.Read(item.Label!).Volume;
        if (GridComparison.Compare(grid, label.Grid) is { Same: false } different)
            throw new InputException($"{name}: image and label are not on the same grid: {different.Difference} (label {item.Label})");
        byte[] mask = Array.ConvertAll(label.Voxels, value => (byte)(value > 0.5f ? 1 : 0));
        return mask.AsSpan().Contains((byte)1) ? mask : throw new InputException($"{name}: nothing is marked in the label ({item.Label}). Take it out of the manifest if the case is not annotated");
    }
}
