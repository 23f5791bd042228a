using SiteAdapt.Data;

namespace SiteAdapt.Learning;

/// <summary>One drawn training sample: which slice of which case, and which window of it.</summary>
/// <param name="Role">Index of the stream it came from (its place in the batch plan).</param>
public readonly record struct Sample(IPreparedCase Case, int Slice, SliceWindow Window, int Role);
