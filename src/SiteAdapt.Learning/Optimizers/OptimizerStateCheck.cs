using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>Compares a stored optimizer state with the parameters it is meant for, before anything is copied.</summary>
static class OptimizerStateCheck
{
    const int MostShown = 10;

    public static void Refuse(
        OptimizerState source, string kind, IReadOnlyList<string> wanted, FlatParameters flat, IReadOnlyCollection<string> keys)
    {
        if (source.Kind != kind)
            throw new InputException($"the optimizer state is one of {source.Kind}, but this run uses {kind}: "
                + $"choose --optimizer {source.Kind}, or start without the stored state");
        var faults = wanted.SelectMany(name => Faults(source, name, flat, keys)).ToList();
        if (faults.Count == 0) return;
        string more = faults.Count > MostShown ? $"; and {faults.Count - MostShown} more" : "";
        throw new InputException($"the optimizer state does not fit this network: {string.Join("; ", faults.Take(MostShown))}{more}. "
            + "It must come from a run with the same network.");
    }

    static IEnumerable<string> Faults(OptimizerState source, string name, FlatParameters flat, IReadOnlyCollection<string> keys)
    {
        if (!flat.TryGetSlot(name, out var slot))
        {
            yield return $"{name} is not a trained parameter";
            yield break;
        }
        if (!source.Parameters.TryGetValue(name, out var state))
        {
            yield return $"{name} is missing";
            yield break;
        }
        if (state.Step < 0) yield return $"{name} has the step {state.Step}";
        foreach (var key in state.Tensors.Keys.Where(key => !keys.Contains(key)))
            yield return $"{name} has an unknown {key}";
        // Nothing at all is the state before the first update; a part of it is a fault.
        foreach (var key in keys)
            if (!state.Tensors.TryGetValue(key, out var tensor))
            {
                if (state.Tensors.Count > 0) yield return $"{name} has no {key}";
            }
            else if (!tensor.shape.AsSpan().SequenceEqual(slot.ShapeArray))
                yield return $"{key} of {name} has shape [{string.Join(", ", tensor.shape)}], expected [{string.Join(", ", slot.Shape)}]";
    }
}
