namespace SiteAdapt.Imaging;

/// <summary>A NIfTI file as read.</summary>
/// <param name="Path">The file (for a pair, its header).</param>
/// <param name="Header">What the file says about itself.</param>
/// <param name="Volume">Voxels in the file's own array order, scaled by slope and intercept.</param>
/// <param name="NonFiniteCount">Voxels that are NaN or infinite, kept as they were.</param>
/// <param name="Warnings">Those of the header and of the voxels; each one sentence.</param>
public sealed record NiftiImage(
    string Path, NiftiHeader Header, Volume Volume, long NonFiniteCount, IReadOnlyList<string> Warnings);
