using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public class OptimizerGoldenTests
{
    /// <summary>Columns: case, t, gradient, momentum buffer or first moment, second moment, parameter after the step.</summary>
    static readonly ILookup<string, double[]> Cases = File.ReadLines("goldens/optimizer_goldens.tsv").Skip(1)
        .Select(line => line.Split('\t'))
        .ToLookup(cells => cells[0], cells => cells.Skip(2).Select(cell => cell.Length == 0 ? double.NaN
            : double.Parse(cell, CultureInfo.InvariantCulture)).ToArray());

    [Fact]
    public void Should_know_all_cases() => Assert.Equal(8, Cases.Count);

    [Theory]
    [InlineData("sgd_fresh_mu0.9_nesterov_lr1e-3", 0.9, true, 0)]
    [InlineData("sgd_fresh_mu0.99_plain_lr1e-3", 0.99, false, 0)]
    [InlineData("octl_sgd_buf2.0_mu0.99_plain_lr1e-3", 0.99, false, 2.0)]
    public void Should_equal_the_reference_sgd(string name, double momentum, bool nesterov, double buffer)
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones(1, ScalarType.Float64));
        using var optimizer = new Sgd([("w", parameter)], 1e-3, new SgdSettings(momentum, nesterov));
        if (buffer != 0) optimizer.Import(State("sgd", 7, ("momentum_buffer", buffer)));
        Follow(name, optimizer, parameter, "momentum_buffer", null);
    }

    [Theory]
    [InlineData("adam_fresh_b0.9_0.999_lr1e-3", 0.9, 0, 0, 0)]
    [InlineData("octl_adam_released_m0.05_v0.01_step100_b0.9_0.999", 0.9, 0.05, 0.01, 100)]
    [InlineData("octl_adam_paper_m0.05_v0.01_step100_b0.99_0.999", 0.99, 0.05, 0.01, 100)]
    [InlineData("octl_adam_laststep6000_m0.05_v0.01_b0.99_0.999", 0.99, 0.05, 0.01, 6000)]
    [InlineData("control_zero_moments_step100_b0.9_0.999", 0.9, 0, 0, 100)]
    public void Should_equal_the_reference_adam(string name, double beta1, double first, double second, long step)
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones(1, ScalarType.Float64));
        var loaded = first != 0;
        // Zero moments and a start step need no state; loaded ones take the step that is asked for, not the stored one.
        using var optimizer = new Adam([("w", parameter)], 1e-3, new AdamSettings(beta1),
            [new ParameterGroup(["w"], StartStep: loaded ? 0 : step)]);
        if (loaded) optimizer.Import(State("adam", 6000, ("exp_avg", first), ("exp_avg_sq", second)), step: step);
        Follow(name, optimizer, parameter, "exp_avg", "exp_avg_sq");
        Assert.Equal(step + 5, optimizer.Export().Parameters["w"].Step);
    }

    static void Follow(string name, Optimizer optimizer, Parameter parameter, string firstKey, string? secondKey)
    {
        Assert.Equal(5, Cases[name].Count());
        foreach (var row in Cases[name])
        {
            optimizer.ZeroGrad();
            parameter.mul(row[0]).sum().backward();
            optimizer.Step();
            var memory = optimizer.Export().Parameters["w"].Tensors;
            Assert.Equal(row[1], memory[firstKey].item<double>(), 1e-11);
            if (secondKey is not null) Assert.Equal(row[2], memory[secondKey].item<double>(), 1e-11);
            Assert.Equal(row[3], parameter.item<double>(), 1e-11);
        }
    }

    static OptimizerState State(string kind, long step, params (string Key, double Value)[] tensors)
    {
        var state = new OptimizerState(kind);
        state.Add("w", new ParameterState(step, tensors.ToDictionary(entry => entry.Key, entry => tensor([entry.Value]))));
        return state;
    }
}
