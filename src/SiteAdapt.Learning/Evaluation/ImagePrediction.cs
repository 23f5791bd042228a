using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>What a classifier says of one image. Probabilities and labels are parallel to a list of finding names.</summary>
/// <param name="Subject">The patient; all images of one are resampled together.</param>
/// <param name="Labels">0, 1, or NaN where the image says nothing of the finding: uncertain, or not in its site's label set.</param>
public sealed record ImagePrediction(
    string Case, string Subject, string Site, IReadOnlyList<float> Probabilities, IReadOnlyList<float> Labels)
{
    /// <exception cref="InputException">A probability is NaN, which has no rank.</exception>
    /// <exception cref="ArgumentException">The lists are not as long as the findings, or a label is none.</exception>
    internal void Check(IReadOnlyList<string> findings)
    {
        if (Probabilities.Count != findings.Count || Labels.Count != findings.Count)
            throw new ArgumentException($"{Case} has {Probabilities.Count} probabilities and {Labels.Count} labels for {findings.Count} findings");
        for (int f = 0; f < findings.Count; f++)
        {
            if (float.IsNaN(Probabilities[f]))
                throw new InputException($"{Case}: the probability of '{findings[f]}' is NaN, so it has no rank. "
                    + "The model's weights have diverged; train it again with a smaller learning rate.");
            if (Labels[f] is not (0 or 1 or float.NaN)) throw new ArgumentException($"{Case}: the label of '{findings[f]}' is {Labels[f]}");
        }
    }
}
