using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>An image and, where there is one, its label on one grid.</summary>
public sealed record LabelledScan(Volume Image, Volume? Label);

/// <summary>
/// Makes of a given scan the scan of a site: grey levels through the site's contrast curve, blurred to the point spread of its
/// voxels and sampled on their grid (the first and the last voxel centre stay where they are), then receive field, Rician noise and
/// stored values as for rendered heads. The label is resampled to the same grid and otherwise left alone.
/// </summary>
public static class ImageScanner
{
    /// <summary>No axis gets fewer voxels than this, unless the scan had fewer.</summary>
    const int FewestVoxels = 8;
    const double WidthPerSigma = 2.3548;
    const double ExponentJitter = 0.06, BendJitter = 0.015;

    /// <param name="given">The scan; finite voxels, whole label values.</param>
    /// <param name="site">The protocol.</param>
    /// <param name="stream">Everything that differs between scans of one site is drawn from it.</param>
    public static LabelledScan Scan(LabelledScan given, ImageProtocol site, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(stream);
        var scan = new ScanVariation(stream);
        double exponent = site.Exponent * Math.Exp(ExponentJitter * Math.Clamp(stream.NextNormal(), -2.5, 2.5));
        double bend = Math.Clamp(site.Bend + BendJitter * stream.NextNormal(), -ImageProtocol.LargestBend, ImageProtocol.LargestBend);
        Grid grid = given.Image.Grid;
        float[] signal = Levels(given.Image);
        for (int i = 0; i < signal.Length; i++) signal[i] = ImageProtocol.Contrast(signal[i], exponent, bend);

        (Size3 size, int sliceAxis) = (grid.Size, SliceAxis(grid));
        for (int axis = 0; axis < 3; axis++)
        {
            double factor = site.Coarsening(axis, sliceAxis);
            // Widths of point spreads add as squares: what a voxel of the factor's size blurs more than the given one
            GaussianBlur.Apply(signal, grid, axis, (float)(Math.Sqrt(factor * factor - 1) / WidthPerSigma));
            size = size.With(axis, Math.Max(Math.Min(FewestVoxels, grid.Size[axis]), (int)Math.Round(grid.Size[axis] / factor)));
        }
        float[] sampled = Resample.Zoom(signal, grid.Size, size, Interpolation.Linear, threads: 1);
        Grid coarse = Resample.EffectiveGrid(grid, size);
        ImageFormation.Apply(sampled, FieldGrid(coarse), site.Formation, scan);
        Volume? label = given.Label is null ? null : new Volume(coarse, LabelZoom.Apply(given.Label.Voxels, grid.Size, size));
        return new LabelledScan(new Volume(coarse, sampled), label);
    }

    /// <summary>0 at the 1st percentile, 1 at the 99th.</summary>
    static float[] Levels(Volume image)
    {
        IntensityWindow window = Intensity.PercentileWindow(image.Voxels, 1, 99, threads: 1);
        double range = window.High - window.Low;
        return Array.ConvertAll(image.Voxels, value => range > 0 ? (float)((value - window.Low) / range) : 0);
    }

    /// <summary>The array axis that slices lie along: that of the largest spacing, or the one closest to the body's long axis.</summary>
    internal static int SliceAxis(Grid grid)
    {
        const double Anisotropic = 1.1;
        int coarsest = Enumerable.Range(0, 3).MaxBy(axis => grid.Spacing[axis]);
        bool only = Enumerable.Range(0, 3).All(axis => axis == coarsest || grid.Spacing[coarsest] > Anisotropic * grid.Spacing[axis]);
        return only ? coarsest : Orientation.MapToCanonical(grid).Axis(2);
    }

    /// <summary>
    /// The scan's grid as the receive field sees it: around its middle, half of the longest side being 100 mm, so that a small
    /// organ's box has as much of a field as a head.
    /// </summary>
    static Grid FieldGrid(Grid grid)
    {
        const double Reach = 100;
        double half = Enumerable.Range(0, 3).Max(axis => grid.Size[axis] * grid.Spacing[axis]) / 2;
        (double x, double y, double z) = grid.Affine.Apply((grid.Size.X - 1) / 2.0, (grid.Size.Y - 1) / 2.0, (grid.Size.Z - 1) / 2.0);
        Affine a = grid.Affine;
        return new Grid(grid.Size, new Affine(
            a.M00, a.M01, a.M02, a.M03 - x,
            a.M10, a.M11, a.M12, a.M13 - y,
            a.M20, a.M21, a.M22, a.M23 - z).Scaled(Reach / half));
    }
}
