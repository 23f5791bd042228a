using SiteAdapt.Data;
using SiteAdapt.Imaging;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// Predicts an image on its own grid, in float32 all the way: prepare, predict, bring the probabilities back (linear, with
/// the positions of the resampling), threshold.
/// </summary>
public sealed class NativePrediction(Network network, TaskSettings task, Device device)
{
    readonly SlicePredictor predictor = new(network, task, device);

    /// <summary>Probabilities of each structure on the image's grid; <paramref name="name"/> stands in messages.</summary>
    public IReadOnlyList<Volume> Probabilities(Volume image, string name, CancellationToken stop = default)
    {
        var prepared = CasePreparation.Prepare(image, task, name);
        SliceRules.RequirePredicted(prepared.SliceCount, task, name);
        return [.. predictor.Predict(prepared, stop).Select(values => prepared.Geometry.ToFileGrid(prepared.Geometry.FromSlices(values)))];
    }

    /// <summary>A mask of each structure on the image's grid.</summary>
    public IReadOnlyList<Mask> Masks(Volume image, string name, CancellationToken stop = default) =>
        [.. Probabilities(image, name, stop).Select(volume => Threshold.Apply(volume, task.ComponentFilter))];
}
