using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli.Tests;

/// <summary>
/// docs/how-to/bring-your-own-model.md from its first to its last step: a model trained in PyTorch comes in with its optimizer's
/// memory, is adapted with OCTL, goes out to ONNX Runtime and back to PyTorch.
/// </summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed partial class BringYourOwnModelTests(SimulatedSites sites)
{
    const double Tolerance = 1e-4;

    [PyTorchFact]
    public void Should_adapt_a_model_from_pytorch_and_give_it_back()
    {
        File.WriteAllText(sites.File("siteadapt_files.py"), Snippets());
        Python("train");
        foreach (string optimizer in new[] { "adam", "sgd" })
        {
            string run = $"foreign/{optimizer}";
            var imported = Import(optimizer, run).Succeed();
            Assert.Equal(optimizer, imported.Json.GetProperty("optimizer").GetString());
            Assert.True(imported.Json.GetProperty("has_memory").GetBoolean());
            Close(Logits($"{optimizer}-logits"), OnnxLogits(run)); // the network is the one that PyTorch trained

            var octl = sites.Run([.. Adapt("octl", run), "--json", .. SimulatedSites.Short]).Succeed();
            var plain = sites.Run([.. Adapt("fine-tune-all", run), "--json", .. SimulatedSites.Short]).Succeed();
            Assert.Contains("not all subjects behind these weights are known", octl.Errors, StringComparison.Ordinal);
            Assert.NotEqual(plain.Json.GetProperty("weights_sha256").GetString(), octl.Json.GetProperty("weights_sha256").GetString());

            sites.Run("model", "export", $"{run}-octl", "--format", "safetensors", "--out", "back.safetensors").Succeed();
            Python("look");
            float[] adapted = Logits("back-logits");
            Close(adapted, OnnxLogits($"{run}-octl"));
            Assert.True(adapted.Zip(Logits($"{optimizer}-logits"), (a, b) => Math.Abs(a - b)).Max() > 0.01, "the adaptation changed nothing");
        }
    }

    Outcome Import(string optimizer, string run) => sites.Run("model", "import", $"{optimizer}.safetensors", "--optimizer-state", $"{optimizer}-state.safetensors",
        "--task", "tiny.yaml", "--source", "site1", "--subjects", "unknown", "--out", run, "--json");

    static string[] Adapt(string method, string run) =>
        ["adapt", "--method", method, "--from", run, "--data", SimulatedSites.Manifest, "--target", "site2", "--patients", "1", "--out", $"{run}-{method}"];

    /// <summary>What the docs tell a user to put into siteadapt_files.py, and to load with.</summary>
    static string Snippets()
    {
        string docs = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "bring-your-own-model.md"));
        var blocks = PythonBlock().Matches(docs).Select(block => string.Join('\n', block.Groups["code"].Value.Split('\n')
            .Select(line => line.StartsWith(block.Groups["indent"].Value, StringComparison.Ordinal) ? line[block.Groups["indent"].Length..] : line))).ToList();
        Assert.Equal(2, blocks.Count);
        return string.Join('\n', blocks);
    }

    void Python(string step)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "oracles", "foreign_training.py");
        using var python = Process.Start(new ProcessStartInfo(PyTorchFactAttribute.Python, [script, step, sites.Path]) { RedirectStandardError = true })!;
        string errors = python.StandardError.ReadToEnd();
        python.WaitForExit();
        Assert.True(python.ExitCode == 0, errors);
    }

    float[] Logits(string file) => Values(SafetensorsFile.Read(sites.File($"{file}.safetensors")).Single());

    float[] OnnxLogits(string run)
    {
        sites.Run("model", "export", run, "--format", "onnx", "--out", $"{run}.onnx").Succeed();
        var images = SafetensorsFile.Read(sites.File("probe.safetensors")).Single();
        using var session = new InferenceSession(sites.File($"{run}.onnx"));
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("images", new DenseTensor<float>(Values(images), [.. images.Shape.Select(side => (int)side)]))]);
        return [.. results.Single(result => result.Name == "logits").AsEnumerable<float>()];
    }

    static float[] Values(SafetensorsTensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.Bytes.Span).ToArray();

    static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.InRange(expected.Max() - expected.Min(), 0.1, 1000); // Else any network would agree.
        Assert.InRange(expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max(), 0, Tolerance);
    }

    [GeneratedRegex(@"^(?<indent> *)```python\n(?<code>.*?)^ *```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex PythonBlock();
}
