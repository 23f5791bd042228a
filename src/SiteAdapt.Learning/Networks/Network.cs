using SiteAdapt.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SiteAdapt.Learning;

/// <summary>
/// A network whose tensors are known by name, in registration order, which is the order of PyTorch's state_dict: weights files,
/// optimizer state and sets of trainable layers all go by these names.
/// </summary>
public abstract class Network : Module<Tensor, Tensor>
{
    protected Network(string name) : base(name) { }

    /// <summary>Height and width of an input must be multiples of this.</summary>
    public abstract int SideMultiple { get; }

    public abstract int InputChannels { get; }

    /// <summary>One logit for each structure or finding.</summary>
    public abstract int OutputChannels { get; }

    /// <summary>Whether inputs and convolution weights are kept with the channels innermost in memory.</summary>
    public bool ChannelsLast { get; private set; }

    /// <summary>Of the activations and of the products in convolutions; weights, statistics, logits and losses are float32 whatever it is.</summary>
    public Precision Precision { get; set; }

    /// <summary>How <see cref="Initialize"/> draws the weights.</summary>
    public virtual InitialWeights InitialWeights => InitialWeights.KaimingUniform;

    /// <summary>Whether a parameter belongs to the first layers, the ones that "fine-tune-first" trains.</summary>
    public abstract bool IsFirstLayer(string parameterName);

    /// <summary>Whether a parameter belongs to the last layers, the ones that "fine-tune-last" trains.</summary>
    public abstract bool IsLastLayer(string parameterName);

    /// <summary>Whether a parameter is the scale or shift of a normalisation layer.</summary>
    public bool IsNorm(string parameterName) =>
        named_modules().Any(entry => entry.module is NormBase && parameterName.StartsWith(entry.name + ".", StringComparison.Ordinal));

    /// <summary>Trainable tensors in registration order, frozen ones included.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> NamedParameters() => [.. named_parameters()];

    /// <summary>Running statistics and batch counters in registration order.</summary>
    public IReadOnlyList<(string Name, Tensor Buffer)> NamedBuffers() => [.. named_buffers()];

    /// <summary>Parameters and buffers in the order of PyTorch's state_dict.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> State() => [.. StateOf(this, "")];

    /// <summary>Whether every weight and every running statistic is a finite number.</summary>
    public bool IsFinite
    {
        get
        {
            using var scope = NewDisposeScope();
            return State().Where(entry => entry.Tensor.is_floating_point()).All(entry => entry.Tensor.isfinite().all().item<bool>());
        }
    }

    /// <summary>
    /// Switches between training and evaluation. With <paramref name="normFrozen"/> the batch-norm layers normalise with their
    /// running statistics and leave them as they are, also in training; their affine parameters still get gradients.
    /// </summary>
    public void SetTraining(bool training, bool normFrozen = false)
    {
        train(training);
        if (normFrozen)
            foreach (var norm in modules().OfType<NormBase>())
                norm.eval();
    }

    /// <summary>Lets gradients flow only to the chosen parameters; returns their names in registration order.</summary>
    public IReadOnlyList<string> SetTrainable(Func<string, bool> isTrainable)
    {
        ArgumentNullException.ThrowIfNull(isTrainable);
        var names = new List<string>();
        foreach (var (name, parameter) in named_parameters())
        {
            parameter.requires_grad = isTrainable(name);
            if (parameter.requires_grad) names.Add(name);
        }
        return names;
    }

    /// <summary>Draws all weights anew and resets the running statistics; see <see cref="WeightInitializer"/>.</summary>
    public void Initialize(RandomStream random) => WeightInitializer.Initialize(this, InitialWeights, random);

    /// <summary>
    /// Chooses the memory layout. Call it before an optimizer is built, because an optimizer takes the weights over into storage
    /// of its own. Results stay the same up to rounding, which in float32 training is coarser with channels last: libtorch's
    /// batch norm then sums a channel in plain float order (relative error of its output, seen on one thread with 16 slices:
    /// 4e-6 at 64 x 64, 3e-5 at 128 x 128, 2e-4 at 256 x 256; 1e-7 otherwise). Evaluation is not touched by that.
    /// </summary>
    public void SetChannelsLast(bool channelsLast)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (_, parameter) in named_parameters())
            if (parameter.dim() == 4)
                parameter.set_(channelsLast ? MemoryLayout.ToChannelsLast(parameter) : parameter.contiguous());
        ChannelsLast = channelsLast;
    }

    // TorchSharp's own state_dict puts all parameters first; PyTorch's goes module by module.
    static IEnumerable<(string, Tensor)> StateOf(Module module, string prefix)
    {
        foreach (var (name, parameter) in module.named_parameters(recurse: false)) yield return (prefix + name, parameter);
        foreach (var (name, buffer) in module.named_buffers(recurse: false)) yield return (prefix + name, buffer);
        foreach (var (name, child) in module.named_children())
            foreach (var entry in StateOf(child, $"{prefix}{name}.")) yield return entry;
    }

    /// <summary>Whether a tensor's name starts with one of some prefixes, module names with the dot at their end.</summary>
    protected static bool InModule(string name, params ReadOnlySpan<string> prefixes)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var prefix in prefixes)
            if (name.StartsWith(prefix, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>A result, as everybody else computes with it.</summary>
    protected static Tensor Full(Tensor result) => result.dtype == ScalarType.BFloat16 ? result.to(ScalarType.Float32) : result;

    /// <summary>Brings an input [B, C, H, W] into the network's memory layout and precision, and checks its shape.</summary>
    protected Tensor Prepare(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var shape = input.shape;
        if (shape.Length != 4 || shape[1] != InputChannels || shape[2] % SideMultiple != 0 || shape[3] % SideMultiple != 0)
            throw new ArgumentException($"{GetName()} takes [batch, {InputChannels}, height, width] with sides that are multiples of "
                + $"{SideMultiple}, not [{string.Join(", ", shape)}]", nameof(input));
        var images = Precision == Precision.BFloat16 ? input.to(ScalarType.BFloat16) : input;
        return ChannelsLast ? MemoryLayout.ToChannelsLast(images) : images.contiguous();
    }
}
