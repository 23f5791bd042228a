using TorchSharp;
using TorchSharp.Modules;

namespace SiteAdapt.Learning;

/// <summary>Settings of <see cref="Sgd"/>; the defaults are those of the protocol (section 3.1).</summary>
public sealed record SgdSettings(double Momentum = 0.9, bool Nesterov = true);

/// <summary>
/// Stochastic gradient descent with momentum as in PyTorch, without dampening: H = momentum * H + g, w -= lr * H, or with
/// Nesterov w -= lr * (g + momentum * H). An empty buffer is one of zeros.
/// </summary>
public sealed class Sgd : Optimizer
{
    const string Buffer = "momentum_buffer";

    readonly SgdSettings settings;

    public Sgd(
        IEnumerable<(string Name, Parameter Parameter)> parameters, double learningRate, SgdSettings? settings = null,
        IReadOnlyList<ParameterGroup>? groups = null)
        : base(parameters, groups, learningRate, [Buffer]) => this.settings = settings ?? new();

    public override string Kind => "sgd";

    private protected override void Update(Segment segment, double learningRate)
    {
        // Held while they are in use, see Scalars.
        using Scalar momentum = settings.Momentum, rate = -learningRate, momentumRate = -learningRate * settings.Momentum;
        var gradient = Decayed(segment);
        var buffer = segment.State[Buffer];
        buffer.mul_(momentum).add_(gradient, Scalars.One);
        if (settings.Nesterov)
        {
            segment.Values.add_(gradient, rate);
            segment.Values.add_(buffer, momentumRate);
        }
        else
            segment.Values.add_(buffer, rate);
    }
}
