using System.Globalization;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>
/// Writes a run's network as an ONNX file that predicts: input "images" [batch, channels, height, width] of prepared float32 images;
/// outputs "logits" and "probabilities", [batch, structures, height, width] or [batch, findings]. Batch and sides may be any (sides
/// multiples of the network's). How images are prepared, and what the outputs mean, is in the file's metadata.
/// </summary>
public static class OnnxExport
{
    /// <exception cref="InputException">A network that has no ONNX form here.</exception>
    public static void Write(string path, Network network, RunRecord record, string weightsHash)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(record);
        var graph = new OnnxGraph(network.GetName());
        var layers = new OnnxLayers(graph);
        string multiple = network.SideMultiple.ToString(CultureInfo.InvariantCulture);
        graph.Input("images", $"prepared images; sides are multiples of {multiple}", "batch", Text(network.InputChannels), "height", "width");
        switch (network)
        {
            case UNet unet:
                AddOutputs(graph, "", OnnxNetworks.UNet(unet, layers, "images"), "batch", Text(unet.OutputChannels), "height", "width");
                break;
            case DenseNet121 densenet:
                var heads = OnnxNetworks.DenseNet(densenet, graph, layers, "images");
                for (int i = 0; i < heads.Count; i++)
                    AddOutputs(graph, i == 0 ? "" : densenet.Heads[i].Name + "_", heads[i], "batch", Text(densenet.Heads[i].Outputs));
                break;
            default:
                throw new InputException($"--format onnx: {network.GetName()} has gates that choose a copy of each block for every image, which is not exported. "
                    + "Export a model of another method (octl, mmtl, l2sp, fine-tune-all), or use --format safetensors.");
        }
        graph.Write(path, ExportMetadata.Of(record, weightsHash));
    }

    static void AddOutputs(OnnxGraph graph, string prefix, string logits, params string[] shape)
    {
        graph.Output(graph.Node("Identity", prefix + "logits", [logits]), "raw logits", shape);
        graph.Output(graph.Node("Sigmoid", prefix + "probabilities", [logits]), "sigmoid of the logits; more than one half counts as present", shape);
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
