using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// The channels-last layout of 4-D tensors, which TorchSharp has no argument for: the strides of a contiguous [B, H, W, C]
/// seen as [B, C, H, W]. Convolutions take it over from their input or their weight and keep it.
/// </summary>
static class MemoryLayout
{
    /// <summary>The same values with channels-last strides; a copy unless they have them already.</summary>
    public static Tensor ToChannelsLast(Tensor tensor)
    {
        if (IsChannelsLast(tensor)) return tensor.alias();
        long[] shape = tensor.shape;
        // With one channel both layouts hold the same bytes, contiguous() copies nothing and the strides stay: say them.
        if (shape[1] == 1)
        {
            var contiguous = tensor.contiguous();
            return contiguous.as_strided(shape, Strides(shape), contiguous.storage_offset()); // TorchSharp's default is 0, also for a part of a tensor
        }
        return tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
    }

    public static bool IsChannelsLast(Tensor tensor) =>
        tensor.dim() == 4 && tensor.stride().AsSpan().SequenceEqual(Strides(tensor.shape));

    /// <summary>A view of <paramref name="flat"/> (1-D, as many elements as the shape has) in either layout.</summary>
    public static Tensor View(Tensor flat, long[] shape, bool channelsLast) => channelsLast
        ? flat.as_strided(shape, Strides(shape), flat.storage_offset())
        : flat.view(shape);

    static long[] Strides(long[] shape) => [shape[1] * shape[2] * shape[3], 1, shape[1] * shape[3], shape[1]];
}
