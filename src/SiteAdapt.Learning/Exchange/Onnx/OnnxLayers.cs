using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static SiteAdapt.Learning.OnnxGraph;

namespace SiteAdapt.Learning;

/// <summary>The layers of the built-in networks as ONNX nodes, in inference form: batch norm with its running statistics.</summary>
sealed class OnnxLayers(OnnxGraph graph)
{
    /// <summary>A layer or block of which everything is known from its type.</summary>
    public string Layer(string name, Module module, string input) => module switch
    {
        Conv2d c => Convolution("Conv", name, c.weight!, c.bias, c.kernel_size, c.stride, c.padding, input),
        ConvTranspose2d c => Convolution("ConvTranspose", name, c.weight!, c.bias, c.kernel_size, c.stride, c.padding, input),
        BatchNorm2d norm => Norm(name, norm, input),
        Linear linear => graph.Node("Gemm", name,
            [input, graph.Weight($"{name}.weight", linear.weight!), graph.Weight($"{name}.bias", linear.bias!)], Attribute("transB", 1)),
        PreActivation => Children(name, module, input, afterNorm: Relu),
        DenseLayer => Children(name, module, input, afterNorm: Relu),
        Transition => graph.Node("AveragePool", $"{name}.pool", [Children(name, module, input, afterNorm: Relu)],
            Attribute("kernel_shape", [2, 2]), Attribute("strides", [2, 2])),
        ResidualBlock => Add($"{name}.sum", Children(name, module, input), input),
        TorchSharp.Modules.Sequential => Children(name, module, input),
        _ => throw new ArgumentException($"{name}: a {module.GetType().Name} has no ONNX form here", nameof(module)),
    };

    public string Relu(string input) => graph.Node("Relu", $"{input}.relu", [input]);

    public string Add(string name, string a, string b) => graph.Node("Add", name, [a, b]);

    string Children(string name, Module module, string input, Func<string, string>? afterNorm = null)
    {
        foreach (var (child, layer) in module.named_children())
        {
            input = Layer($"{name}.{child}", layer, input);
            if (layer is BatchNorm2d && afterNorm is not null) input = afterNorm(input);
        }
        return input;
    }

    string Norm(string name, BatchNorm2d norm, string input) => graph.Node("BatchNormalization", name,
    [
        input, graph.Weight($"{name}.weight", norm.weight!), graph.Weight($"{name}.bias", norm.bias!),
        graph.Weight($"{name}.running_mean", norm.running_mean!), graph.Weight($"{name}.running_var", norm.running_var!),
    ], Attribute("epsilon", (float)norm.eps));

    string Convolution(string operation, string name, Tensor weight, Tensor? bias, long[] kernel, long[] stride, long[]? padding, string input)
    {
        List<string> inputs = [input, graph.Weight($"{name}.weight", weight)];
        if (bias is not null) inputs.Add(graph.Weight($"{name}.bias", bias));
        padding ??= [0, 0];
        return graph.Node(operation, name, inputs, Attribute("kernel_shape", kernel), Attribute("strides", stride), Attribute("pads", [.. padding, .. padding]));
    }
}
