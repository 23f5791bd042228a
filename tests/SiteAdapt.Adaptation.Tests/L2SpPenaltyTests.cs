using SiteAdapt.Learning;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace SiteAdapt.Adaptation.Tests;

public class L2SpPenaltyTests
{
    /// <summary>Against autograd: the data loss plus alpha * sum (w - w0)^2.</summary>
    [Fact]
    public void Should_add_the_gradient_of_the_penalty()
    {
        using var scope = NewDisposeScope();
        var start = linspace(-1, 1, 12, dtype: ScalarType.Float64).reshape(3, 4);
        var parameter = new Parameter(start.clone());
        using var optimizer = new Sgd([("w", parameter)], 1e-3);
        using var penalty = new L2SpPenalty(0.1).Around(optimizer);
        using (no_grad()) parameter.add_(arange(12, dtype: ScalarType.Float64).reshape(3, 4).mul(0.1));

        optimizer.ZeroGrad();
        parameter.pow(3).sum().backward();
        penalty.AddGradient(optimizer);

        var plain = new Parameter(parameter.detach().clone());
        (plain.pow(3).sum() + 0.1 * (plain - start).pow(2).sum()).backward();
        Assert.True(plain.grad!.allclose(parameter.grad!, 1e-12, 1e-12));
        var pull = parameter.grad! - 3 * parameter.detach().pow(2);
        Assert.True(pull.allclose(0.2 * (parameter.detach() - start), 1e-10, 1e-12));
    }

    [Fact]
    public void Should_pull_after_the_step_and_leave_the_gradient_when_decoupled()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones(4, ScalarType.Float64));
        using var optimizer = new Adam([("w", parameter)], 0.5);
        using var penalty = new L2SpPenalty(0.1, Decoupled: true).Around(optimizer);
        using (no_grad()) parameter.add_(2);
        optimizer.ZeroGrad();
        penalty.AddGradient(optimizer);
        Assert.Equal(0, parameter.grad!.abs().max().item<double>());
        penalty.AfterStep(optimizer);
        // w - lr * 2 * alpha * (w - w0) = 3 - 0.5 * 0.2 * 2
        Assert.Equal(2.8, parameter[0].item<double>(), 1e-12);
    }

    [Fact]
    public void Should_do_nothing_after_the_step_when_not_decoupled()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones(4, ScalarType.Float64));
        using var optimizer = new Adam([("w", parameter)], 0.5);
        using var penalty = new L2SpPenalty(0.1).Around(optimizer);
        using (no_grad()) parameter.add_(2);
        penalty.AfterStep(optimizer);
        Assert.Equal(3, parameter[0].item<double>());
    }

    /// <summary>A new head has no source weights: 2 * beta * w, and not 2 * alpha * (w - w0), which is nothing at the start.</summary>
    [Theory]
    [InlineData(false, 0.6, 0)]
    [InlineData(true, 2.85, 3)] // 3 - lr * 2 * beta * 3
    public void Should_pull_a_new_head_to_zero_with_a_strength_of_its_own(bool decoupled, double head, double body)
    {
        using var scope = NewDisposeScope();
        var (old, fresh) = (new Parameter(full(4, 3.0, ScalarType.Float64)), new Parameter(full(4, 3.0, ScalarType.Float64)));
        using var optimizer = new Sgd([("body", old), ("head", fresh)], 0.25, groups: [new ParameterGroup(["body"]), new ParameterGroup(["head"])]);
        using var penalty = new L2SpPenalty(0.5, decoupled, Beta: 0.1).Around(optimizer, name => name == "head");
        optimizer.ZeroGrad();
        penalty.AddGradient(optimizer);
        penalty.AfterStep(optimizer);
        Assert.Equal(head, (decoupled ? fresh : fresh.grad!)[0].item<double>(), 1e-12);
        Assert.Equal(body, (decoupled ? old : old.grad!)[0].item<double>(), 1e-12);
    }
}
