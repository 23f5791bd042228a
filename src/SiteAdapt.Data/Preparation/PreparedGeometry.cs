using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// How the slices of a prepared case lie in the file they come from: file grid, turned by <paramref name="Map"/>, resampled to
/// <paramref name="Grid"/>, cut across array axis <paramref name="SliceAxis"/> of it. A slice is [H, W], the two other axes in
/// their order, W fastest; slices follow one another: [slice][h][w].
/// </summary>
public sealed record PreparedGeometry(AxisMap Map, Grid Grid, int SliceAxis)
{
    /// <summary>Of an image with this grid under a task.</summary>
    public static PreparedGeometry Of(Grid file, TaskSettings task)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(task);
        AxisMap canonical = Orientation.MapToCanonical(file);
        bool turned = task.Orientation == OrientationPolicy.Canonical;
        AxisMap map = turned ? canonical : new AxisMap(file, 0, 1, 2, false, false, false);
        Grid before = map.CanonicalGrid;
        Grid grid = task.Spacing is { } spacing
            ? Resample.EffectiveGrid(before, Resample.OutputSize(before.Size, before.Spacing, spacing)) : before;
        int anatomical = task.SlicingAxis switch { SlicingAxis.Sagittal => 0, SlicingAxis.Coronal => 1, _ => 2 };
        bool asIs = turned || task.SlicingAxis == SlicingAxis.LastArrayAxis;
        return new PreparedGeometry(map, grid, asIs ? anatomical : canonical.Axis(anatomical));
    }

    /// <summary>The image's own grid, as in the file.</summary>
    public Grid FileGrid => Map.NativeGrid;

    /// <summary>The prepared array axis that H runs along.</summary>
    public int HeightAxis => SliceAxis == 0 ? 1 : 0;

    /// <summary>The prepared array axis that W runs along.</summary>
    public int WidthAxis => SliceAxis == 2 ? 1 : 2;

    public int SliceCount => Grid.Size[SliceAxis];

    public int Height => Grid.Size[HeightAxis];

    public int Width => Grid.Size[WidthAxis];

    public int SliceSize => Height * Width;

    // An x-fastest array with axes (W, H, slice) is the stack of slices
    AxisMap Stack => new(Grid, WidthAxis, HeightAxis, SliceAxis, false, false, false);

    /// <summary>[slice][h][w] from an array on the prepared grid (x-fastest).</summary>
    public T[] ToSlices<T>(T[] voxels) where T : unmanaged => Stack.ToCanonical(voxels);

    /// <summary>An array on the prepared grid (x-fastest) from [slice][h][w].</summary>
    public T[] FromSlices<T>(T[] slices) where T : unmanaged => Stack.Restore(slices);

    /// <summary>
    /// Values on the prepared grid (x-fastest) brought to the file's own grid: resampled (linear keeps probabilities between 0
    /// and 1), then turned back.
    /// </summary>
    public Volume ToFileGrid(float[] voxels, Interpolation interpolation = Interpolation.Linear) =>
        Map.Restore(new Volume(Map.CanonicalGrid, Resample.Zoom(voxels, Grid.Size, Map.CanonicalGrid.Size, interpolation)));
}
