using SiteAdapt.Data;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// Passes over all slices of a pool: each slice once in every pass, in random order, so that a batch holds slices of several
/// patients. All batches have one size; the last is filled up from one more pass. Labels are not looked at.
/// </summary>
public sealed class SlicePasses(IReadOnlyList<PoolCase> pool, int passes, int batchSize, TaskSettings task, long seed)
{
    /// <summary>Number of batches.</summary>
    public int Count { get; } = checked((int)(((long)passes * pool.Sum(item => item.Slices.Count) + batchSize - 1) / batchSize));

    /// <summary>The batches, always the same ones; the caller disposes each.</summary>
    public IEnumerable<Batch> Batches(Device device)
    {
        var assembler = BatchAssembler.Unlabelled(task);
        return Samples().Chunk(batchSize).Take(Count).Select(samples => assembler.Assemble(samples, ILearner.NoStreams).To(device));
    }

    IEnumerable<Sample> Samples()
    {
        RandomStream order = new(seed, "passes/order"), windows = new(seed, "passes/windows");
        var slices = pool.SelectMany(item => item.Slices.Select(slice => (item.Case, slice))).ToArray();
        while (true)
        {
            order.Shuffle<(IPreparedCase, int)>(slices);
            foreach (var (source, slice) in slices)
                yield return new Sample(source, slice, SliceWindow.Draw(source.Height, source.Width, task.Window, windows), 0);
        }
    }
}
