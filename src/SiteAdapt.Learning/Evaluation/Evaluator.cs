using SiteAdapt.Data;
using SiteAdapt.Imaging;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>The voxels on which prediction and reference are compared.</summary>
public enum EvaluationGrid
{
    /// <summary>The prepared grid, as the paper: what the network sees, with the task's spacing.</summary>
    Prepared,

    /// <summary>The file's own grid: probabilities are brought back before the threshold.</summary>
    Native,
}

/// <summary>Scores of one structure of one case.</summary>
/// <param name="Spacing">The spacing, in mm, that the surface metrics used.</param>
public sealed record CaseScore(string Case, string Subject, string Site, string Structure, EvaluationGrid Grid, Spacing Spacing, SegmentationScores Scores);

/// <summary>Predicts cases and compares with their labels, in 3-D per case (section 6.1).</summary>
public sealed class Evaluator(Network network, TaskSettings task, Device device, PreparedCache cache)
{
    /// <summary>Told after every case.</summary>
    public Action<int, int, string>? Progress { get; init; }

    public IReadOnlyList<CaseScore> Evaluate(IReadOnlyList<Case> cases, EvaluationGrid grid, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var scores = new List<CaseScore>();
        for (int i = 0; i < cases.Count; i++)
        {
            scores.AddRange(grid == EvaluationGrid.Prepared ? OnPreparedGrid(cases[i], stop) : OnNativeGrid(cases[i], stop));
            Progress?.Invoke(i + 1, cases.Count, cases[i].Id);
        }
        return scores;
    }

    /// <summary>The predicted masks of a case on its prepared grid, by structure.</summary>
    public static IReadOnlyList<Mask> Predict(Network network, TaskSettings task, Device device, PreparedCase prepared, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(prepared);
        SliceRules.RequirePredicted(prepared.SliceCount, task, $"case '{prepared.Case.Id}' of site '{prepared.Case.Site}'");
        var probabilities = new SlicePredictor(network, task, device).Predict(prepared, stop);
        return [.. probabilities.Select(values => Threshold.Apply(new Volume(prepared.Grid, prepared.Geometry.FromSlices(values)), task.ComponentFilter))];
    }

    IEnumerable<CaseScore> OnPreparedGrid(Case item, CancellationToken stop)
    {
        using var prepared = cache.Open(item, task);
        var masks = Predict(network, task, device, prepared, stop);
        var spacing = task is { Metric.Spacing: MetricSpacing.Nominal, Spacing: { } nominal } ? nominal : prepared.Grid.Spacing;
        for (int s = 0; s < masks.Count; s++)
            yield return Score(item, s, EvaluationGrid.Prepared, spacing, prepared.ReadMask(s), masks[s]);
    }

    IEnumerable<CaseScore> OnNativeGrid(Case item, CancellationToken stop)
    {
        var image = Nifti.Read(item.Image).Volume;
        var references = NativeLabels.Read(item, task, image.Grid);
        var masks = new NativePrediction(network, task, device).Masks(image, item.Image, stop);
        for (int s = 0; s < masks.Count; s++)
            yield return Score(item, s, EvaluationGrid.Native, image.Grid.Spacing, references[s], masks[s]);
    }

    CaseScore Score(Case item, int structure, EvaluationGrid grid, Spacing spacing, Mask reference, Mask prediction) =>
        new(item.Id, item.Subject, item.Site, task.Structures[structure].Name, grid, spacing,
            SegmentationScores.Compute(reference, prediction, spacing, task.Metric.ToleranceMm));
}
