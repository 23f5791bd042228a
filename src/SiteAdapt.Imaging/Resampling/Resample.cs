using System.Globalization;

namespace SiteAdapt.Imaging;

/// <summary>
/// Resampling on the same field of view: the first and the last voxel centre of each axis stay where they are, output i is at
/// position i * (n - 1) / (out - 1) (protocol, section 2.1). An axis of unchanged length is left unchanged. An axis whose one
/// voxel becomes many repeats it; one whose many become one keeps the first. Arrays are x-fastest; lines are computed in
/// double. Values agree with <c>scipy.ndimage.zoom</c> (mode mirror) to 1e-12; its default mode loses the last plane to rounding
/// for some lengths, this one does not. A NaN or infinity spreads along its whole lines under cubic interpolation. The optional <c>threads</c> is an upper
/// limit (0: one per processor) and never changes the result.
/// </summary>
public static class Resample
{
    /// <summary>
    /// Voxels along each axis after going from one spacing to another: n * from / to, rounded half to even, at least 1.
    /// </summary>
    /// <exception cref="InputException">A spacing is not a positive finite number, or the result would not fit into an array.</exception>
    public static Size3 OutputSize(Size3 size, Spacing from, Spacing to)
    {
        var result = size;
        for (int axis = 0; axis < 3; axis++)
        {
            double length = Math.Round(size[axis] * (Checked(from, axis, "from") / Checked(to, axis, "to")), MidpointRounding.ToEven);
            if (length > Array.MaxLength) throw TooLarge(size, from, to);
            result = result.With(axis, Math.Max(1, (int)length));
        }
        return Fits(result) ? result : throw TooLarge(size, from, to);
    }

    /// <summary>Resamples to a given size. The result's affine has the effective spacing: see <see cref="EffectiveGrid"/>.</summary>
    public static Volume Zoom(Volume volume, Size3 outSize, Interpolation interpolation = Interpolation.Cubic, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(volume);
        float[] voxels = Zoom(volume.Voxels, volume.Grid.Size, outSize, interpolation, threads);
        return new Volume(EffectiveGrid(volume.Grid, outSize), voxels);
    }

    /// <summary>Resamples a float array of size <paramref name="from"/>; the result has size <paramref name="to"/>.</summary>
    public static float[] Zoom(
        float[] voxels, Size3 from, Size3 to, Interpolation interpolation = Interpolation.Linear, int threads = 0)
    {
        CheckSizes(voxels, from, to);
        return from == to ? (float[])voxels.Clone() : new SeparableZoom(from, to, interpolation, threads).Run<float, FloatStorage>(voxels);
    }

    /// <summary>As the other, in double precision throughout.</summary>
    public static double[] Zoom(
        double[] voxels, Size3 from, Size3 to, Interpolation interpolation = Interpolation.Linear, int threads = 0)
    {
        CheckSizes(voxels, from, to);
        return from == to
            ? (double[])voxels.Clone()
            : new SeparableZoom(from, to, interpolation, threads).Run<double, DoubleStorage>(voxels);
    }

    /// <summary>Resamples to the size that a (nominal) spacing gives: <see cref="OutputSize"/>, then <see cref="Zoom(Volume, Size3, Interpolation, int)"/>.</summary>
    public static Volume ToSpacing(Volume volume, Spacing spacing, Interpolation interpolation = Interpolation.Cubic, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(volume);
        return Zoom(volume, OutputSize(volume.Grid.Size, volume.Grid.Spacing, spacing), interpolation, threads);
    }

    /// <summary>Resamples a mask: its zeros and ones as a volume (cubic by default), then in the mask where at least 0.5.</summary>
    public static Mask Zoom(Mask mask, Size3 outSize, Interpolation interpolation = Interpolation.Cubic, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(mask);
        Size3 from = mask.Grid.Size;
        CheckSizes(mask.Voxels, from, outSize);
        // Between the two stages in double: a value of exactly one half (a plane in the middle of two voxels) must not move
        byte[] voxels = from == outSize
            ? (byte[])mask.Voxels.Clone()
            : new SeparableZoom(from, outSize, interpolation, threads)
                .Run<byte, MaskStorage, double, DoubleStorage, byte, MaskStorage>(mask.Voxels);
        return new Mask(EffectiveGrid(mask.Grid, outSize), voxels);
    }

    /// <summary>A mask on the size that a (nominal) spacing gives.</summary>
    public static Mask MaskToSpacing(Mask mask, Spacing spacing, Interpolation interpolation = Interpolation.Cubic, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return Zoom(mask, OutputSize(mask.Grid.Size, mask.Grid.Spacing, spacing), interpolation, threads);
    }

    /// <summary>
    /// The grid of a resampled volume: same first voxel centre, columns scaled by (n - 1) / (out - 1). Where one of the two
    /// lengths is 1, no second centre fixes the spacing, and n / out is used, which keeps the extent.
    /// </summary>
    public static Grid EffectiveGrid(Grid grid, Size3 outSize)
    {
        ArgumentNullException.ThrowIfNull(grid);
        double x = Scale(grid.Size.X, outSize.X), y = Scale(grid.Size.Y, outSize.Y), z = Scale(grid.Size.Z, outSize.Z);
        Affine a = grid.Affine;
        return new Grid(outSize, new Affine(
            a.M00 * x, a.M01 * y, a.M02 * z, a.M03,
            a.M10 * x, a.M11 * y, a.M12 * z, a.M13,
            a.M20 * x, a.M21 * y, a.M22 * z, a.M23));
    }

    static double Scale(int length, int outLength) =>
        length == 1 || outLength == 1 ? (double)length / outLength : (length - 1.0) / (outLength - 1.0);

    static double Checked(Spacing spacing, int axis, string name)
    {
        double value = spacing[axis];
        if (double.IsFinite(value) && value > 0) return value;
        throw new InputException(string.Create(CultureInfo.InvariantCulture,
            $"The spacing to resample {name} is {value} along axis {axis}; it must be a positive number of millimetres. "
            + $"Correct the spacing in the file's header or in the task's settings."));
    }

    static InputException TooLarge(Size3 size, Spacing from, Spacing to) => new(
        $"Resampling {size} voxels from a spacing of {from} mm to {to} mm gives more voxels than fit into an array. "
        + "Ask for a coarser spacing, or correct the spacing in the file's header.");

    static bool Fits(Size3 size) => (double)size.X * size.Y * size.Z <= Array.MaxLength;

    static void CheckSizes(Array voxels, Size3 from, Size3 to)
    {
        ArgumentNullException.ThrowIfNull(voxels);
        if (voxels.LongLength != from.Count) throw new ArgumentException($"{voxels.Length} voxels do not fill {from}", nameof(voxels));
        if (from.X < 1 || from.Y < 1 || from.Z < 1 || to.X < 1 || to.Y < 1 || to.Z < 1 || !Fits(to))
            throw new ArgumentException($"cannot resample {from} to {to} voxels");
    }
}
