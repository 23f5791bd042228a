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
        var gradient = segment.Group.WeightDecay == 0
            ? segment.Gradients
            : segment.Gradients.add(segment.Values, segment.Group.WeightDecay);
        var buffer = segment.State[Buffer];
        buffer.mul_(settings.Momentum).add_(gradient);
        if (settings.Nesterov)
        {
            segment.Values.add_(gradient, -learningRate);
            segment.Values.add_(buffer, -learningRate * settings.Momentum);
        }
        else
            segment.Values.add_(buffer, -learningRate);
    }
}
