using System.Runtime.InteropServices;
using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>Reads drawn slices from the prepared cache straight into native tensors, without a managed copy of the batch.</summary>
sealed class BatchAssembler(int window, int inputSlices, int structures)
{
    float[] image = [];
    byte[] label = [];
    byte[] cut = [];

    public Batch Assemble(IReadOnlyList<Sample> samples, IReadOnlyDictionary<string, string> states)
    {
        var images = empty(samples.Count, inputSlices, window, window, dtype: ScalarType.Float32);
        var labels = empty(samples.Count, structures, window, window, dtype: ScalarType.Float32);
        images.DetachFromDisposeScope();
        labels.DetachFromDisposeScope();
        int plane = window * window;
        var imageData = MemoryMarshal.Cast<byte, float>(images.bytes);
        var labelData = MemoryMarshal.Cast<byte, float>(labels.bytes);
        for (int b = 0; b < samples.Count; b++)
        {
            FillImage(samples[b], imageData.Slice(b * inputSlices * plane, inputSlices * plane), plane);
            FillLabel(samples[b], labelData.Slice(b * structures * plane, structures * plane), plane);
        }
        return new Batch(images, labels, samples, states);
    }

    void FillImage(Sample sample, Span<float> target, int plane)
    {
        var source = sample.Case;
        var pixels = Ensure(ref image, source.Height * source.Width);
        for (int channel = 0; channel < inputSlices; channel++)
        {
            // Neighbouring slices are the channels of a 2.5-D input; at the ends the last slice stands in for the missing one.
            int slice = Math.Clamp(sample.Slice + channel - inputSlices / 2, 0, source.SliceCount - 1);
            source.ReadImage(slice, pixels);
            sample.Window.Cut<float>(pixels, source.Height, source.Width, source.FillValue(slice), target.Slice(channel * plane, plane));
        }
    }

    void FillLabel(Sample sample, Span<float> target, int plane)
    {
        var source = sample.Case;
        if (!source.HasLabel)
        {
            target.Fill(float.NaN); // a loss that looked at it would not be a number
            return;
        }
        var bits = Ensure(ref label, source.Height * source.Width);
        source.ReadLabel(sample.Slice, bits);
        var windowed = Ensure(ref cut, plane);
        sample.Window.Cut<byte>(bits, source.Height, source.Width, 0, windowed);
        for (int s = 0; s < structures; s++)
        {
            var channel = target.Slice(s * plane, plane);
            for (int i = 0; i < plane; i++) channel[i] = (windowed[i] >> s) & 1;
        }
    }

    static Span<T> Ensure<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length) buffer = new T[length];
        return buffer.AsSpan(0, length);
    }
}
