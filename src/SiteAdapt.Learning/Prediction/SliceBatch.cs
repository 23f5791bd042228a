using System.Runtime.InteropServices;
using SiteAdapt.Data;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>Whole slices of a case as the network takes them in prediction.</summary>
static class SliceBatch
{
    /// <summary>
    /// [slices, <paramref name="channels"/>, padded H, padded W]: each slice with its neighbours as channels (at the ends the last slice stands
    /// in), padded with its own minimum. An image has one slice, which then is in every channel.
    /// </summary>
    public static Tensor Load(ISliceSource source, SlicePadding padding, IReadOnlyList<int> slices, int channels)
    {
        int plane = padding.PaddedSize;
        var images = empty(slices.Count, channels, padding.PaddedHeight, padding.PaddedWidth, dtype: ScalarType.Float32);
        var data = MemoryMarshal.Cast<byte, float>(images.bytes);
        var slice = new float[source.Height * source.Width];
        for (int i = 0; i < slices.Count; i++)
            for (int c = 0; c < channels; c++)
            {
                int index = Math.Clamp(slices[i] + c - channels / 2, 0, source.SliceCount - 1);
                source.ReadImage(index, slice);
                padding.Pad(slice, source.FillValue(index), data.Slice((i * channels + c) * plane, plane));
            }
        return images;
    }
}
