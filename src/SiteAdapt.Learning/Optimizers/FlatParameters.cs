using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// Moves parameters into one 1-D tensor and their gradients into another: the parameters become views, so that an operation on
/// the flat tensor is one on all of them. Weights in channels-last layout keep it. Each parameter starts at a multiple of 64
/// bytes (what vector kernels like); the gaps between are zero and stay so.
/// From then on the parameters must be changed in place only, and keep their type and device.
/// </summary>
public sealed class FlatParameters : IDisposable
{
    const int AlignedElements = 16;

    readonly Dictionary<string, ParameterSlot> byName = new(StringComparer.Ordinal);

    public FlatParameters(IReadOnlyList<(string Name, Parameter Parameter)> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Count == 0) throw new ArgumentException("there is no parameter to train", nameof(parameters));
        Check(parameters);

        long length = 0;
        foreach (var (name, parameter) in parameters)
        {
            var slot = new ParameterSlot(name, parameter, length);
            if (!byName.TryAdd(name, slot)) throw new ArgumentException($"parameter {name} is given twice", nameof(parameters));
            length += (slot.Count + AlignedElements - 1) / AlignedElements * AlignedElements;
        }
        Slots = [.. parameters.Select(entry => byName[entry.Name])];

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Values = zeros(length, parameters[0].Parameter.dtype, parameters[0].Parameter.device).DetachFromDisposeScope();
        Gradients = Allocate();
        foreach (var slot in Slots) TakeOver(slot);
    }

    /// <summary>All parameters; [length].</summary>
    public Tensor Values { get; }

    /// <summary>All gradients, at the places of their parameters; backward passes add to it.</summary>
    public Tensor Gradients { get; }

    /// <summary>The parameters in the order of their places.</summary>
    public IReadOnlyList<ParameterSlot> Slots { get; }

    public bool TryGetSlot(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ParameterSlot? slot) =>
        byName.TryGetValue(name, out slot);

    /// <summary>A zeroed flat tensor like <see cref="Values"/>, which no dispose scope owns.</summary>
    public Tensor Allocate() => zeros_like(Values).DetachFromDisposeScope();

    /// <summary>The part of a flat tensor that belongs to one parameter, as a view in the parameter's shape and layout.</summary>
    public static Tensor View(Tensor flat, ParameterSlot slot)
    {
        ArgumentNullException.ThrowIfNull(flat);
        ArgumentNullException.ThrowIfNull(slot);
        using var part = flat.narrow(0, slot.Offset, slot.Count);
        return MemoryLayout.View(part, slot.ShapeArray, slot.ChannelsLast);
    }

    /// <summary>
    /// A flat copy of tensors given by name, such as the source weights that L2SP pulls towards; parameters without one are zero.
    /// No dispose scope owns it.
    /// </summary>
    public Tensor Flatten(IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var flat = Allocate();
        using var noGrad = no_grad();
        foreach (var (name, tensor) in tensors)
        {
            if (!byName.TryGetValue(name, out var slot)) continue;
            if (!tensor.shape.AsSpan().SequenceEqual(slot.ShapeArray))
                throw new ArgumentException($"{name} has shape [{string.Join(", ", tensor.shape)}], "
                    + $"the parameter [{string.Join(", ", slot.Shape)}]", nameof(tensors));
            using var view = View(flat, slot);
            view.copy_(tensor).Dispose();
        }
        return flat;
    }

    public void Dispose()
    {
        Values.Dispose();
        Gradients.Dispose();
    }

    static void Check(IReadOnlyList<(string Name, Parameter Parameter)> parameters)
    {
        var (type, device) = (parameters[0].Parameter.dtype, parameters[0].Parameter.device.ToString());
        foreach (var (name, parameter) in parameters)
        {
            if (!parameter.requires_grad) throw new ArgumentException($"parameter {name} is frozen: leave it out of all groups", nameof(parameters));
            if (parameter.dtype != type || parameter.device.ToString() != device)
                throw new ArgumentException($"parameter {name} is {parameter.dtype} on {parameter.device}, "
                    + $"{parameters[0].Name} is {type} on {device}", nameof(parameters));
        }
    }

    void TakeOver(ParameterSlot slot)
    {
        var value = View(Values, slot);
        value.copy_(slot.Parameter);
        slot.Parameter.set_(value);
        slot.Parameter.grad = View(Gradients, slot);
    }
}
