using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// SpotTUNet's main network (protocol section 1.5): a tuned and a frozen copy of every block, between which a policy network
/// chooses for each sample and block. The tuned copy's tensors have the plain network's names, the frozen copy's stand under
/// "frozen.", the policy's under "policy.". The two copies share no tensor.
/// </summary>
public abstract class GatedNetwork : Network
{
    /// <summary>What stands before the names of the frozen copy's tensors.</summary>
    public const string FrozenPrefix = "frozen.";

    const string PolicyPrefix = "policy.";

    /// <summary>Temperature of the Gumbel-softmax, and of the softmax where the gates are soft.</summary>
    const double Temperature = 0.1;

    readonly GateRecord settings;

    /// <param name="gates">A name for each gate: the block that it gates.</param>
    private protected GatedNetwork(string name, Network tuned, Network frozen, GateRecord settings, IReadOnlyList<string> gates) : base(name)
    {
        (Tuned, Frozen, this.settings, GateNames) = (tuned, frozen, settings, gates);
        Policy = new PolicyNetwork(tuned.InputChannels, gates.Count);
        Usage = new GateUsage(gates);
        foreach (var (child, module) in tuned.named_children()) register_module(child, module);
        register_module(FrozenPrefix[..^1], new Parts(frozen));
        register_module(PolicyPrefix[..^1], Policy);
    }

    public IReadOnlyList<string> GateNames { get; }

    public Network Tuned { get; }

    public Network Frozen { get; }

    public PolicyNetwork Policy { get; }

    /// <summary>The noise of the gates in training; null: they are as in evaluation.</summary>
    public RandomStream? Noise { get; set; }

    /// <summary>
    /// The gates of the last forward in training, [B, gates], 1 for the frozen copy, with the graph back to the policy. They
    /// belong to the network, which disposes them at the next forward in training.
    /// </summary>
    public Tensor? Gates { get; private set; }

    /// <summary>The use of the gates in evaluation.</summary>
    public GateUsage Usage { get; }

    public override int SideMultiple => Math.Max(8, Tuned.SideMultiple); // 8: the policy's

    public override int InputChannels => Tuned.InputChannels;

    public override int OutputChannels => Tuned.OutputChannels;

    public static bool IsPolicy(string parameterName) => StartsWith(parameterName, PolicyPrefix);

    public static bool IsTuned(string parameterName) => !StartsWith(parameterName, FrozenPrefix) && !IsPolicy(parameterName);

    public override bool IsFirstLayer(string parameterName) => IsTuned(parameterName) && Tuned.IsFirstLayer(parameterName);

    public override bool IsLastLayer(string parameterName) => IsTuned(parameterName) && Tuned.IsLastLayer(parameterName);

    /// <summary>Both copies with the weights that <paramref name="load"/> gives a plain network, and a new policy.</summary>
    public void StartFrom(Action<Network> load, RandomStream policy)
    {
        ArgumentNullException.ThrowIfNull(load);
        load(Tuned);
        load(Frozen);
        Policy.Initialize(policy);
    }

    public override Tensor forward(Tensor input) => RunGated(input, Run);

    /// <summary>The network's output for images in its layout and given gates.</summary>
    private protected abstract Tensor Run(Tensor images, GateMix gates);

    /// <summary>Lets the policy decide on the input, notes what it decided, and runs a part of the network by it.</summary>
    private protected Tensor RunGated(Tensor input, Func<Tensor, GateMix, Tensor> run)
    {
        using var scope = NewDisposeScope();
        var images = Prepare(input);
        var gates = Decide(images);
        if (!training) Usage.Add(Values(gates));
        var output = run(images, Mix(gates)).MoveToOuterDisposeScope();
        if (!training) return output;
        Gates?.Dispose();
        Gates = gates.DetachFromDisposeScope();
        return output;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Gates?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Both copies, mixed by given shares of the frozen one, [B, gates].</summary>
    internal Tensor RunWith(Tensor input, Tensor gates)
    {
        using var scope = NewDisposeScope();
        return Run(Prepare(input), GateMix.Of(gates)).MoveToOuterDisposeScope();
    }

    private protected GateMix Mix(Tensor gates) => training || settings.Soft
        ? GateMix.Of(gates)
        : GateMix.Choosing(Values(gates), GateNames.Count);

    /// <summary>The share of the frozen copy, [B, gates].</summary>
    internal Tensor Decide(Tensor images)
    {
        using var scope = NewDisposeScope();
        using Scalar inverse = 1 / Temperature;
        var columns = Policy.forward(images).unbind(2);
        // Of two columns, softmax is the sigmoid of their difference, and the larger one is where its sign is.
        var difference = columns[1].add(columns[0], Scalars.MinusOne);
        if (settings.Soft) return difference.mul(inverse).sigmoid().MoveToOuterDisposeScope();
        if (training && Noise is { } random) difference = difference.add(GumbelDifference(random, difference.shape).to(difference.dtype).to(difference.device), Scalars.One);
        var hard = difference.gt(Scalars.Zero).to(difference.dtype);
        if (!training) return hard.MoveToOuterDisposeScope();
        // Straight through: the value of the hard choice (x - x is exactly 0), the gradient of the soft one.
        var soft = difference.mul(inverse).sigmoid();
        return hard.add(soft.add(soft.detach(), Scalars.MinusOne), Scalars.One).MoveToOuterDisposeScope();
    }

    /// <summary>The difference of two Gumbel variates, -log(-log(u)), for each gate.</summary>
    static Tensor GumbelDifference(RandomStream random, long[] shape)
    {
        static double Gumbel(double u) => -Math.Log(-Math.Log(u + 1e-20) + 1e-20);
        var values = new double[shape[0] * shape[1]];
        for (int i = 0; i < values.Length; i++)
        {
            double tuned = Gumbel(random.NextDouble()), frozen = Gumbel(random.NextDouble());
            values[i] = frozen - tuned;
        }
        return tensor(values, shape);
    }

    // Not the network itself: TorchSharp would register its fields a second time, under the fields' names.
    sealed class Parts : nn.Module
    {
        public Parts(Network network) : base(nameof(Parts))
        {
            foreach (var (name, module) in network.named_children()) register_module(name, module);
        }
    }

    static float[] Values(Tensor gates)
    {
        using var scope = NewDisposeScope();
        return gates.detach().to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
    }

    static bool StartsWith(string name, string prefix)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(prefix, StringComparison.Ordinal);
    }
}
