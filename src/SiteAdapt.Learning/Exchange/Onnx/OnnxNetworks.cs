using TorchSharp.Modules;
using static SiteAdapt.Learning.OnnxGraph;

namespace SiteAdapt.Learning;

/// <summary>The wiring of the built-in networks as ONNX nodes.</summary>
static class OnnxNetworks
{
    /// <summary>The logits of a U-Net; see <see cref="UNet.Run"/>.</summary>
    public static string UNet(UNet network, OnnxLayers layers, string images)
    {
        string Group(string name, string x)
        {
            foreach (var block in network.Blocks.Where(block => block.Name == name || block.Name.StartsWith(name + ".", StringComparison.Ordinal)))
                x = layers.Layer(block.Name, block.Module, x);
            return x;
        }
        string Up(string name, string below, string shortcut, string beside) => layers.Add($"{shortcut}.sum", Group(name, below), Group(shortcut, beside));
        string x0 = Group("init_path", images);
        string x1 = Group("down1", x0);
        string x2 = Group("down2", x1);
        string quarter = Up("bottleneck", x2, "shortcut2", x2);
        string half = Up("up2", quarter, "shortcut1", x1);
        return Group("out_path", Up("up1", half, "shortcut0", x0));
    }

    /// <summary>The logits of each head of a DenseNet-121.</summary>
    public static IReadOnlyList<string> DenseNet(DenseNet121 network, OnnxGraph graph, OnnxLayers layers, string images)
    {
        var parts = network.named_children().ToDictionary(part => part.name, part => part.module, StringComparer.Ordinal);
        string x = images;
        foreach (var (name, module) in parts["features"].named_children())
        {
            string full = $"features.{name}";
            x = module is Sequential block ? Dense(full, block, graph, layers, x) : layers.Layer(full, module, x);
            if (module is BatchNorm2d) x = layers.Relu(x);
            if (name == "norm0") x = graph.Node("MaxPool", "features.pool0", [x], Attribute("kernel_shape", [3, 3]), Attribute("strides", [2, 2]), Attribute("pads", [1, 1, 1, 1]));
        }
        string features = graph.Node("Flatten", "features.flat", [graph.Node("GlobalAveragePool", "features.mean", [x])], Attribute("axis", 1));
        return [.. network.Heads.Select(head => layers.Layer(head.Name, parts[head.Name], features))];
    }

    /// <summary>Each layer's output goes behind its input's channels.</summary>
    static string Dense(string name, Sequential block, OnnxGraph graph, OnnxLayers layers, string x)
    {
        foreach (var (child, layer) in block.named_children())
            x = graph.Node("Concat", $"{name}.{child}.cat", [x, layers.Layer($"{name}.{child}", layer, x)], Attribute("axis", 1));
        return x;
    }
}
