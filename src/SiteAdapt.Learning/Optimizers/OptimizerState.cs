using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// What an optimizer remembers, by parameter name. The tensors are copies of its own, in C order, that no dispose scope owns.
/// </summary>
public sealed class OptimizerState : IDisposable
{
    readonly Dictionary<string, ParameterState> parameters = new(StringComparer.Ordinal);

    public OptimizerState(string kind) => Kind = kind;

    /// <summary>"sgd" or "adam".</summary>
    public string Kind { get; }

    public IReadOnlyDictionary<string, ParameterState> Parameters => parameters;

    /// <summary>Whether every tensor is finite numbers.</summary>
    public bool IsFinite
    {
        get
        {
            using var scope = NewDisposeScope();
            return parameters.Values.SelectMany(state => state.Tensors.Values).All(tensor => tensor.isfinite().all().item<bool>());
        }
    }

    public void Add(string parameterName, ParameterState state) => parameters.Add(parameterName, state);

    public void Dispose()
    {
        foreach (var state in parameters.Values)
            foreach (var tensor in state.Tensors.Values) tensor.Dispose();
    }
}

/// <summary>
/// One parameter's memory: the number of updates, and tensors of the parameter's shape: "momentum_buffer" for SGD,
/// "exp_avg" and "exp_avg_sq" for Adam. No tensors at all stand for zeros, the state before the first update.
/// </summary>
public sealed record ParameterState(long Step, IReadOnlyDictionary<string, Tensor> Tensors);
