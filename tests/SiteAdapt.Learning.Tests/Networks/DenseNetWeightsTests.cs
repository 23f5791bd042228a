using System.Text.RegularExpressions;
using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public sealed class DenseNetWeightsTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    string FilePath => folder.File("weights.safetensors");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    [InlineData(3, 3)]
    public void Should_give_the_same_features_for_a_grey_image_in_one_channel_and_in_three(int from, int to)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var source = DenseNetGolden.Network(from, ScalarType.Float32);
        WeightsFile.Save(source, FilePath);
        using var network = new DenseNet121(new() { InputChannels = to, Heads = [("classifier", 2)] });
        network.SetChannelsLast(true);
        Assert.Equal(["classifier.bias", "classifier.weight"], DenseNetWeights.Load(network, FilePath).Order(StringComparer.Ordinal));
        source.SetTraining(false);
        network.SetTraining(false);
        var grey = DenseNetGolden.Input(1, ScalarType.Float32);
        var expected = source.Features(grey.repeat(1, from, 1, 1)).Doubles();
        Assert.InRange(TensorValues.LargestDifference(expected, network.Features(grey.repeat(1, to, 1, 1)).Doubles()), 0, 1e-5);

        if (from != to) // a run's own checkpoint is never adapted
            Assert.Contains("features.conv0.weight has shape", Assert.Throws<InputException>(() => WeightsFile.Load(network, FilePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_fill_only_the_heads_that_are_asked_for()
    {
        using var scope = NewDisposeScope();
        using var source = DenseNetGolden.Network(1, ScalarType.Float32);
        WeightsFile.Save(source, FilePath);
        using var network = new DenseNet121(new() { Heads = [("classifier", 5), ("source_classifier", 3)] });
        network.Initialize(new(1, "initialisation"));
        double[] Of(DenseNet121 net, string name) => net.get_parameter(name)!.Doubles();
        var fresh = Of(network, "classifier.weight");
        Assert.Empty(DenseNetWeights.Load(network, FilePath, new Dictionary<string, string> { ["source_classifier"] = "classifier" }));
        Assert.Equal(fresh, Of(network, "classifier.weight"));
        foreach (var part in new[] { "weight", "bias" }) Assert.Equal(Of(source, $"classifier.{part}"), Of(network, $"source_classifier.{part}"));
        Assert.Throws<ArgumentException>(() => DenseNetWeights.Load(network, FilePath, new Dictionary<string, string> { ["typo"] = "classifier" }));
    }

    [Fact]
    public void Should_read_the_names_of_torchvisions_published_file()
    {
        using var scope = NewDisposeScope();
        using var source = DenseNetGolden.Network(3, ScalarType.Float32);
        static string Published(string name) => Regex.Replace(name, @"(denselayer\d+)\.(norm|conv)([12])\.", "$1.$2.$3.");
        Assert.Equal("features.denseblock1.denselayer1.norm.1.weight", Published("features.denseblock1.denselayer1.norm1.weight"));
        SafetensorsFile.Write(FilePath, source.State().Where(entry => !entry.Name.EndsWith("tracked", StringComparison.Ordinal))
            .Select(entry => SafetensorsTorch.Source(Published(entry.Name), entry.Tensor)));
        using var network = new DenseNet121(new() { InputChannels = 3, Heads = [("classifier", 3)] });
        DenseNetWeights.Load(network, FilePath, new Dictionary<string, string> { ["classifier"] = "classifier" });
        Assert.Equal(source.State().Select(entry => entry.Tensor.Doubles()), network.State().Select(entry => entry.Tensor.Doubles()));
    }

    [Fact]
    public void Should_name_what_does_not_fit_and_change_nothing()
    {
        using var scope = NewDisposeScope();
        using var source = DenseNetGolden.Network(3, ScalarType.Float32);
        SafetensorsFile.Write(FilePath, source.State().Where(entry => entry.Name != "features.transition1.conv.weight").Select(entry => entry.Name switch
        {
            "features.conv0.weight" => SafetensorsTorch.Source(entry.Name, zeros(64, 2, 7, 7)),
            "features.norm5.weight" => SafetensorsTorch.Source(entry.Name, zeros(7)),
            _ => SafetensorsTorch.Source(entry.Name, entry.Tensor),
        }));
        using var network = new DenseNet121(new());
        network.Initialize(new(1, "initialisation"));
        var before = network.State().Select(entry => entry.Tensor.Doubles()).ToList();
        var message = Assert.Throws<InputException>(() => DenseNetWeights.Load(network, FilePath)).Message;
        foreach (var part in new[]
        {
            FilePath, "features.transition1.conv.weight is missing", "features.norm5.weight has shape [7], expected [1024]",
            "features.conv0.weight has shape [64, 2, 7, 7], expected [64, 1, 7, 7]",
        })
            Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Equal(before, network.State().Select(entry => entry.Tensor.Doubles()));
    }
}
