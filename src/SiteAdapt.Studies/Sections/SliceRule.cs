namespace SiteAdapt.Studies;

/// <summary>Which slice of a case a picture shows.</summary>
static class SliceRule
{
    /// <summary>
    /// Of the slices with at least half as much of the reference as the fullest one has, that on which most pixels of the masks, all methods
    /// counted alike, differ from the reference; the lowest of equals. Without the first condition it would be an end of the
    /// structure, where there is little to see.
    /// </summary>
    /// <param name="reference">[slice][h][w], 0 or 1.</param>
    /// <param name="masks">As the reference.</param>
    public static int LargestDisagreement(byte[] reference, IReadOnlyList<byte[]> masks, int sliceSize)
    {
        int slices = reference.Length / sliceSize;
        int Count(int slice, Func<int, bool> counts) => Enumerable.Range(slice * sliceSize, sliceSize).Count(counts);
        List<int> areas = [.. Enumerable.Range(0, slices).Select(slice => Count(slice, i => reference[i] != 0))];
        return Enumerable.Range(0, slices).Where(slice => 2 * areas[slice] >= areas.Max())
            .MaxBy(slice => masks.Sum(mask => (long)Count(slice, i => mask[i] != reference[i])));
    }
}
