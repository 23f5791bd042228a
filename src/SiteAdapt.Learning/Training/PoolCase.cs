using SiteAdapt.Data;

namespace SiteAdapt.Learning;

/// <summary>A prepared training case and the slices of it that may be drawn; an image has one.</summary>
public sealed record PoolCase(IPreparedCase Case, IReadOnlyList<int> Slices);
