using System.Globalization;
using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// An ONNX graph that grows node by node; every node has one output, named as the node. Numbers of fields and types are those of
/// onnx.proto (github.com/onnx/onnx, Apache-2.0).
/// </summary>
sealed class OnnxGraph(string name)
{
    /// <summary>Operators as of opset 17, in a file of version 8 (ONNX 1.12): old enough for every runtime in use, and nothing here needs more.</summary>
    public const int Opset = 17, IrVersion = 8;

    const int Float = 1, RealAttribute = 1, NumberAttribute = 2, NumbersAttribute = 7;

    readonly ProtoMessage graph = new ProtoMessage().Text(2, name);

    /// <summary>Adds a node and returns the name of its output.</summary>
    public string Node(string operation, string output, IEnumerable<string> inputs, params ProtoMessage[] attributes)
    {
        var node = new ProtoMessage();
        foreach (string input in inputs) node.Text(1, input);
        node.Text(2, output).Text(3, output).Text(4, operation);
        foreach (var attribute in attributes) node.Message(5, attribute);
        graph.Message(1, node);
        return output;
    }

    /// <summary>Adds a weight as a float32 constant and returns its name.</summary>
    public string Weight(string tensorName, Tensor tensor)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var message = new ProtoMessage();
        foreach (long side in tensor.shape) message.Number(1, side);
        message.Number(2, Float).Text(8, tensorName).Raw(9, tensor.detach().cpu().to_type(ScalarType.Float32).contiguous().bytes);
        graph.Message(5, message);
        return tensorName;
    }

    /// <param name="shape">A number for a fixed side, a word for one that may be any.</param>
    public void Input(string input, string description, params string[] shape) => graph.Message(11, Value(input, description, shape));

    public void Output(string output, string description, params string[] shape) => graph.Message(12, Value(output, description, shape));

    public static ProtoMessage Attribute(string attribute, float value) => new ProtoMessage().Text(1, attribute).Real(2, value).Number(20, RealAttribute);

    public static ProtoMessage Attribute(string attribute, long value) => new ProtoMessage().Text(1, attribute).Number(3, value).Number(20, NumberAttribute);

    public static ProtoMessage Attribute(string attribute, params long[] values)
    {
        var message = new ProtoMessage().Text(1, attribute);
        foreach (long value in values) message.Number(8, value);
        return message.Number(20, NumbersAttribute);
    }

    /// <summary>Writes the model; the same graph and metadata give the same bytes.</summary>
    public void Write(string path, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var model = new ProtoMessage()
            .Number(1, IrVersion)
            .Text(2, "siteadapt").Text(3, TorchRuntime.Versions["siteadapt"])
            .Message(7, graph)
            .Message(8, new ProtoMessage().Text(1, "").Number(2, Opset));
        foreach (var (key, value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            model.Message(14, new ProtoMessage().Text(1, key).Text(2, value));
        AtomicFile.Write(path, stream => stream.Write(model.Content));
    }

    static ProtoMessage Value(string value, string description, string[] shape)
    {
        var sides = new ProtoMessage();
        foreach (string side in shape)
            sides.Message(1, long.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                ? new ProtoMessage().Number(1, number)
                : new ProtoMessage().Text(2, side));
        var type = new ProtoMessage().Message(1, new ProtoMessage().Number(1, Float).Message(2, sides));
        return new ProtoMessage().Text(1, value).Message(2, type).Text(3, description);
    }
}
