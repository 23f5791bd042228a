namespace SiteAdapt.Imaging;

/// <summary>What stands between two voxel centres when a volume is resampled.</summary>
public enum Interpolation
{
    /// <summary>The nearest voxel; a position exactly between two takes the higher index.</summary>
    Nearest,

    /// <summary>Linear along each axis.</summary>
    Linear,

    /// <summary>The cubic B-spline through the voxel values, mirrored at the first and at the last voxel centre (protocol section 2.1).</summary>
    Cubic,
}
