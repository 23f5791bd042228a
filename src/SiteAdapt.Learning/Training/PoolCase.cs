using SiteAdapt.Data;

namespace SiteAdapt.Learning;

/// <summary>A prepared training case and the slices of it that may be drawn.</summary>
public sealed record PoolCase(PreparedCase Case, IReadOnlyList<int> Slices);
