namespace SiteAdapt.Imaging;

/// <summary>What to do where a file's sform and qform are both set and place the voxels differently.</summary>
public enum AffineConflict
{
    /// <summary>Take the sform and warn (the usual reading order).</summary>
    Sform,

    /// <summary>Take the qform and warn.</summary>
    Qform,

    /// <summary>Refuse the file.</summary>
    Refuse,
}

/// <summary>Choices of the NIfTI reader.</summary>
public sealed record NiftiOptions
{
    public static NiftiOptions Default { get; } = new();

    public AffineConflict OnAffineConflict { get; init; } = AffineConflict.Sform;

    /// <summary>Largest distance in mm that sform and qform may put a corner voxel apart before they disagree.</summary>
    public double AffineToleranceMm { get; init; } = 0.1;
}
