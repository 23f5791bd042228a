namespace SiteAdapt.Imaging;

/// <summary>
/// A permutation and flips of array axes: canonical axis c runs along the native array axis <c>Axis(c)</c>, backwards where
/// <c>Flip(c)</c>. Goes both ways exactly; nothing is interpolated.
/// </summary>
/// <param name="NativeGrid">The grid in the file's own array order.</param>
/// <param name="AxisX">Native array axis of the canonical x axis (left to right).</param>
/// <param name="AxisY">Native array axis of the canonical y axis (back to front).</param>
/// <param name="AxisZ">Native array axis of the canonical z axis (bottom to top).</param>
/// <param name="FlipX">The native axis runs from right to left.</param>
/// <param name="FlipY">The native axis runs from front to back.</param>
/// <param name="FlipZ">The native axis runs from top to bottom.</param>
public sealed record AxisMap(Grid NativeGrid, int AxisX, int AxisY, int AxisZ, bool FlipX, bool FlipY, bool FlipZ)
{
    /// <summary>The same voxels in the canonical order; every voxel keeps its world position.</summary>
    public Grid CanonicalGrid => Turn(NativeGrid);

    public bool IsIdentity => this is { AxisX: 0, AxisY: 1, AxisZ: 2, FlipX: false, FlipY: false, FlipZ: false };

    public int Axis(int canonical) => canonical switch
    {
        0 => AxisX,
        1 => AxisY,
        2 => AxisZ,
        _ => throw new ArgumentOutOfRangeException(nameof(canonical), canonical, "an axis is 0, 1 or 2"),
    };

    public bool Flip(int canonical) => canonical switch
    {
        0 => FlipX,
        1 => FlipY,
        2 => FlipZ,
        _ => throw new ArgumentOutOfRangeException(nameof(canonical), canonical, "an axis is 0, 1 or 2"),
    };

    /// <summary>A new array in canonical order from one in the native order.</summary>
    public T[] ToCanonical<T>(T[] native) where T : unmanaged
    {
        Check(native, NativeGrid.Size);
        return AxisTurn.Gather(native, NativeGrid.Size, [AxisX, AxisY, AxisZ], [FlipX, FlipY, FlipZ]);
    }

    /// <summary>A new array in the native order from one in canonical order.</summary>
    public T[] Restore<T>(T[] canonical) where T : unmanaged
    {
        Size3 size = CanonicalGrid.Size;
        Check(canonical, size);
        int[] axes = new int[3];
        bool[] flips = new bool[3];
        for (int c = 0; c < 3; c++) (axes[Axis(c)], flips[Axis(c)]) = (c, Flip(c));
        return AxisTurn.Gather(canonical, size, axes, flips);
    }

    /// <summary>A volume on the canonical grid, back on the native grid (that of the file, bit for bit).</summary>
    public Volume Restore(Volume canonical)
    {
        ArgumentNullException.ThrowIfNull(canonical);
        return new Volume(NativeGrid, Restore(canonical.Voxels));
    }

    /// <summary>A mask on the canonical grid, back on the native grid (that of the file, bit for bit).</summary>
    public Mask Restore(Mask canonical)
    {
        ArgumentNullException.ThrowIfNull(canonical);
        return new Mask(NativeGrid, Restore(canonical.Voxels));
    }

    Grid Turn(Grid grid)
    {
        Affine a = grid.Affine;
        var origin = a.Apply(
            FlipOfNative(0) ? grid.Size.X - 1 : 0, FlipOfNative(1) ? grid.Size.Y - 1 : 0, FlipOfNative(2) ? grid.Size.Z - 1 : 0);
        return new Grid(
            new Size3(grid.Size[AxisX], grid.Size[AxisY], grid.Size[AxisZ]),
            Affine.FromColumns(Step(0), Step(1), Step(2), origin));

        (double, double, double) Step(int c)
        {
            var (x, y, z) = a.Column(Axis(c));
            return Flip(c) ? (-x, -y, -z) : (x, y, z);
        }
    }

    bool FlipOfNative(int native) => AxisX == native ? FlipX : AxisY == native ? FlipY : FlipZ;

    static void Check<T>(T[] voxels, Size3 size)
    {
        ArgumentNullException.ThrowIfNull(voxels);
        if (voxels.LongLength != size.Count)
            throw new ArgumentException($"{voxels.Length} voxels do not fill a grid of {size}", nameof(voxels));
    }
}
