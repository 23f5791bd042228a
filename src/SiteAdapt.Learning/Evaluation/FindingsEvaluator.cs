using SiteAdapt.Data;
using SiteAdapt.Imaging;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>What a model says of a site's labelled images, for the findings that its head and the site share.</summary>
/// <param name="Head">Name of the head that was used.</param>
/// <param name="Findings">What the columns of the predictions are, in the head's order.</param>
/// <param name="NotShared">Findings of the head or of the site that the other does not have.</param>
public sealed record SitePredictions(string Head, IReadOnlyList<string> Findings, IReadOnlyList<string> NotShared, IReadOnlyList<ImagePrediction> Images);

/// <summary>
/// Predicts a site's images through the head that was trained for the site, else through the model's own: after an adaptation
/// to other findings the source is still measured with the source's head.
/// </summary>
public sealed class FindingsEvaluator(Network network, ModelRecord model, TrainingData data, Device device)
{
    /// <summary>Told after every batch.</summary>
    public Action<int, int, string>? Progress { get; init; }

    public SitePredictions Predict(string site, IReadOnlyList<Case> cases, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var head = model.HeadFor(site);
        var ofSite = SiteFindings.Of(data.Manifest, site, data.Task);
        List<string> shared = [.. head.Findings.Where(ofSite.Contains)];
        if (shared.Count == 0)
            throw new InputException($"site '{site}' has labels for {string.Join(", ", ofSite)}; the model gives {string.Join(", ", head.Findings)}: they share no finding, so that nothing can be scored.");
        var images = data.Images(cases, stop);
        var probabilities = new FindingsPredictor(network, data.Task, device)
            .Predict(images, head, done => Progress?.Invoke(done, images.Count, site), stop);
        int[] columns = [.. shared.Select(finding => head.Findings.ToList().IndexOf(finding))];
        return new SitePredictions(head.Name, shared, [.. head.Findings.Union(ofSite).Except(shared)],
        [
            .. images.Select((image, i) => new ImagePrediction(image.Case.Id, image.Case.Subject, image.Case.Site,
                [.. columns.Select(column => probabilities[i][column])], FindingLabels.Of(image.Case, shared, data.Task))),
        ]);
    }
}
