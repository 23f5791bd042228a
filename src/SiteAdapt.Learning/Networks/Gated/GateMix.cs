using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>The gates of one batch, and what they make of the outputs of a block's two copies. 1 is the frozen copy, 0 the tuned one.</summary>
sealed class GateMix
{
    readonly Tensor[]? shares;
    readonly bool[][]? frozen;

    GateMix(Tensor[]? shares, bool[][]? frozen) => (this.shares, this.frozen) = (shares, frozen);

    /// <summary>Both copies always computed, tuned * (1 - p) + frozen * p. With p of 0 or 1 it is one of them, bit for bit.</summary>
    /// <param name="gates">[B, gates].</param>
    public static GateMix Of(Tensor gates) => new(gates.view(gates.shape[0], gates.shape[1], 1, 1, 1).unbind(1), null);

    /// <summary>Each slice through one copy alone; a copy that no slice takes is not computed.</summary>
    /// <param name="gates">0 and 1, [slices, gates] in C order.</param>
    public static GateMix Choosing(ReadOnlySpan<float> gates, int gateCount)
    {
        var frozen = new bool[gateCount][];
        for (int gate = 0; gate < gateCount; gate++)
        {
            frozen[gate] = new bool[gates.Length / gateCount];
            for (int slice = 0; slice < frozen[gate].Length; slice++) frozen[gate][slice] = gates[slice * gateCount + gate] > 0.5f;
        }
        return new GateMix(null, frozen);
    }

    /// <summary>The gated output [B, ...] for the input [B, ...] of a block.</summary>
    public Tensor Apply(int gate, Func<Tensor, Tensor> tuned, Func<Tensor, Tensor> frozenCopy, Tensor input)
    {
        if (shares is null) return Choose(frozen![gate], tuned, frozenCopy, input);
        using var scope = NewDisposeScope();
        return lerp(tuned(input), frozenCopy(input), shares[gate]).MoveToOuterDisposeScope();
    }

    /// <summary>Neighbouring slices that take the same copy go through it together; cutting a batch between slices copies nothing.</summary>
    static Tensor Choose(bool[] choices, Func<Tensor, Tensor> tuned, Func<Tensor, Tensor> frozenCopy, Tensor input)
    {
        if (Array.TrueForAll(choices, choice => choice == choices[0])) return (choices[0] ? frozenCopy : tuned)(input);
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        for (int first = 0, next; first < choices.Length; first = next)
        {
            for (next = first + 1; next < choices.Length && choices[next] == choices[first];) next++;
            parts.Add((choices[first] ? frozenCopy : tuned)(input.narrow(0, first, next - first)));
        }
        return cat(parts, 0).MoveToOuterDisposeScope();
    }
}
