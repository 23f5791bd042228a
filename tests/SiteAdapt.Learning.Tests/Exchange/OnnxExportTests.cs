using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

/// <summary>Exported networks in ONNX Runtime give what they give here.</summary>
public sealed class OnnxExportTests : IDisposable
{
    const double Tolerance = 1e-4;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    string FilePath => folder.File("model.onnx");

    static RunRecord Record(TaskSettings task, ModelRecord? model = null) => new()
    {
        Kind = "pretrain",
        Task = task,
        Model = model,
        Training = new TrainingSettings(),
        Optimizer = new OptimizerSettings(OptimizerKind.Adam),
        Data = new DataRecord { Manifest = "/secret/manifest.csv", Fingerprint = "", Split = new SplitRecord(), Sites = ["a", "b"], Cases = [new TrainingCase("source", "a", "case1", "secret-subject", 3)] },
        Versions = TorchRuntime.Versions,
    };

    static Network Filled(Network network)
    {
        GoldenWeights.Fill(network, [.. network.State().Select(entry => entry.Name).Where(name => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal))]);
        network.SetTraining(false);
        return network;
    }

    static Dictionary<string, (float[] Values, int[] Shape)> Predict(string path, Tensor images)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(path, options);
        var input = new DenseTensor<float>(images.contiguous().data<float>().ToArray(), [.. images.shape.Select(side => (int)side)]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("images", input)]);
        return results.ToDictionary(result => result.Name, result => (result.AsEnumerable<float>().ToArray(), result.AsTensor<float>().Dimensions.ToArray()));
    }

    static void ShouldBe(Tensor expected, (float[] Values, int[] Shape) actual)
    {
        Assert.Equal(expected.shape.Select(side => (int)side), actual.Shape);
        float[] values = expected.contiguous().data<float>().ToArray();
        Assert.True(values.Max() - values.Min() > 10 * Tolerance, $"any network would agree: {string.Join(" ", values.Take(8))}");
        Assert.InRange(values.Zip(actual.Values, (a, b) => Math.Abs(a - b)).Max(), 0, Tolerance);
    }

    [Theory]
    [InlineData(4, 1, 1, true)]
    [InlineData(2, 3, 2, false)]
    [InlineData(16, 1, 1, true)]
    public void Should_give_a_unets_outputs_for_any_batch_and_size(int width, int slices, int structures, bool finalNorm)
    {
        var task = TaskPresets.Brain with
        {
            InputSlices = slices,
            Structures = [.. Enumerable.Range(0, structures).Select(s => Structure.AnyPositive($"s{s}"))],
            Network = new NetworkSettings(Width: width, FinalNorm: finalNorm),
        };
        using var network = Filled(NetworkFactory.Create(task, CPU, new RandomStream(1, "w")));
        OnnxExport.Write(FilePath, network, Record(task), "hash");
        foreach (long[] shape in new long[][] { [1, slices, 16, 24], [3, slices, 40, 8] })
        {
            using var noGrad = no_grad();
            using var images = ForwardGolden.Wave(shape).to(ScalarType.Float32);
            using var logits = network.forward(images);
            var outputs = Predict(FilePath, images);
            ShouldBe(logits, outputs["logits"]);
            ShouldBe(logits.sigmoid(), outputs["probabilities"]);
        }
    }

    [Fact]
    public void Should_give_each_head_of_a_densenet()
    {
        var model = new ModelRecord { Heads = [new HeadRecord(HeadRecord.Own, ["b"], ["x", "y", "z"]), new HeadRecord(HeadRecord.Source, ["a"], ["u", "v"])] };
        var task = TaskPresets.ChestXray with { Window = 64 };
        using var network = Filled(NetworkFactory.Create(task, CPU, new RandomStream(1, "w"), model));
        using (no_grad()) // features of made-up weights are much alike: heads that tell them apart
            foreach (var head in model.Heads) network.get_parameter($"{head.Name}.weight")!.mul_(50);
        OnnxExport.Write(FilePath, network, Record(task, model), "hash");
        var densenet = (DenseNet121)network;
        foreach (long[] shape in new long[][] { [1, 1, 64, 64], [2, 1, 32, 96] })
        {
            using var noGrad = no_grad();
            using var images = ForwardGolden.Wave(shape).to(ScalarType.Float32);
            using var features = densenet.Features(images);
            var outputs = Predict(FilePath, images);
            ShouldBe(densenet.Head(HeadRecord.Own, features), outputs["logits"]);
            ShouldBe(densenet.Head(HeadRecord.Own, features).sigmoid(), outputs["probabilities"]);
            ShouldBe(densenet.Head(HeadRecord.Source, features), outputs["source_classifier_logits"]);
        }
        using var session = new InferenceSession(FilePath);
        Assert.Equal("x,y,z", session.ModelMetadata.CustomMetadataMap["siteadapt.outputs"]);
        Assert.Equal("u,v", session.ModelMetadata.CustomMetadataMap["siteadapt.outputs.source_classifier"]);
    }

    [Fact]
    public void Should_say_how_images_are_prepared_and_name_no_subject()
    {
        using var network = NetworkFactory.Create(TaskPresets.Brain with { Network = new NetworkSettings(Width: 2) }, CPU, new RandomStream(1, "w"));
        OnnxExport.Write(FilePath, network, Record(TaskPresets.Brain), "abc");
        using var session = new InferenceSession(FilePath);
        var metadata = session.ModelMetadata.CustomMetadataMap;
        Assert.Equal(TaskPresets.Brain, TaskSettings.Parse(metadata["siteadapt.task"]));
        Assert.Equal("abc", metadata["siteadapt.weights_sha256"]);
        Assert.Equal("a,b", metadata["siteadapt.sites"]);
        Assert.Equal([-1, 1, -1, -1], session.InputMetadata["images"].Dimensions);
        Assert.DoesNotContain("secret", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(FilePath)), StringComparison.Ordinal);
        byte[] first = File.ReadAllBytes(FilePath);
        OnnxExport.Write(FilePath, network, Record(TaskPresets.Brain), "abc");
        Assert.Equal(first, File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void Should_refuse_a_network_with_gates()
    {
        var task = TaskPresets.Brain with { Network = new NetworkSettings(Width: 2) };
        var model = new ModelRecord { Gates = new GateRecord(false, false) };
        using var network = NetworkFactory.CreateGated(task, CPU, model, copy => copy.Initialize(new RandomStream(1, "w")), new RandomStream(1, "policy"));
        var fault = Assert.Throws<InputException>(() => OnnxExport.Write(FilePath, network, Record(task, model), "hash"));
        Assert.Contains("gates", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(FilePath));
    }
}
