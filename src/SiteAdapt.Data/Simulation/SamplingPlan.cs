using System.Numerics;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>The voxel grid of a scan, and the finer grid that the anatomy is sampled on: whole blocks of it make a voxel.</summary>
sealed record SamplingPlan(Grid Voxels, Grid Fine, (int X, int Y, int Z) Block)
{
    /// <summary>Voxels up to this size are sampled once: the blur mixes enough.</summary>
    const double SampledOnce = 1.35;

    /// <summary>Edges of the fine voxels; both grids lie along the world's axes.</summary>
    public Vector3 FineEdge { get; } = new((float)Fine.Spacing.X, (float)Fine.Spacing.Y, (float)Fine.Spacing.Z);

    public static SamplingPlan For(IAnatomy anatomy, SiteProtocol site, double spacing)
    {
        (Vector3 low, Vector3 high) = anatomy.Extent;
        var margin = new Vector3((float)site.Margin, (float)site.Margin, 0);
        (low, high) = (low - margin, high + margin);
        low.Z += (float)site.NeckCrop;
        Vector3 edge = (float)spacing * site.VoxelFactor;
        Size3 size = new(Voxels(0), Voxels(1), Voxels(2));
        int Voxels(int axis) => Math.Max(1, (int)MathF.Round((high[axis] - low[axis]) / edge[axis]));
        (int X, int Y, int Z) block = (BlockOf(edge.X), BlockOf(edge.Y), BlockOf(edge.Z));
        var fineEdge = new Vector3(edge.X / block.X, edge.Y / block.Y, edge.Z / block.Z);
        return new SamplingPlan(
            Make(size, edge, low),
            Make(new Size3(size.X * block.X, size.Y * block.Y, size.Z * block.Z), fineEdge, low),
            block);
    }

    /// <summary>Means over the blocks of a fine image.</summary>
    public float[] Average(float[] fine)
    {
        if (Block == (1, 1, 1)) return fine;
        (Size3 size, Size3 fineSize) = (Voxels.Size, Fine.Size);
        var sums = new float[size.Count];
        int index = 0;
        for (int z = 0; z < fineSize.Z; z++)
            for (int y = 0; y < fineSize.Y; y++)
            {
                int row = size.X * (y / Block.Y + size.Y * (z / Block.Z));
                for (int x = 0; x < fineSize.X; x++) sums[row + x / Block.X] += fine[index++];
            }
        float share = 1f / (Block.X * Block.Y * Block.Z);
        for (int i = 0; i < sums.Length; i++) sums[i] *= share;
        return sums;
    }

    static int BlockOf(double edge) => edge <= SampledOnce ? 1 : Math.Max(2, (int)Math.Round(edge / 1.6));

    static Grid Make(Size3 size, Vector3 edge, Vector3 low) => new(size, Affine.FromSpacing(
        new Spacing(edge.X, edge.Y, edge.Z), low.X + edge.X / 2, low.Y + edge.Y / 2, low.Z + edge.Z / 2));
}
