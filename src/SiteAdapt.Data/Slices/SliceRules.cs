using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>Which slices of a volume a task trains on, and which it predicts (protocol sections 2.1 and 2.2).</summary>
public static class SliceRules
{
    /// <summary>Share of the slices without mask that the published prostate code keeps.</summary>
    const double KeptWithoutMask = 0.1;

    /// <summary>
    /// The slices of a case that training may draw, ascending. With <see cref="SlicePool.PublishedProstate"/>, of the slices
    /// 1 .. Z - 3: those from the first with a structure up to, but not with, the last, and each other one with probability 0.1,
    /// drawn from a stream of the seed and the case. A case without label has no mask to go by: all of 1 .. Z - 3.
    /// </summary>
    /// <exception cref="InputException">No slice is left.</exception>
    public static IReadOnlyList<int> Trained(PreparedCase prepared, TaskSettings task, long seed)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        ArgumentNullException.ThrowIfNull(task);
        if (task.SlicePool == SlicePool.All) return [.. Enumerable.Range(0, prepared.SliceCount)];
        Case c = prepared.Case;
        bool[] masked = [.. Enumerable.Range(0, prepared.SliceCount).Select(slice => prepared.StructuresIn(slice) != 0)];
        IReadOnlyList<int> kept = prepared.HasLabel
            ? Published(masked, new RandomStream(seed, $"slice pool/{c.Site}/{c.Id}")) : Inner(prepared.SliceCount);
        if (kept.Count > 0) return kept;
        throw new InputException($"case '{c.Id}' of site '{c.Site}': none of its {prepared.SliceCount} slices may be trained on: " +
            "'slice_pool: published-prostate' leaves the first and the last two slices out, and takes those between the first and the last slice of the mask " +
            $"and a few others; the mask has {masked.Count(m => m)} slices. Correct the label, leave the case out, or use 'slice_pool: all'");
    }

    /// <summary>The published rule; every slice takes a number from the stream, so that no slice's fate depends on the mask of another.</summary>
    internal static IReadOnlyList<int> Published(bool[] masked, RandomStream random)
    {
        int first = Array.IndexOf(masked, true), last = Array.LastIndexOf(masked, true);
        return
        [
            .. Inner(masked.Length).Where(slice => random.NextDouble() < KeptWithoutMask | (slice >= first && slice < last)),
        ];
    }

    /// <summary>1 .. Z - 3.</summary>
    static int[] Inner(int slices) => [.. Enumerable.Range(1, Math.Max(0, slices - 3))];

    /// <summary>Index of the first predicted slice, and how many there are.</summary>
    public static (int First, int Count) Predicted(int slices, TaskSettings task)
    {
        ArgumentNullException.ThrowIfNull(task);
        int edge = task.EdgeSlices == EdgeSlices.Empty ? task.InputSlices / 2 : 0;
        return (edge, Math.Max(0, slices - 2 * edge));
    }

    /// <summary>Refuses a volume of which no slice would be predicted; <paramref name="name"/> stands in the message.</summary>
    public static void RequirePredicted(int slices, TaskSettings task, string name)
    {
        if (Predicted(slices, task).Count == 0)
            throw new InputException($"{name}: has {slices} slices, but the task '{task.Name}' sees {task.InputSlices} at once and predicts only slices " +
                "with all their neighbours; use 'edge_slices: predict' for such thin volumes");
    }
}
