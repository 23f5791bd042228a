using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public class GatedUNetTests
{
    static readonly UNetSettings Small = new() { Width = 2 };

    /// <summary>Protocol section 1.5, written down anew.</summary>
    static readonly string[] Published =
    [
        "init_path.0", "init_path.1", "init_path.2", "init_path.3", "down1.0", "down1.1", "down1.2", "down1.3", "down2.0", "down2.1", "down2.2", "down2.3",
        "bottleneck.0", "bottleneck.1", "bottleneck.2", "bottleneck.3", "bottleneck.4", "up2.0", "up2.1", "up2.2", "up2.3", "up1.0", "up1.1", "up1.2", "up1.3",
        "out_path.0", "out_path.1", "out_path.2", "out_path.3", "out_path.4", "shortcut1", "shortcut2",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_name_the_gates_in_the_published_order(bool shortcut0)
    {
        using var network = new GatedUNet(Small, new GateRecord(Shortcut0: shortcut0));
        Assert.Equal(Published, network.GateNames);
        Assert.Equal(32, network.Policy.Gates);
    }

    [Theory]
    [InlineData(false, "out_path.3", "shortcut1", "shortcut2")]
    [InlineData(true, "out_path.3", "shortcut0", "shortcut1", "shortcut2")]
    public void Should_have_no_gate_for_a_last_norm_that_is_not_there(bool shortcut0, params string[] from28)
    {
        using var network = new GatedUNet(Small with { FinalNorm = false }, new GateRecord(Shortcut0: shortcut0));
        Assert.Equal(from28, network.GateNames.Skip(28));
    }

    [Fact]
    public void Should_have_the_plain_networks_names_and_those_of_the_copy_and_the_policy()
    {
        using var plain = new UNet(Small);
        using var network = new GatedUNet(Small, new GateRecord());
        var names = plain.State().Select(entry => entry.Name).ToList();
        var state = network.State().Select(entry => entry.Name).ToList();
        Assert.Equal(names.Concat(names.Select(name => "frozen." + name)), state.Take(2 * names.Count));
        Assert.All(state.Skip(2 * names.Count), name => Assert.StartsWith("policy.", name, StringComparison.Ordinal));
        Assert.Equal(state, state.Distinct());
        Assert.Equal(names.Where(network.IsFirstLayer), state.Where(network.IsFirstLayer));
        Assert.Equal(names.Where(network.IsLastLayer), state.Where(network.IsLastLayer));
    }

    /// <summary>With one gate closed, the network is the plain one in which that block's tensors are the frozen copy's.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_put_the_frozen_block_where_its_gate_says(bool shortcut0)
    {
        using var scope = NewDisposeScope();
        using var network = Different(new GateRecord(Shortcut0: shortcut0));
        using var expected = new UNet(Small);
        expected.to(ScalarType.Float64);
        expected.SetTraining(false);
        var state = network.State().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        var input = Input();
        var open = Closed(network, [], input);
        for (int gate = 0; gate < 32; gate++)
        {
            string[] blocks = shortcut0 && gate == 29 ? ["out_path.4.", "shortcut0."] : [Published[gate] + "."];
            using (no_grad())
                foreach (var (name, tensor) in expected.State())
                    tensor.copy_(state[blocks.Any(block => name.StartsWith(block, StringComparison.Ordinal)) ? "frozen." + name : name]);
            var result = Closed(network, [gate], input);
            Assert.Equal(expected.forward(input).Doubles(), result);
            Assert.NotEqual(open, result);
        }
    }

    [Fact]
    public void Should_give_each_slice_the_same_alone_and_in_a_batch_whose_slices_take_different_copies()
    {
        using var scope = NewDisposeScope();
        using var network = Different(new GateRecord());
        var input = Input(slices: 5);
        Spread(network, input);
        var together = network.forward(input);
        Assert.All(network.Usage.FrozenShares.Values, share => Assert.InRange(share, 0, 1));
        Assert.Contains(network.Usage.FrozenShares.Values, share => share is > 0 and < 1);
        for (int i = 0; i < 5; i++)
            Assert.InRange(TensorValues.LargestDifference(network.forward(input.narrow(0, i, 1)).Doubles(), together[i].Doubles()), 0, 1e-12);
    }

    [Fact]
    public void Should_not_compute_a_copy_that_no_slice_takes()
    {
        using var scope = NewDisposeScope();
        using var network = Different(new GateRecord());
        var input = Input();
        var expected = Closed(network, Enumerable.Range(0, 32), input);
        // NaN would come through any sum, also one with weight 0.
        using (no_grad())
            foreach (var (_, parameter) in network.Tuned.NamedParameters().Where(entry => !entry.Name.StartsWith("shortcut0", StringComparison.Ordinal)))
                parameter.fill_(double.NaN);
        Assert.Equal(expected, Closed(network, Enumerable.Range(0, 32), input));
        Assert.All(Closed(network, [], input), value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Should_mix_softly_by_the_softmax_of_the_logits()
    {
        using var scope = NewDisposeScope();
        using var network = Different(new GateRecord(Soft: true));
        var input = Input(slices: 3);
        Spread(network, input);
        network.Usage.Reset();
        network.forward(input);
        var shares = network.Policy.forward(input).mul(10).softmax(2).select(2, 1).mean([0]).Doubles();
        Assert.InRange(TensorValues.LargestDifference(shares, [.. network.GateNames.Select(name => network.Usage.FrozenShares[name])]), 0, 1e-6);
        Assert.Contains(shares, share => share is > 0.01 and < 0.99);
    }

    /// <summary>In training a hard gate takes one copy for a sample, in both copies' common batch.</summary>
    [Fact]
    public void Should_compute_both_copies_in_training_and_move_both_statistics()
    {
        using var scope = NewDisposeScope();
        using var network = Different(new GateRecord());
        network.SetTraining(true);
        network.Noise = new RandomStream(1, "gumbel");
        var before = Statistics(network);
        network.forward(Input(slices: 4));
        var after = Statistics(network);
        Assert.All(before.Keys, name => Assert.NotEqual(before[name], after[name]));
        Assert.All(network.Gates!.Doubles(), gate => Assert.True(gate is 0 or 1));
        Assert.Equal(0, network.Usage.Slices);
    }

    [Fact]
    public void Should_draw_the_same_noise_from_the_same_state()
    {
        using var scope = NewDisposeScope();
        using var network = Different(new GateRecord());
        network.SetTraining(true, normFrozen: true);
        double[] Gates(string state)
        {
            network.Noise = RandomStream.Restore(state);
            network.forward(Input(slices: 8));
            return network.Gates!.Doubles();
        }
        string first = new RandomStream(1, "gumbel").State;
        var gates = Gates(first);
        string second = network.Noise!.State;
        Assert.NotEqual(first, second);
        Assert.NotEqual(gates, Gates(second));
        Assert.Equal(gates, Gates(first));
    }

    /// <summary>Gumbel's trick: the frozen copy is taken as often as softmax(logits) says.</summary>
    [Fact]
    public void Should_choose_as_often_as_the_logits_say()
    {
        using var scope = NewDisposeScope();
        using var network = Different(new GateRecord());
        network.SetTraining(true, normFrozen: true);
        network.Noise = new RandomStream(2, "gumbel");
        using var noGrad = no_grad();
        network.Policy.get_parameter("linear.weight")!.zero_();
        var bias = network.Policy.get_parameter("linear.bias")!;
        bias.copy_(arange(64, dtype: ScalarType.Float64).mul(0.7).sin());
        var sums = new double[32];
        const int Times = 100, Slices = 16;
        var images = ForwardGolden.Wave(Slices, 1, 8, 8);
        for (int i = 0; i < Times; i++)
        {
            using var step = NewDisposeScope();
            foreach (var (share, gate) in GateUsage.Means(network.Decide(images)).Select((share, gate) => (share, gate))) sums[gate] += share / Times;
        }
        var expected = bias.view(32, 2).softmax(1).select(1, 1).Doubles();
        Assert.InRange(TensorValues.LargestDifference(expected, sums), 0, 5 * 0.5 / Math.Sqrt(Times * Slices));
    }

    /// <summary>
    /// The policy's gradient, put together by hand: the loss's derivative by each gate from finite differences with both copies mixed,
    /// times the derivative of sigmoid(difference of the noisy logits / 0.1). The bias of the last layer adds to the logits themselves.
    /// </summary>
    [Fact]
    public void Should_give_the_policy_the_gradient_of_the_soft_choice_at_the_hard_one()
    {
        using var scope = NewDisposeScope();
        using var network = Different(new GateRecord());
        network.SetTraining(true, normFrozen: true);
        string state = new RandomStream(7, "gumbel").State;
        network.Noise = RandomStream.Restore(state);
        var input = Input(slices: 2);
        var weight = arange(2 * 16 * 16, dtype: ScalarType.Float64).mul(1.3).cos().view(2, 1, 16, 16);
        network.forward(input).mul(weight).sum().backward();
        double[] hard = network.Gates!.Doubles(), logits = network.Policy.forward(input).Doubles(), slope = new double[64];
        var noise = RandomStream.Restore(state);
        double Gumbel() => -Math.Log(-Math.Log(noise.NextDouble() + 1e-20) + 1e-20);
        for (int i = 0; i < 64; i++)
        {
            double tuned = logits[2 * i] + Gumbel(), frozen = logits[2 * i + 1] + Gumbel(), p = 1 / (1 + Math.Exp(-(frozen - tuned) / 0.1));
            Assert.Equal(frozen > tuned ? 1 : 0, hard[i]);
            slope[i] = p * (1 - p) / 0.1;
        }
        double Loss(double[] gates) => network.RunWith(input, tensor(gates, [2, 32])).mul(weight).sum().item<double>();
        var expected = new double[64];
        for (int i = 0; i < 64; i++)
        {
            const double Step = 1e-5;
            double[] above = [.. hard], below = [.. hard];
            (above[i], below[i]) = (hard[i] + Step, hard[i] - Step);
            double byLogit = (Loss(above) - Loss(below)) / (2 * Step) * slope[i];
            expected[2 * (i % 32)] -= byLogit;
            expected[2 * (i % 32) + 1] += byLogit;
        }
        var gradient = network.Policy.get_parameter("linear.bias")!.grad!.Doubles();
        Assert.Contains(gradient, value => Math.Abs(value) > 1e-3);
        for (int i = 0; i < 64; i++) Assert.True(Math.Abs(expected[i] - gradient[i]) < 1e-6 + 1e-4 * Math.Abs(expected[i]), $"{i}: {expected[i]} {gradient[i]}");
    }

    [Fact]
    public void Should_start_both_copies_from_one_file_and_share_no_tensor()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var plain = new UNet(Small);
        plain.Initialize(new RandomStream(1, "a"));
        WeightsFile.Save(plain, folder.File("plain.safetensors"));
        using var network = new GatedUNet(Small, new GateRecord());
        network.StartFrom(copy => WeightsFile.Load(copy, folder.File("plain.safetensors")), new RandomStream(1, "policy"));
        var state = network.State().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        foreach (var (name, tensor) in plain.State())
        {
            Assert.Equal(tensor.Doubles(), state[name].Doubles());
            Assert.Equal(tensor.Doubles(), state["frozen." + name].Doubles());
        }
        using (no_grad())
            foreach (var (_, parameter) in network.Tuned.NamedParameters()) parameter.fill_(3);
        Assert.All(plain.State(), entry => Assert.Equal(entry.Tensor.Doubles(), state["frozen." + entry.Name].Doubles()));
    }

    /// <summary>A network in double whose copies have nothing in common.</summary>
    static GatedUNet Different(GateRecord gates)
    {
        var network = new GatedUNet(Small, gates);
        network.Initialize(new RandomStream(1, "copies"));
        network.Policy.Initialize(new RandomStream(1, "policy"));
        network.to(ScalarType.Float64);
        using var noGrad = no_grad();
        // Statistics and scales that differ too, and no dead unit.
        foreach (var (norm, i) in network.modules().OfType<TorchSharp.Modules.BatchNorm2d>().Select((norm, i) => (norm, i)))
        {
            norm.running_mean!.fill_(0.1 * Math.Sin(i));
            norm.running_var!.fill_(1 + 0.5 * Math.Sin(2 * i));
            norm.bias!.fill_(0.6 + 0.3 * Math.Cos(i));
        }
        network.SetTraining(false);
        return network;
    }

    static Tensor Input(int slices = 1) => ForwardGolden.Wave(slices, 1, 16, 16);

    /// <summary>The policy takes the frozen copy at the given gates, for every image.</summary>
    static void Close(GatedUNet network, IEnumerable<int> gates)
    {
        using var noGrad = no_grad();
        network.Policy.get_parameter("linear.weight")!.zero_();
        var bias = new double[64];
        for (int gate = 0; gate < 32; gate++) bias[2 * gate + (gates.Contains(gate) ? 1 : 0)] = 1;
        network.Policy.get_parameter("linear.bias")!.copy_(tensor(bias));
    }

    static double[] Closed(GatedUNet network, IEnumerable<int> gates, Tensor input)
    {
        Close(network, gates);
        return network.forward(input).Doubles();
    }

    /// <summary>Moves the policy's last bias so that the slices of this input differ in their choices.</summary>
    static void Spread(GatedUNet network, Tensor input)
    {
        using var noGrad = no_grad();
        var logits = network.Policy.forward(input);
        network.Policy.get_parameter("linear.bias")!.sub_(logits.mean([0]).flatten());
    }

    static Dictionary<string, double[]> Statistics(GatedUNet network) =>
        network.NamedBuffers().Where(entry => !GatedNetwork.IsPolicy(entry.Name)).ToDictionary(entry => entry.Name, entry => entry.Buffer.Doubles());
}
