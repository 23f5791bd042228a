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
        var seen = norm.get_buffer("num_batches_tracked")!;
        if (norm.training) seen.add_(Scalars.One, Scalars.One);
        return functional.batch_norm(input, norm.running_mean, norm.running_var, norm.weight, norm.bias, norm.training, Share(norm, seen), norm.eps);
    }

    /// <summary>The batch's share in the running statistics; without a momentum they are the plain average over all batches seen.</summary>
    static double Share(BatchNorm2d norm, Tensor seen) => norm.momentum ?? (norm.training ? 1.0 / seen.item<long>() : 0);
}
