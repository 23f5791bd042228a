using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>Neighbouring parameters of one group that have taken the same number of steps: one update serves them all.</summary>
sealed class Segment : IDisposable
{
    public Segment(FlatParameters flat, IReadOnlyDictionary<string, Tensor> state, ParameterGroup group, int first, int count, long step)
    {
        (Group, First, Count, Step) = (group, first, count, step);
        long start = flat.Slots[first].Offset;
        int next = first + count;
        long length = (next < flat.Slots.Count ? flat.Slots[next].Offset : flat.Values.shape[0]) - start;
        Tensor Part(Tensor whole) => whole.narrow(0, start, length).DetachFromDisposeScope();
        Values = Part(flat.Values);
        Gradients = Part(flat.Gradients);
        State = state.ToDictionary(entry => entry.Key, entry => Part(entry.Value), StringComparer.Ordinal);
        Start = start;
        Length = length;
    }

    public ParameterGroup Group { get; }

    /// <summary>Index of the first parameter's slot.</summary>
    public int First { get; }

    /// <summary>Number of parameters.</summary>
    public int Count { get; }

    /// <summary>Updates made so far, or what the group or a loaded state says.</summary>
    public long Step { get; set; }

    public Tensor Values { get; }

    public Tensor Gradients { get; }

    public IReadOnlyDictionary<string, Tensor> State { get; }

    public long Start { get; }

    public long Length { get; }

    public void Dispose()
    {
        Values.Dispose();
        Gradients.Dispose();
        foreach (var part in State.Values) part.Dispose();
    }
}
