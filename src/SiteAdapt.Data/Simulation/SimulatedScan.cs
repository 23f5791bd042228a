using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>An image and its brain mask on one grid.</summary>
public sealed record SimulatedScan(Volume Image, Mask Brain);
