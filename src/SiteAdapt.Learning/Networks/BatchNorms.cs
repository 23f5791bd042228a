using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SiteAdapt.Learning;

/// <summary>
/// Batch normalisation as <see cref="BatchNorm2d"/> does it. Its own forward adds a number that nobody holds to the counter of
/// batches, see <see cref="Scalars"/>.
/// </summary>
static class BatchNorms
{
    public static Tensor Forward(BatchNorm2d norm, Tensor input)
    {
        // libtorch would divide by zero for the unbiased variance and keep it: one image of the smallest size, for instance.
        if (norm.training && input.numel() == input.shape[1])
            throw new ArgumentException("batch norm in training needs more than one value per channel: a larger batch or larger images", nameof(input));
        if (norm.training) norm.get_buffer("num_batches_tracked")!.add_(Scalars.One, Scalars.One);
        return functional.batch_norm(input, norm.running_mean, norm.running_var, norm.weight, norm.bias, norm.training, Momentum(norm), norm.eps);
    }

    /// <summary>No momentum is PyTorch's word for the plain average of all batches so far.</summary>
    static double Momentum(BatchNorm2d norm) => norm.momentum ?? (norm.training ? 1.0 / norm.get_buffer("num_batches_tracked")!.item<long>() : 0);
}
