namespace SiteAdapt.Data;

/// <summary>
/// A case as the network sees it, in full precision. <paramref name="Image"/> and <paramref name="Label"/> are [slice][h][w];
/// bit s of a label byte is structure s of the task. No label file: null.
/// </summary>
public sealed record PreparedVolume(PreparedGeometry Geometry, float[] Image, byte[]? Label);
