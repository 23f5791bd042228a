using SiteAdapt.Data;
using SiteAdapt.Imaging;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public class OptimizerTests
{
    static readonly ParameterGroup Encoder = new(["down1.1.conv_path.0.layer.weight", "init_path.0.weight", "shortcut1.bias"], 0.1, 0.01, 100);
    static readonly ParameterGroup Head = new(["out_path.3.layer.weight", "out_path.4.bias"], 2);

    [Theory]
    [InlineData("sgd", true)]
    [InlineData("sgd", false)]
    [InlineData("adam", true)]
    [InlineData("adam", false)]
    public void Should_equal_the_plain_rule_in_groups_of_a_network(string kind, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        using var network = Network(channelsLast);
        using var optimizer = Create(kind, network, [Encoder, Head]);
        var untouched = network.NamedParameters().Where(entry => !Encoder.Names.Concat(Head.Names).Contains(entry.Name)).ToList();
        var before = untouched.ConvertAll(entry => entry.Parameter.Doubles());
        var oracles = Chosen(optimizer).ToDictionary(entry => entry.Slot.Name, entry =>
            new PlainOptimizer(entry.Slot.Parameter.Doubles(), entry.Group.WeightDecay, entry.Group.StartStep));

        for (int t = 0; t < 4; t++)
        {
            optimizer.LearningRate = t < 2 ? 0.02 : 0.002;
            Backward(network, optimizer, t);
            foreach (var (slot, group) in Chosen(optimizer))
            {
                var gradient = slot.Parameter.grad!.Doubles();
                Assert.Contains(gradient, value => value != 0);
                double rate = optimizer.LearningRate * group.LearningRateFactor;
                if (kind == "sgd") oracles[slot.Name].Sgd(gradient, rate, 0.9, nesterov: true);
                else oracles[slot.Name].Adam(gradient, rate, 0.9, 0.999, 1e-8);
            }
            optimizer.Step();
            foreach (var (slot, _) in Chosen(optimizer))
                Assert.InRange(TensorValues.LargestDifference(oracles[slot.Name].Weights, slot.Parameter.Doubles()), 0, 1e-11);
        }
        Assert.All(untouched.Zip(before), pair => Assert.Equal(pair.Second, pair.First.Parameter.Doubles()));
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    public void Should_go_on_bit_for_bit_from_an_exported_state(string kind)
    {
        using var scope = NewDisposeScope();
        double[] Run(bool interrupted)
        {
            using var network = Network(channelsLast: true);
            using var first = Create(kind, network, [Head, Encoder]);
            for (int t = 0; t < 3; t++) Train(network, first, t);
            if (!interrupted)
            {
                for (int t = 3; t < 6; t++) Train(network, first, t);
                return Weights(network);
            }
            using var folder = new TemporaryFolder();
            using (var state = first.Export()) OptimizerStateFile.Save(state, folder.File("optimizer.safetensors"));
            WeightsFile.Save(network, folder.File("model.safetensors"));

            // Into another layout and with the groups in another order: state goes by name.
            using var again = Network(channelsLast: true, seed: 99);
            WeightsFile.Load(again, folder.File("model.safetensors"));
            using var second = Create(kind, again, [Encoder, Head]);
            using (var state = OptimizerStateFile.Load(folder.File("optimizer.safetensors"))) second.Import(state);
            for (int t = 3; t < 6; t++) Train(again, second, t);
            return Weights(again);
        }
        Assert.Equal(Run(interrupted: false), Run(interrupted: true));
    }

    [Fact]
    public void Should_import_copies_and_only_the_named_parameters()
    {
        using var scope = NewDisposeScope();
        using var source = Network(channelsLast: false);
        using var optimizer = Create("adam", source, [new(Encoder.Names)]);
        for (int t = 0; t < 3; t++) Train(source, optimizer, t);
        using var state = optimizer.Export();

        using var target = Network(channelsLast: true);
        using var other = Create("adam", target, [new([.. Encoder.Names, .. Head.Names])]);
        other.Import(state, Encoder.Names);
        Train(target, other, 5);
        using var after = other.Export();
        Assert.All(Encoder.Names, name => Assert.Equal(4, after.Parameters[name].Step));
        Assert.All(Head.Names, name => Assert.Equal(1, after.Parameters[name].Step));

        var expected = state.Parameters["init_path.0.weight"].Tensors["exp_avg"].Doubles();
        Train(source, optimizer, 6);
        state.Parameters["shortcut1.bias"].Tensors["exp_avg"].fill_(7);
        Assert.Equal(expected, state.Parameters["init_path.0.weight"].Tensors["exp_avg"].Doubles());
        using var untouched = other.Export();
        Assert.DoesNotContain(7.0, untouched.Parameters["shortcut1.bias"].Tensors["exp_avg"].Doubles());
    }

    [Fact]
    public void Should_name_every_parameter_whose_state_does_not_fit()
    {
        using var scope = NewDisposeScope();
        using var network = Network(channelsLast: false);
        using var optimizer = Create("adam", network, [Encoder, Head]);
        var state = new OptimizerState("adam");
        foreach (var name in Head.Names)
            state.Add(name, new ParameterState(3, new Dictionary<string, Tensor> { ["exp_avg"] = zeros(2, 2), ["surprise"] = zeros(1) }));
        var message = Assert.Throws<InputException>(() => optimizer.Import(state)).Message;
        foreach (var part in new[]
        {
            "shortcut1.bias is missing", "init_path.0.weight is missing", "exp_avg of out_path.4.bias has shape [2, 2], expected [1]",
            "out_path.4.bias has no exp_avg_sq", "unknown surprise",
        })
            Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Contains("is one of sgd", Assert.Throws<InputException>(() => optimizer.Import(new OptimizerState("sgd"))).Message, StringComparison.Ordinal);
        Assert.Contains("nobody is not a trained parameter",
            Assert.Throws<InputException>(() => optimizer.Import(state, ["nobody"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_show_ten_faults_and_count_the_others()
    {
        using var scope = NewDisposeScope();
        using var network = Network(channelsLast: false);
        string[] names = [.. network.NamedParameters().Select(entry => entry.Name).Take(11)];
        string Refusal(int count)
        {
            using var optimizer = Create("adam", network, [new(names[..count])]);
            return Assert.Throws<InputException>(() => optimizer.Import(new OptimizerState("adam"))).Message;
        }
        Assert.Contains($"{names[9]} is missing. ", Refusal(10), StringComparison.Ordinal);
        Assert.Contains($"{names[9]} is missing; and 1 more. ", Refusal(11), StringComparison.Ordinal);
        using var one = Create("adam", network, [new([names[0]])]);
        var negative = new OptimizerState("adam");
        negative.Add(names[0], new ParameterState(-1, new Dictionary<string, Tensor>()));
        Assert.Contains($"{names[0]} has the step -1. ", Assert.Throws<InputException>(() => one.Import(negative)).Message, StringComparison.Ordinal);
    }

    /// <summary>Nothing at all is the state before the first update: what was there goes.</summary>
    [Fact]
    public void Should_forget_its_memory_where_the_state_has_none_and_see_what_is_not_finite()
    {
        using var scope = NewDisposeScope();
        using var network = Network(channelsLast: false);
        using var optimizer = Create("adam", network, [Head]);
        Train(network, optimizer, 0);
        Assert.True(optimizer.IsFinite);
        using (var memory = optimizer.Export())
        {
            memory.Parameters["out_path.4.bias"].Tensors["exp_avg_sq"].fill_(double.PositiveInfinity);
            optimizer.Import(memory);
        }
        Assert.False(optimizer.IsFinite);
        var none = new OptimizerState("adam");
        foreach (string name in Head.Names) none.Add(name, new ParameterState(0, new Dictionary<string, Tensor>()));
        optimizer.Import(none);
        Assert.True(optimizer.IsFinite);
        using var after = optimizer.Export();
        Assert.All(after.Parameters.Values, state => Assert.Equal(0, state.Step));
        Assert.All(after.Parameters.Values.SelectMany(state => state.Tensors.Values), tensor => Assert.All(tensor.Doubles(), value => Assert.Equal(0, value)));
    }

    [Fact]
    public void Should_add_the_l2sp_gradient_and_shrink_towards_the_anchor()
    {
        using var scope = NewDisposeScope();
        using var network = Network(channelsLast: true);
        using var optimizer = Create("sgd", network, [Encoder, Head]);
        using var anchor = optimizer.Flat.Flatten(network.NamedParameters().Select(entry => (entry.Name, entry.Parameter.mul(0.5).add(0.1))));
        Backward(network, optimizer, 1);
        var slots = Chosen(optimizer);
        var expected = slots.Select(entry => entry.Group == Encoder
            ? entry.Slot.Parameter.grad!.add(entry.Slot.Parameter.mul(0.5).sub(0.1), 0.2).Doubles()
            : entry.Slot.Parameter.grad!.Doubles()).ToList();
        optimizer.AddToGradient(0.1, anchor, optimizer.Groups[0]);
        for (int i = 0; i < slots.Count; i++)
            Assert.InRange(TensorValues.LargestDifference(expected[i], slots[i].Slot.Parameter.grad!.Doubles()), 0, 1e-12);

        optimizer.LearningRate = 0.5;
        var shrunk = slots.Select(entry =>
            entry.Slot.Parameter.sub(entry.Slot.Parameter.mul(0.5).sub(0.1).mul(0.5 * entry.Group.LearningRateFactor * 0.2)).Doubles()).ToList();
        optimizer.Shrink(0.1, anchor);
        for (int i = 0; i < slots.Count; i++)
            Assert.InRange(TensorValues.LargestDifference(shrunk[i], slots[i].Slot.Parameter.Doubles()), 0, 1e-12);
    }

    [Fact]
    public void Should_refuse_groups_that_name_a_frozen_an_unknown_or_a_repeated_parameter()
    {
        using var network = Network(channelsLast: false);
        network.SetTrainable(network.IsFirstLayer);
        Assert.Contains("frozen", Assert.Throws<ArgumentException>(() => Create("sgd", network, [Head])).Message, StringComparison.Ordinal);
        Assert.Contains("nobody", Assert.Throws<ArgumentException>(() => Create("sgd", network, [new(["nobody"])])).Message, StringComparison.Ordinal);
        var twice = new ParameterGroup(["init_path.0.weight"]);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => Create("sgd", network, [twice, twice])).Message, StringComparison.Ordinal);
        using var optimizer = new Sgd(network.NamedParameters(), 0.1);
        Assert.Equal(network.NamedParameters().Where(entry => network.IsFirstLayer(entry.Name)).Select(entry => entry.Name),
            optimizer.Flat.Slots.Select(slot => slot.Name));
    }

    [Fact]
    public void Should_say_so_when_the_gradients_storage_was_taken_away()
    {
        using var network = Network(channelsLast: false);
        using var optimizer = Create("sgd", network, [Head]);
        network.zero_grad(set_to_none: true);
        Assert.Contains("ZeroGrad", Assert.Throws<InvalidOperationException>(optimizer.Step).Message, StringComparison.Ordinal);
    }

    static Optimizer Create(string kind, Network network, IReadOnlyList<ParameterGroup> groups) => kind == "sgd"
        ? new Sgd(network.NamedParameters(), 0.01, groups: groups)
        : new Adam(network.NamedParameters(), 0.01, groups: groups);

    static UNet Network(bool channelsLast, long seed = 3)
    {
        var network = new UNet(new() { Width = 2 });
        network.Initialize(new RandomStream(seed, "initialisation"));
        network.to(ScalarType.Float64);
        network.SetChannelsLast(channelsLast);
        network.SetTraining(true);
        return network;
    }

    static List<(ParameterSlot Slot, ParameterGroup Group)> Chosen(Optimizer optimizer) =>
        [.. optimizer.Flat.Slots.Select(slot => (slot, optimizer.Groups.First(group => group.Names.Contains(slot.Name))))];

    static double[] Weights(Network network) => [.. network.State().SelectMany(entry => entry.Tensor.Doubles())];

    static void Train(Network network, Optimizer optimizer, int t)
    {
        Backward(network, optimizer, t);
        optimizer.Step();
    }

    static void Backward(Network network, Optimizer optimizer, int t)
    {
        using var scope = NewDisposeScope();
        optimizer.ZeroGrad();
        var input = arange(2 * 64, dtype: ScalarType.Float64).add(t).mul(0.37).sin().view(2, 1, 8, 8);
        var target = input.gt(0.2).to(ScalarType.Float64);
        Losses.BinaryCrossEntropy(network.forward(input), target).backward();
    }
}
