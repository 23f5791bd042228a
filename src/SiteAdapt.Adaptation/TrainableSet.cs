using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation;

/// <summary>
/// Which parameters are trained: "all", "none", "first" and "last" (the network says which layers these are, section 1.3),
/// "norm" (scale and shift of every normalisation layer), or prefixes of parameter names separated by commas.
/// </summary>
public sealed record TrainableSet(string Rule)
{
    public static TrainableSet All { get; } = new("all");

    public static TrainableSet None { get; } = new("none");

    public static TrainableSet First { get; } = new("first");

    public static TrainableSet Last { get; } = new("last");

    /// <summary>Names of the trained parameters, in the network's order.</summary>
    /// <param name="isNew">Parameters that start from scratch, which are trained under every rule.</param>
    public IReadOnlyList<string> Select(Network network, Func<string, bool>? isNew = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        Func<string, bool> isTrained = Rule switch
        {
            "all" => _ => true,
            "none" => _ => false,
            "first" => network.IsFirstLayer,
            "last" => network.IsLastLayer,
            "norm" => network.IsNorm,
            _ => Prefixed(network),
        };
        return [.. network.NamedParameters().Select(parameter => parameter.Name).Where(name => isTrained(name) || (this != None && isNew?.Invoke(name) == true))];
    }

    Func<string, bool> Prefixed(Network network)
    {
        string[] prefixes = Rule.Split(',', StringSplitOptions.TrimEntries);
        foreach (string prefix in prefixes)
            if (prefix.Length == 0 || !network.NamedParameters().Any(parameter => parameter.Name.StartsWith(prefix, StringComparison.Ordinal)))
                throw new Imaging.InputException($"trainable: no parameter name starts with '{prefix}'. Groups of this network: {string.Join(", ", Groups(network))}; or use all, none, first, last, norm.");
        return name => prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    static IEnumerable<string> Groups(Network network) =>
        network.NamedParameters().Select(parameter => parameter.Name.Split('.')[0]).Distinct();

    public override string ToString() => Rule;
}
