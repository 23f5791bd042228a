using SiteAdapt.Imaging;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// Updates parameters from their gradients, a handful of tensor operations however many parameters there are, and keeps its
/// memory by parameter name. Every parameter of its groups is updated at every step: one that got no gradient since
/// <see cref="ZeroGrad"/> has gradient zero (PyTorch would leave it out). Parameters in no group are never touched.
/// </summary>
public abstract class Optimizer : IDisposable
{
    readonly Dictionary<string, Tensor> state;
    readonly List<Segment> segments = [];
    readonly List<ParameterGroup> groups;

    private protected Optimizer(
        IEnumerable<(string Name, Parameter Parameter)> parameters, IReadOnlyList<ParameterGroup>? groups, double learningRate,
        IEnumerable<string> stateNames)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        LearningRate = learningRate;
        var all = parameters.ToList();
        this.groups = groups is null
            ? [new ParameterGroup([.. all.Where(entry => entry.Parameter.requires_grad).Select(entry => entry.Name)])]
            : [.. groups.Where(group => group.Names.Count > 0)];
        Flat = new FlatParameters(InGroupOrder(all, this.groups));
        state = stateNames.ToDictionary(name => name, _ => Flat.Allocate(), StringComparer.Ordinal);

        int first = 0;
        foreach (var group in this.groups)
        {
            segments.Add(new Segment(Flat, state, group, first, group.Names.Count, group.StartStep));
            first += group.Names.Count;
        }
    }

    /// <summary>"sgd" or "adam": what the state of this optimizer is called.</summary>
    public abstract string Kind { get; }

    /// <summary>Learning rate of the next step; each group multiplies it by its factor.</summary>
    public double LearningRate { get; set; }

    public FlatParameters Flat { get; }

    public IReadOnlyList<ParameterGroup> Groups => groups;

    /// <summary>Sets all gradients to zero. Use it instead of the network's zero_grad, which would take the gradients' storage away.</summary>
    public void ZeroGrad() => Flat.Gradients.zero_().Dispose();

    /// <summary>One update of every parameter.</summary>
    public void Step()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var segment in segments)
        {
            if (Flat.Slots[segment.First].Parameter.grad is null)
                throw new InvalidOperationException($"{Flat.Slots[segment.First].Name} lost its gradient: clear gradients with ZeroGrad of the optimizer");
            segment.Step++;
            Update(segment, LearningRate * segment.Group.LearningRateFactor);
        }
    }

    /// <summary>
    /// Adds the gradient of <paramref name="alpha"/> * sum((w - anchor)^2), 2 alpha (w - anchor), to the gradients of one group or
    /// of all (L2SP, protocol section 5.1). <paramref name="anchor"/>: see <see cref="FlatParameters.Flatten"/>.
    /// </summary>
    public void AddToGradient(double alpha, Tensor anchor, ParameterGroup? group = null) =>
        Pull(anchor, group, (part, difference) =>
        {
            using Scalar factor = 2 * alpha;
            part.Gradients.add_(difference, factor);
        });

    /// <summary>
    /// Moves the weights towards <paramref name="anchor"/> past the update rule, w -= learning rate * 2 alpha (w - anchor): the
    /// decoupled form, called after <see cref="Step"/>.
    /// </summary>
    public void Shrink(double alpha, Tensor anchor, ParameterGroup? group = null) =>
        Pull(anchor, group, (part, difference) =>
        {
            using Scalar factor = LearningRate * part.Group.LearningRateFactor * 2 * alpha;
            part.Values.add_(difference.mul_(factor), Scalars.MinusOne);
        });

    /// <summary>Whether all of the memory is finite numbers: weights can be where a second moment has overflowed.</summary>
    public bool IsFinite
    {
        get
        {
            using var scope = NewDisposeScope();
            return state.Values.All(flat => flat.isfinite().all().item<bool>());
        }
    }

    /// <summary>A copy of the memory of all parameters, in the order of the groups.</summary>
    public OptimizerState Export()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var result = new OptimizerState(Kind);
        foreach (var segment in segments)
            for (int i = segment.First; i < segment.First + segment.Count; i++)
            {
                var slot = Flat.Slots[i];
                var tensors = state.ToDictionary(entry => entry.Key, entry => Copy(entry.Value, slot), StringComparer.Ordinal);
                result.Add(slot.Name, new ParameterState(segment.Step, tensors));
            }
        return result;
    }

    /// <summary>
    /// Takes over the memory of the named parameters (all of this optimizer's by default) from another run, by name and as a copy;
    /// <paramref name="step"/> replaces the stored step counts. Learning rate and other settings stay as they are.
    /// </summary>
    /// <exception cref="InputException">Another optimizer's state, or parameters that are missing or have another shape: all are named.</exception>
    public void Import(OptimizerState source, IEnumerable<string>? names = null, long? step = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        List<string> wanted = [.. names ?? Flat.Slots.Select(slot => slot.Name)];
        OptimizerStateCheck.Refuse(source, Kind, wanted, Flat, state.Keys);

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var steps = segments.SelectMany(segment => Enumerable.Repeat(segment.Step, segment.Count)).ToArray();
        var places = Flat.Slots.Select((slot, index) => (slot.Name, index)).ToDictionary(entry => entry.Name, entry => entry.index);
        foreach (var name in wanted)
        {
            var memory = source.Parameters[name];
            steps[places[name]] = step ?? memory.Step;
            foreach (var (key, flat) in state)
            {
                var target = FlatParameters.View(flat, Flat.Slots[places[name]]);
                if (memory.Tensors.TryGetValue(key, out var tensor)) target.copy_(tensor);
                else target.zero_();
            }
        }
        Split(steps);
    }

    public void Dispose()
    {
        foreach (var segment in segments) segment.Dispose();
        foreach (var flat in state.Values) flat.Dispose();
        Flat.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract void Update(Segment segment, double learningRate);

    /// <summary>The gradient with the group's weight decay.</summary>
    private protected static Tensor Decayed(Segment segment)
    {
        if (segment.Group.WeightDecay == 0) return segment.Gradients;
        using Scalar decay = segment.Group.WeightDecay;
        return segment.Gradients.add(segment.Values, decay);
    }

    static Tensor Copy(Tensor flat, ParameterSlot slot)
    {
        var view = FlatParameters.View(flat, slot);
        return empty(slot.ShapeArray, flat.dtype, flat.device).copy_(view).DetachFromDisposeScope();
    }

    static List<(string, Parameter)> InGroupOrder(List<(string Name, Parameter Parameter)> all, IReadOnlyList<ParameterGroup> groups)
    {
        var byName = all.ToDictionary(entry => entry.Name, entry => entry.Parameter, StringComparer.Ordinal);
        return [.. groups.SelectMany(group => group.Names).Select(name => byName.TryGetValue(name, out var parameter)
            ? (name, parameter)
            : throw new ArgumentException($"a parameter group names {name}, which the network does not have", nameof(groups)))];
    }

    void Pull(Tensor anchor, ParameterGroup? group, Action<Segment, Tensor> apply)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var segment in segments.Where(segment => group is null || ReferenceEquals(segment.Group, group)))
            apply(segment, segment.Values.add(anchor.narrow(0, segment.Start, segment.Length), Scalars.MinusOne));
    }

    /// <summary>Cuts the groups anew where neighbours have different step counts.</summary>
    void Split(long[] steps)
    {
        foreach (var segment in segments) segment.Dispose();
        segments.Clear();
        int first = 0;
        foreach (var group in groups)
        {
            int end = first + group.Names.Count;
            while (first < end)
            {
                int count = 1;
                while (first + count < end && steps[first + count] == steps[first]) count++;
                segments.Add(new Segment(Flat, state, group, first, count, steps[first]));
                first += count;
            }
        }
    }
}
