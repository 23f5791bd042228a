using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>What training minimizes, besides the penalties of a method: the forward pass of a batch and its mean loss.</summary>
public interface IObjective
{
    /// <summary>The loss as a scalar with its graph.</summary>
    Tensor Loss(Network network, Batch batch);
}

/// <summary>Mean binary cross-entropy of every pixel of every structure.</summary>
public sealed class SegmentationObjective : IObjective
{
    public static SegmentationObjective Instance { get; } = new();

    public Tensor Loss(Network network, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(batch);
        return Losses.BinaryCrossEntropy(network.forward(batch.Images), batch.Labels);
    }
}
