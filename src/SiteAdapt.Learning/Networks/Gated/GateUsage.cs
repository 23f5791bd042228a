using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>How often each gate took the frozen copy, over all slices that a network has seen in evaluation.</summary>
public sealed class GateUsage(IReadOnlyList<string> gates)
{
    readonly double[] frozen = new double[gates.Count];

    public long Slices { get; private set; }

    /// <summary>Mean share of the frozen copy by gate; empty before the first slice.</summary>
    public IReadOnlyDictionary<string, double> FrozenShares => Slices == 0
        ? new Dictionary<string, double>()
        : gates.Select((name, gate) => (name, Share: frozen[gate] / Slices)).ToDictionary(entry => entry.name, entry => entry.Share);

    public void Reset()
    {
        Slices = 0;
        Array.Clear(frozen);
    }

    /// <param name="choices">The frozen copy's shares, [slices, gates] in C order.</param>
    internal void Add(ReadOnlySpan<float> choices)
    {
        for (int i = 0; i < choices.Length; i++) frozen[i % frozen.Length] += choices[i];
        Slices += choices.Length / frozen.Length;
    }

    /// <summary>The name of a gate's share in a run's history.</summary>
    public static string Measure(string gate) => $"gate/{gate}";

    /// <summary>Mean share of the frozen copy in a batch, by gate.</summary>
    /// <param name="choices">[B, gates].</param>
    public static float[] Means(Tensor choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        using var scope = NewDisposeScope();
        return choices.detach().mean([0]).to(ScalarType.Float32).cpu().data<float>().ToArray();
    }
}
