using SiteAdapt.Data;
using SiteAdapt.Imaging;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// Predicts a file on its own grid, in float32 all the way: read, prepare, predict, bring the probabilities back (linear, with
/// the positions of the resampling), threshold.
/// </summary>
public sealed class NativePrediction(Network network, TaskSettings task, Device device)
{
    readonly SlicePredictor predictor = new(network, task, device);

    /// <summary>The image as read, and the probabilities of each structure on its grid.</summary>
    public (NiftiImage Image, IReadOnlyList<Volume> Probabilities) Probabilities(string path, CancellationToken stop = default)
    {
        var image = Nifti.Read(path);
        var prepared = CasePreparation.PrepareImage(image, task, path);
        var values = predictor.Predict(prepared, stop);
        return (image, [.. values.Select(value => prepared.Geometry.ToFileGrid(prepared.Geometry.FromSlices(value)))]);
    }

    /// <summary>The image as read, and a mask for each structure on its grid.</summary>
    public (NiftiImage Image, IReadOnlyList<Mask> Masks) Masks(string path, CancellationToken stop = default)
    {
        var (image, probabilities) = Probabilities(path, stop);
        return (image, [.. probabilities.Select(volume => Threshold.Apply(volume, task.ComponentFilter))]);
    }
}
