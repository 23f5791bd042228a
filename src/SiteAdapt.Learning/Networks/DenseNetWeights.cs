using System.Text.RegularExpressions;
using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// Weights that come from outside (ImageNet's, or a model with other findings) into a <see cref="DenseNet121"/>: the encoder, with
/// its first convolution adapted to the number of input channels, and the heads that are asked for. A run's own checkpoints are
/// read by <see cref="WeightsFile"/>, which adapts nothing.
/// </summary>
public static partial class DenseNetWeights
{
    const string FirstConvolution = "features.conv0.weight";

    /// <summary>
    /// Fills the encoder from a safetensors file with the names of torchvision's state_dict, those of its published files included
    /// (<c>denselayer1.norm.1</c> for <c>denselayer1.norm1</c>). Heads keep their weights but for those of
    /// <paramref name="heads"/>: head of the network -> head of the file.
    /// </summary>
    /// <returns>Names of the file's tensors that were not used, in its order.</returns>
    /// <exception cref="InputException">A tensor is missing or has another shape; nothing was changed.</exception>
    public static IReadOnlyList<string> Load(DenseNet121 network, string path, IReadOnlyDictionary<string, string>? heads = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        heads ??= new Dictionary<string, string>();
        if (heads.Keys.FirstOrDefault(head => network.Heads.All(own => own.Name != head)) is { } stranger)
            throw new ArgumentException($"the network has no head '{stranger}'", nameof(heads));

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var reader = SafetensorsReader.Open(path);
        var entries = reader.Header.Entries;
        bool published = entries.Any(entry => PublishedLayer().IsMatch(entry.Name));
        var state = new List<(string Name, Tensor Tensor)>();
        Tensor? first = null;
        foreach (var (name, tensor) in network.State())
            if (name == FirstConvolution)
                state.Add((name, first = OfTheFilesChannels(tensor, entries.FirstOrDefault(entry => entry.Name == name))));
            else if (!network.IsHead(name))
                state.Add((published ? Layer().Replace(name, "$1.$2") : name, tensor));
            else if (heads.TryGetValue(name[..name.IndexOf('.', StringComparison.Ordinal)], out var head))
                state.Add((head + name[name.IndexOf('.', StringComparison.Ordinal)..], tensor));

        WeightsFile.Fill(reader, path, network.GetName(), state, []);
        using (var adapted = ToChannels(first!, network.InputChannels)) // outside of the file's list, so that all is filled or nothing
            network.get_parameter(FirstConvolution)!.copy_(adapted);
        var used = state.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        return [.. entries.Select(entry => entry.Name).Where(name => !used.Contains(name))];
    }

    /// <summary>
    /// A first convolution [F, 1 or 3, k, k] for another number of channels, such that a grey image repeated three times and the
    /// grey image itself give the same features: three channels are summed, one is repeated and divided by three.
    /// </summary>
    public static Tensor ToChannels(Tensor weight, int channels)
    {
        ArgumentNullException.ThrowIfNull(weight);
        using var scope = NewDisposeScope();
        using Scalar three = 3;
        return ((weight.shape[1], channels) switch
        {
            (3, 1) => weight.sum([1], keepdim: true),
            (1, 3) => weight.repeat(1, 3, 1, 1).div_(three),
            (var same, _) when same == channels => weight.clone(),
            _ => throw new ArgumentException($"from {weight.shape[1]} to {channels} channels", nameof(channels)),
        }).MoveToOuterDisposeScope();
    }

    // One of another shape is left to the check of all tensors.
    static Tensor OfTheFilesChannels(Tensor own, SafetensorsEntry? entry)
    {
        long[] shape = [.. own.shape];
        if (entry is { Shape: [_, 1 or 3, _, _] }) shape[1] = entry.Shape[1];
        return empty(shape, own.dtype, own.device);
    }

    [GeneratedRegex(@"\.denselayer\d+\.(norm|conv)\.[12]\.")]
    private static partial Regex PublishedLayer();

    [GeneratedRegex(@"(?<=\.denselayer\d+\.)(norm|conv)([12])(?=\.)")]
    private static partial Regex Layer();
}
