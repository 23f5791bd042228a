namespace SiteAdapt.Imaging;

/// <summary>
/// A scalar image on a grid. Voxel (i, j, k) is at <c>Voxels[i + SizeX * (j + SizeY * k)]</c>: the first axis is the
/// fastest, as in a NIfTI file.
/// </summary>
public sealed class Volume
{
    public Volume(Grid grid, float[] voxels)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(voxels);
        if (voxels.LongLength != grid.Size.Count)
            throw new ArgumentException($"{voxels.Length} voxels do not fill a grid of {grid.Size}", nameof(voxels));
        (Grid, Voxels) = (grid, voxels);
    }

    public Grid Grid { get; }

    public float[] Voxels { get; }
}
