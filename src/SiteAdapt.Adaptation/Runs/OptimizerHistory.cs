using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation;

/// <summary>OCTL's transfer: puts the source optimizer's memory into the new optimizer, by parameter name (section 4.2).</summary>
static class OptimizerHistory
{
    public static void Load(Optimizer optimizer, OptimizerStart start, SourceModel source, OptimizerKind kind, long seed, ModelRecord? model = null)
    {
        if (start.History == History.None) return;
        if (source.Record.Optimizer.Kind != kind)
            throw new InputException($"{source.Path}: holds the memory of {Name(source.Record.Optimizer.Kind)}, but this run uses {Name(kind)}; their memories do not fit. "
                + $"Use --optimizer {Name(source.Record.Optimizer.Kind)}, or pre-train with --optimizer {Name(kind)}.");
        if (kind == OptimizerKind.Sgd && start.History != History.All)
            throw new InputException("history: first-moment and second-moment are Adam's; SGD has one buffer. Use history=all or history=none, or --optimizer adam.");
        using var state = source.Checkpoint.LoadOptimizer();
        if (state.Parameters.Count == 0 || state.Parameters.Values.All(parameter => parameter.Tensors.Count == 0))
            throw new InputException($"{source.Path}: its checkpoint holds no optimizer memory, which this method continues. Rebuild it from source data (siteadapt model rebuild-history), choose a method without it (fine-tune-all, mmtl), or pre-train again.");
        Change(state, start, new RandomStream(seed, "history"));
        // A new head has no history: it starts at zero, with a step counter of its own.
        var wanted = optimizer.Flat.Slots.Select(slot => slot.Name).Where(name => AdaptedHeads.NameAtSource(model, name) is not null).ToList();
        using var kept = Keep(state, start.History, wanted, name => AdaptedHeads.NameAtSource(model, name)!);
        optimizer.Import(kept, wanted, start.Step ?? 0);
    }

    static string Name(OptimizerKind kind) => kind == OptimizerKind.Sgd ? "sgd" : "adam";

    /// <summary>The controls that keep the sizes of the first moment and destroy or turn its direction.</summary>
    static void Change(OptimizerState state, OptimizerStart start, RandomStream random)
    {
        if (start.Change == HistoryChange.Keep) return;
        using var scope = NewDisposeScope();
        foreach (var parameter in state.Parameters.Values)
            foreach (var (key, tensor) in parameter.Tensors)
            {
                if (key is not ("momentum_buffer" or "exp_avg")) continue;
                if (start.Change == HistoryChange.Flip) tensor.neg_(); // gives the tensor itself, which must not be disposed here
                else Shuffle(tensor, random);
            }
    }

    static void Shuffle(Tensor tensor, RandomStream random)
    {
        var values = tensor.data<float>().ToArray();
        random.Shuffle<float>(values);
        tensor.copy_(torch.tensor(values, tensor.shape));
    }

    /// <summary>Only the wanted parameters and moments; a moment that is left out starts at zero. The result shares no tensor with the state.</summary>
    static OptimizerState Keep(OptimizerState state, History history, IEnumerable<string> names, Func<string, string> nameAtSource)
    {
        var kept = new OptimizerState(state.Kind);
        foreach (string name in names)
            if (state.Parameters.TryGetValue(nameAtSource(name), out var parameter))
                kept.Add(name, new ParameterState(parameter.Step, parameter.Tensors.ToDictionary(entry => entry.Key, entry =>
                    (IsKept(entry.Key, history) ? entry.Value.clone() : torch.zeros_like(entry.Value)).DetachFromDisposeScope())));
        return kept;
    }

    static bool IsKept(string key, History history) =>
        history == History.All || key == (history == History.FirstMoment ? "exp_avg" : "exp_avg_sq");
}
