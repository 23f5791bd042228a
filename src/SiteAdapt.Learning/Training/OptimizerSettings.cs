using TorchSharp.Modules;

namespace SiteAdapt.Learning;

public enum OptimizerKind
{
    Adam,
    Sgd,
}

/// <summary>
/// The optimizer of a run. Defaults are the protocol's (section 3.1): SGD with momentum 0.9 and Nesterov, Adam with betas
/// 0.9 and 0.999 and eps 1e-8, no weight decay. Fields of the other kind are not used.
/// </summary>
public sealed record OptimizerSettings(OptimizerKind Kind)
{
    public double Momentum { get; init; } = 0.9;

    public bool Nesterov { get; init; } = true;

    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.999;

    /// <summary>Adam's step counter before the first step.</summary>
    public int StartStep { get; init; }

    /// <summary>An optimizer of the named parameters; all others get no gradient.</summary>
    /// <param name="isNew">Parameters that start from scratch: a group of their own, whose step counter starts at 0.</param>
    public Optimizer Create(Network network, IReadOnlyList<string> trained, Func<string, bool>? isNew = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        var names = trained.ToHashSet(StringComparer.Ordinal);
        network.SetTrainable(names.Contains);
        var fresh = trained.Where(name => isNew?.Invoke(name) == true).ToList();
        return Create(network.NamedParameters(), [new ParameterGroup([.. trained.Except(fresh)], StartStep: StartStep), new ParameterGroup(fresh)]);
    }

    /// <summary>An optimizer of the groups' parameters, which may be of several networks.</summary>
    public Optimizer Create(IEnumerable<(string Name, Parameter Parameter)> parameters, IReadOnlyList<ParameterGroup> groups) => Kind == OptimizerKind.Sgd
        ? new Sgd(parameters, 0, new SgdSettings(Momentum, Nesterov), groups)
        : new Adam(parameters, 0, new AdamSettings(Beta1, Beta2), groups);
}
