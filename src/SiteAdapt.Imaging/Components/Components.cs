namespace SiteAdapt.Imaging;

/// <summary>
/// Connected components of a mask, by joining runs of voxels along x with those of the neighbouring rows (union-find; Wu,
/// Otoo and Suzuki 2009): time linear in the voxels, memory in the runs.
/// </summary>
public static class Components
{
    /// <summary>
    /// The component with most voxels; of equal ones that whose first voxel comes first in array order. Empty stays empty.
    /// </summary>
    public static Mask KeepLargest(Mask mask, Connectivity connectivity = Connectivity.Faces)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var runs = RunForest.Build(mask.Voxels, mask.Grid.Size, connectivity);
        var result = new byte[mask.Voxels.Length];
        long[] sizes = runs.ComponentSizes();
        if (sizes.Length > 0)
        {
            // A component's root is its first run, so the first maximum is the first in array order
            int largest = Array.IndexOf(sizes, sizes.Max());
            for (int run = 0; run < sizes.Length; run++)
                if (runs.Root(run) == largest) result.AsSpan(runs.Start(run), runs.Length(run)).Fill(1);
        }
        return new Mask(mask.Grid, result);
    }

    /// <summary>How many voxels each component has, in array order of their first voxels.</summary>
    public static long[] Sizes(Mask mask, Connectivity connectivity = Connectivity.Faces)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return [.. RunForest.Build(mask.Voxels, mask.Grid.Size, connectivity).ComponentSizes().Where(size => size > 0)];
    }
}
