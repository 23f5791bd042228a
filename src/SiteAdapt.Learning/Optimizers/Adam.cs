using TorchSharp;
using TorchSharp.Modules;

namespace SiteAdapt.Learning;

/// <summary>Settings of <see cref="Adam"/>; the defaults are those of the protocol (section 3.1).</summary>
public sealed record AdamSettings(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8);

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) with PyTorch's placement of epsilon: w -= lr / (1 - beta1^t) * M / (sqrt(V / (1 - beta2^t)) + eps),
/// where t counts from the group's start step or from a loaded state.
/// </summary>
public sealed class Adam : Optimizer
{
    const string FirstMoment = "exp_avg", SecondMoment = "exp_avg_sq";

    readonly AdamSettings settings;

    public Adam(
        IEnumerable<(string Name, Parameter Parameter)> parameters, double learningRate, AdamSettings? settings = null,
        IReadOnlyList<ParameterGroup>? groups = null)
        : base(parameters, groups, learningRate, [FirstMoment, SecondMoment]) => this.settings = settings ?? new();

    public override string Kind => "adam";

    private protected override void Update(Segment segment, double learningRate)
    {
        double correction1 = 1 - Math.Pow(settings.Beta1, segment.Step), correction2 = 1 - Math.Pow(settings.Beta2, segment.Step);
        // Held while they are in use, see Scalars.
        using Scalar keep1 = settings.Beta1, take1 = 1 - settings.Beta1, keep2 = settings.Beta2, take2 = 1 - settings.Beta2;
        using Scalar root = Math.Sqrt(correction2), epsilon = settings.Epsilon, rate = -learningRate / correction1;

        var gradient = Decayed(segment);
        var (first, second) = (segment.State[FirstMoment], segment.State[SecondMoment]);
        first.mul_(keep1).add_(gradient, take1);
        second.mul_(keep2).addcmul_(gradient, gradient, take2);
        var denominator = second.sqrt().div_(root).add_(epsilon, Scalars.One);
        segment.Values.addcdiv_(first, denominator, rate);
    }
}
