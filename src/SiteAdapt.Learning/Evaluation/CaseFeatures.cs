using SiteAdapt.Data;
using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>How a group of the network's layers (see <see cref="IBlockwise"/>) sees a case: the mean of each channel over pixels and slices.</summary>
public sealed record BlockFeatures(string Block, float[] Channels);

/// <summary>
/// The features of one case, a vector a block: channel means over whole slices, as prediction sees them, evenly spread over the volume. The network is
/// put into evaluation mode and otherwise left as it is. No label is read.
/// </summary>
public sealed class CaseFeatures
{
    /// <summary>Slices of a volume that are looked at, or all of a thinner one.</summary>
    public const int Slices = 16;

    const int PixelsPerBatch = 1 << 19;

    readonly Network network;
    readonly IBlockwise blocks;
    readonly TaskSettings task;
    readonly Device device;

    /// <exception cref="InputException">The network has no blocks to look at.</exception>
    public CaseFeatures(Network network, TaskSettings task, Device device)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(task);
        blocks = network as IBlockwise ?? throw new InputException($"the network '{task.Network.Kind}' has no blocks whose features can be looked at.");
        (this.network, this.task, this.device) = (network, task, device);
    }

    /// <summary>First block to last.</summary>
    public IReadOnlyList<BlockFeatures> Of(ISliceSource source, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var padding = SlicePadding.ToMultiple(source.Height, source.Width, network.SideMultiple);
        IReadOnlyList<int> slices = Spread(source.SliceCount);
        var sums = new List<(string Block, double[] Channels)>();
        network.SetTraining(false);
        using var inference = inference_mode();
        foreach (int[] part in slices.Chunk(Math.Clamp(PixelsPerBatch / padding.PaddedSize, 1, Slices)))
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            int at = 0;
            blocks.Look(SliceBatch.Load(source, padding, part, task.InputChannels).to(device), (block, activation) => Add(sums, at++, block, activation));
        }
        return [.. sums.Select(sum => new BlockFeatures(sum.Block, [.. sum.Channels.Select(value => (float)(value / slices.Count))]))];
    }

    /// <summary>The middles of equal parts of the volume.</summary>
    internal static IReadOnlyList<int> Spread(int slices)
    {
        int count = Math.Min(Slices, slices);
        return [.. Enumerable.Range(0, count).Select(i => (int)((i + 0.5) * slices / count))];
    }

    static void Add(List<(string Block, double[] Channels)> sums, int at, string block, Tensor activation)
    {
        using var scope = NewDisposeScope();
        var means = activation.dim() == 4 ? activation.mean([2, 3]) : activation;
        float[] channels = means.sum([0]).cpu().contiguous().data<float>().ToArray();
        if (at == sums.Count) sums.Add((block, new double[channels.Length]));
        for (int c = 0; c < channels.Length; c++) sums[at].Channels[c] += channels[c];
    }
}
