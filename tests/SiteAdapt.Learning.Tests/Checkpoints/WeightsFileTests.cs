using SiteAdapt.Data;
using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public sealed class WeightsFileTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    string FilePath => folder.File("model.safetensors");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_bring_back_weights_and_buffers_also_under_an_optimizer(bool channelsLast)
    {
        using var scope = NewDisposeScope();
        using var network = ForwardGolden.Network(ScalarType.Float32, channelsLast);
        using var optimizer = new Sgd(network.NamedParameters(), 0.1);
        network.SetTraining(true);
        network.forward(ForwardGolden.Input(ScalarType.Float32));
        WeightsFile.Save(network, FilePath);

        using var other = new UNet(new() { Width = 4 });
        other.SetChannelsLast(true);
        using var otherOptimizer = new Sgd(other.NamedParameters(), 0.1);
        WeightsFile.Load(other, FilePath);
        Assert.Equal(network.State().Select(entry => entry.Tensor.Doubles()), other.State().Select(entry => entry.Tensor.Doubles()));
        Assert.All(other.State().Where(entry => entry.Name.EndsWith("tracked", StringComparison.Ordinal)), entry => Assert.Equal(1, entry.Tensor.item<long>()));

        // The optimizer's flat storage is what was filled.
        using (no_grad()) otherOptimizer.Flat.Values.zero_();
        Assert.All(other.NamedParameters(), entry => Assert.All(entry.Parameter.Doubles(), value => Assert.Equal(0, value)));
    }

    [Theory]
    [InlineData(ScalarType.Float64, 0)]
    [InlineData(ScalarType.Float16, 1e-3)]
    [InlineData(ScalarType.BFloat16, 8e-3)]
    public void Should_convert_other_floating_types_and_do_without_batch_counters(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var network = ForwardGolden.Network(ScalarType.Float32);
        SafetensorsFile.Write(FilePath, network.State().Where(entry => entry.Tensor.is_floating_point())
            .Select(entry => SafetensorsTorch.Source(entry.Name, entry.Tensor.to(type))));
        using var other = new UNet(new() { Width = 4 });
        using (no_grad())
            foreach (var (_, tensor) in other.State()) tensor.fill_(7);
        WeightsFile.Load(other, FilePath);
        foreach (var (a, b) in network.State().Zip(other.State()))
        {
            Assert.Equal(a.Tensor.dtype, b.Tensor.dtype);
            Assert.All(a.Tensor.Doubles().Zip(b.Tensor.Doubles()), pair =>
                Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance * Math.Max(1e-3, Math.Abs(pair.First))));
        }
    }

    [Fact]
    public void Should_name_missing_unexpected_and_misshaped_tensors_and_change_nothing()
    {
        using var scope = NewDisposeScope();
        using var network = new UNet(new() { Width = 2 });
        network.Initialize(new RandomStream(1, "initialisation"));
        var before = network.State().Select(entry => entry.Tensor.Doubles()).ToList();
        var sources = network.State().Where(entry => entry.Name != "up1.3.weight").Select(entry => entry.Name switch
        {
            "shortcut0.bias" => SafetensorsTorch.Source(entry.Name, zeros(7)),
            "shortcut0.weight" => SafetensorsTorch.Source(entry.Name, entry.Tensor.to(ScalarType.Int32)),
            _ => SafetensorsTorch.Source(entry.Name, entry.Tensor.add(1)),
        });
        SafetensorsFile.Write(FilePath, [.. sources, SafetensorsTorch.Source("up9.weight", zeros(1))]);
        var message = Assert.Throws<InputException>(() => WeightsFile.Load(network, FilePath)).Message;
        foreach (var part in new[]
        {
            FilePath, "up1.3.weight is missing", "shortcut0.bias has shape [7], expected [2]", "shortcut0.weight has the type I32, expected a floating type",
            "up9.weight is not expected",
        })
            Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Equal(before, network.State().Select(entry => entry.Tensor.Doubles()));
    }

    [Fact]
    public void Should_show_ten_of_each_kind_and_the_counters_of_batches_last()
    {
        using var scope = NewDisposeScope();
        using var network = new UNet(new() { Width = 2 });
        string[] names = [.. Enumerable.Range(0, 10).Select(i => $"w{i}"), "a.num_batches_tracked"];
        SafetensorsFile.Write(FilePath, [.. network.State().Select(entry => SafetensorsTorch.Source(entry.Name, entry.Tensor)), .. names.Select(name => SafetensorsTorch.Source(name, zeros(1)))]);
        string message = Refusal();
        Assert.Contains("w9 is not expected; and 1 more.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("a.num_batches_tracked", message, StringComparison.Ordinal);
        Assert.DoesNotContain("missing", message, StringComparison.Ordinal);
        SafetensorsFile.Write(FilePath, [.. network.State().Select(entry => SafetensorsTorch.Source(entry.Name, entry.Tensor)), .. names[..10].Select(name => SafetensorsTorch.Source(name, zeros(1)))]);
        Assert.Contains("w9 is not expected. ", Refusal(), StringComparison.Ordinal);
        SafetensorsFile.Write(FilePath, network.State().Select(entry => SafetensorsTorch.Source(entry.Name, entry.Tensor.to(ScalarType.Float32))));
        Assert.Contains("num_batches_tracked has the type F32, expected a whole-number type", Refusal(), StringComparison.Ordinal);

        string Refusal() => Assert.Throws<InputException>(() => WeightsFile.Load(network, FilePath)).Message;
    }

    [Fact]
    public void Should_refuse_a_file_that_holds_no_optimizer_state()
    {
        SafetensorsFile.Write(FilePath, []);
        Assert.Contains("not an optimizer state", Assert.Throws<InputException>(() => OptimizerStateFile.Load(FilePath)).Message, StringComparison.Ordinal);
        var adam = new Dictionary<string, string> { ["optimizer"] = "adam" };
        SafetensorsFile.Write(FilePath, [SafetensorsSource.From("lonely", SafetensorsType.U8, [0], default)], adam);
        Assert.Contains("'lonely'", Assert.Throws<InputException>(() => OptimizerStateFile.Load(FilePath)).Message, StringComparison.Ordinal);
        SafetensorsFile.Write(FilePath, [SafetensorsSource.From("exp_avg:w", SafetensorsType.F32, [0], default)], adam);
        Assert.Contains("no 'step:w'", Assert.Throws<InputException>(() => OptimizerStateFile.Load(FilePath)).Message, StringComparison.Ordinal);
        foreach (var (type, length) in new[] { (SafetensorsType.U8, 1), (SafetensorsType.I64, 2), (SafetensorsType.F64, 1) })
        {
            SafetensorsFile.Write(FilePath, [SafetensorsSource.From("step:w", type, [length], new byte[type.Size() * length])], adam);
            Assert.Contains("expected one I64", Assert.Throws<InputException>(() => OptimizerStateFile.Load(FilePath)).Message, StringComparison.Ordinal);
        }
    }
}
