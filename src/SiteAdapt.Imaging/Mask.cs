namespace SiteAdapt.Imaging;

/// <summary>A binary image on a grid: every voxel is 0 or 1. Array order as in <see cref="Volume"/>.</summary>
public sealed class Mask
{
    public Mask(Grid grid, byte[] voxels)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(voxels);
        if (voxels.LongLength != grid.Size.Count)
            throw new ArgumentException($"{voxels.Length} voxels do not fill a grid of {grid.Size}", nameof(voxels));
        (Grid, Voxels) = (grid, voxels);
    }

    public Grid Grid { get; }

    public byte[] Voxels { get; }

    public long Count
    {
        get
        {
            long count = 0;
            foreach (byte voxel in Voxels) count += voxel;
            return count;
        }
    }
}
