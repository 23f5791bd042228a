using SiteAdapt.Data;
using SiteAdapt.Imaging;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>What a model says of a site's labelled images, for the findings that its head and the site share.</summary>
/// <param name="Head">Name of the head that was used.</param>
/// <param name="Findings">What the columns of the predictions are, in the head's order.</param>
/// <param name="IsForeign">Whether the head was trained for other sites only.</param>
/// <param name="NotShared">Findings of the head or of the site that the other does not have.</param>
public sealed record SitePredictions(string Head, bool IsForeign, IReadOnlyList<string> Findings, IReadOnlyList<string> NotShared, IReadOnlyList<ImagePrediction> Images);

/// <summary>
/// Predicts a site's images through the head that was trained for the site, else through the model's own: after an adaptation
/// to other findings the source is still measured with the source's head.
/// </summary>
public sealed class FindingsEvaluator(Network network, ModelRecord model, TrainingData data, Device device)
{
    /// <summary>Told after every batch.</summary>
    public Action<int, int, string>? Progress { get; init; }

    /// <summary>Score these findings only; null: all that model and site share.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    public SitePredictions Predict(string site, IReadOnlyList<Case> cases, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var head = model.HeadFor(site);
        var ofSite = SiteFindings.Of(data.Manifest, site, data.Task with { Findings = [] }); // the task may name another site's
        List<string> shared = [.. head.Findings.Where(ofSite.Contains)];
        if (shared.Count == 0)
            throw new InputException($"site '{site}' has labels for {string.Join(", ", ofSite)}; the model gives {string.Join(", ", head.Findings)}: they share no finding, so that nothing can be scored.");
        if (Only is not null) shared = Restricted(shared, Only, site);
        var images = data.Images(cases, stop);
        var probabilities = new FindingsPredictor(network, data.Task, device)
            .Predict(images, head, done => Progress?.Invoke(done, images.Count, site), stop);
        int[] columns = [.. shared.Select(finding => head.Findings.ToList().IndexOf(finding))];
        return new SitePredictions(head.Name, !head.Sites.Contains(site), shared, [.. head.Findings.Union(ofSite).Except(shared)],
        [
            .. images.Select((image, i) => new ImagePrediction(image.Case.Id, image.Case.Subject, image.Case.Site,
                [.. columns.Select(column => probabilities[i][column])], FindingLabels.Of(image.Case, shared, data.Task))),
        ]);
    }

    static List<string> Restricted(List<string> shared, IReadOnlyList<string> only, string site)
    {
        var missing = only.Except(shared).ToList();
        return missing.Count == 0 ? shared.FindAll(only.Contains)
            : throw new InputException($"--findings: model and site '{site}' do not share {string.Join(", ", missing)}; they share {string.Join(", ", shared)}.");
    }
}
