using System.Runtime.InteropServices;
using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// Predicts a prepared volume slice by slice (section 2.1): each slice whole, padded to multiples of 8 with its own
/// minimum, sigmoid, un-padded. Slices go through the network in batches; in evaluation mode that changes no result.
/// Slices that the task leaves empty (<see cref="SliceRules.Predicted"/>) have probability 0.
/// </summary>
public sealed class SlicePredictor(Network network, TaskSettings task, Device device)
{
    /// <summary>About 2^21 pixels a batch: enough work for every thread, and at most a few hundred MB of activations.</summary>
    internal int PixelsPerBatch { get; init; } = 1 << 21;

    /// <summary>Probabilities by structure, each an array [slices][H][W].</summary>
    public float[][] Predict(ISliceSource source, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var padding = SlicePadding.ToMultiple(source.Height, source.Width, network.SideMultiple);
        int pixels = source.Height * source.Width;
        var probabilities = Enumerable.Range(0, task.Structures.Length).Select(_ => new float[(long)source.SliceCount * pixels]).ToArray();
        var (begin, predicted) = SliceRules.Predicted(source.SliceCount, task);
        int perBatch = Math.Clamp(PixelsPerBatch / (padding.PaddedSize * Math.Max(1, task.Network.Width / 4)), 1, source.SliceCount);
        network.SetTraining(false, false);
        using var inference = inference_mode();
        for (int first = begin; first < begin + predicted; first += perBatch)
        {
            stop.ThrowIfCancellationRequested();
            int count = Math.Min(perBatch, begin + predicted - first);
            using var scope = NewDisposeScope();
            var output = sigmoid(network.forward(SliceBatch.Load(source, padding, [.. Enumerable.Range(first, count)], task.InputSlices).to(device))).cpu().contiguous();
            Store(MemoryMarshal.Cast<byte, float>(output.bytes), padding, probabilities, first, count, pixels);
        }
        return probabilities;
    }

    static void Store(ReadOnlySpan<float> output, SlicePadding padding, float[][] probabilities, int first, int count, int pixels)
    {
        int plane = padding.PaddedSize;
        for (int i = 0; i < count; i++)
            for (int s = 0; s < probabilities.Length; s++)
                padding.Unpad(output.Slice((i * probabilities.Length + s) * plane, plane), probabilities[s].AsSpan((first + i) * pixels, pixels));
    }
}
