using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>Input and outputs of a <see cref="DenseNet121"/>.</summary>
public sealed record DenseNetSettings
{
    /// <summary>1 (grey) or 3 (as the published ImageNet weights).</summary>
    public int InputChannels { get; init; } = 1;

    /// <summary>
    /// Linear heads on the shared encoder, each with its number of findings; the first is the one that the network's forward uses.
    /// Usually one, named as torchvision names it.
    /// </summary>
    public IReadOnlyList<(string Name, int Outputs)> Heads { get; init; } = [(DenseNet121.Classifier, 1)];

    internal void Validate()
    {
        if (InputChannels is not (1 or 3)) throw new InputException($"network setting InputChannels is {InputChannels}; it must be 1 or 3");
        if (Heads.Count == 0) throw new InputException("network setting Heads is empty; give one head at least");
        foreach (var (name, outputs) in Heads)
        {
            if (string.IsNullOrEmpty(name) || name == "features" || name.Contains('.', StringComparison.Ordinal))
                throw new InputException($"network setting Heads: '{name}' cannot name a head; use a word without dots, not 'features'");
            if (outputs is < 1 or > 10_000)
                throw new InputException($"network setting Heads: {name} has {outputs} findings; it must have 1 to 10000");
        }
        if (Heads.GroupBy(head => head.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InputException($"network setting Heads: the name '{twice.Key}' is given twice");
    }
}
