using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// One step of a DenseNet's encoder, which can be run by itself: the stem, a dense layer or a transition. A gated network mixes
/// the <see cref="Forward"/> of two copies and appends the mixture.
/// </summary>
public sealed class DenseNetBlock
{
    readonly Func<Tensor, Tensor> forward;
    readonly string[] modules;

    internal DenseNetBlock(string name, bool appends, Func<Tensor, Tensor> forward, params string[] modules)
    {
        (Name, Appends) = (name, appends);
        this.forward = forward;
        this.modules = modules;
    }

    /// <summary>"stem", "denseblock1.denselayer1" or "transition1".</summary>
    public string Name { get; }

    /// <summary>Whether the output is put behind the input's channels (dense layers), and does not replace the input.</summary>
    public bool Appends { get; }

    /// <summary>Whether a parameter or buffer of the network belongs to this block.</summary>
    public bool Owns(string tensorName)
    {
        ArgumentNullException.ThrowIfNull(tensorName);
        return Array.Exists(modules, module => tensorName.StartsWith(module, StringComparison.Ordinal));
    }

    /// <summary>The block's own output for the features so far: a dense layer's [B, 32, H, W], a transition's [B, C / 2, H / 2, W / 2].</summary>
    public Tensor Forward(Tensor features) => forward(features);

    /// <summary>The features after the block: its output, behind the input's channels where the block appends.</summary>
    public Tensor Next(Tensor features)
    {
        using var scope = NewDisposeScope();
        return Append(features, forward(features)).MoveToOuterDisposeScope();
    }

    /// <summary>The features after the block for an output that the caller has, a mixture of two for instance.</summary>
    public Tensor Append(Tensor features, Tensor output) => Appends ? cat([features, output], 1) : output;
}
