using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// <c>scores.json</c> of an evaluate unit: every case with every metric, or every image with its findings. A value that does not
/// exist (a distance to an empty mask) stands there as "NaN"; what becomes of it is for whoever reads it to say.
/// </summary>
/// <param name="Metric">The metric that the task is mainly judged by.</param>
/// <param name="ToleranceMm">Of the surface Dice; null where no metric has one.</param>
/// <param name="Cases">Segmentation: one structure of one case each.</param>
/// <param name="Findings">Classification: AUC of each finding; null otherwise.</param>
public sealed record ScoresFile(
    string Site, string Subset, EvaluationGrid Grid, NormSource NormStatistics, string Metric, double? ToleranceMm, IReadOnlyList<ScoredCase> Cases, ScoredFindings? Findings = null)
{
    /// <summary>Test cases without a label, which are not scored.</summary>
    public int Unlabelled { get; init; }

    /// <summary>SHA-256 of the weights that were scored. Null in a study, where the unit's record says it.</summary>
    public string? Weights { get; init; }

    /// <summary>SHA-256 over the labelled cases and what is in their files; null in a study.</summary>
    public string? TestData { get; init; }

    /// <summary>The labelled cases with what the manifest knows of them, scored or not; null in a study, whose manifest is at hand.</summary>
    public IReadOnlyList<CaseFacts>? About { get; init; }

    /// <exception cref="InputException">It cannot be read.</exception>
    public static ScoresFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ScoresFile>(File.ReadAllBytes(path), Json.Pretty) ?? throw new JsonException("it is null");
        }
        catch (Exception fault) when (fault is JsonException or IOException)
        {
            throw new InputException($"{path}: cannot be read ({fault.Message}). Make it again: of a study, delete its folder and give 'study run' again; else 'evaluate --out'.", fault);
        }
    }

    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Json.Pretty) + "\n");

    internal static ScoresFile Of(EvaluateUnit unit, TaskSettings task, IReadOnlyList<CaseScore> scores) => Of(unit.Site, Data.Subset.Test, unit.Grid, unit.NormStatistics, task, scores);

    internal static ScoresFile Of(EvaluateUnit unit, SitePredictions predictions) => Of(unit.Site, Data.Subset.Test, unit.Grid, unit.NormStatistics, predictions);

    public static ScoresFile Of(string site, Subset subset, EvaluationGrid grid, NormSource norm, TaskSettings task, IReadOnlyList<CaseScore> scores) => new(
        site, subset.Name(), grid, norm, task.Metric.Headline == HeadlineScore.Dice ? "dice" : "surface_dice", task.Metric.ToleranceMm,
        [.. scores.Select(score => new ScoredCase(score.Case, score.Subject, score.Structure, Values(score.Scores)))]);

    public static ScoresFile Of(string site, Subset subset, EvaluationGrid grid, NormSource norm, SitePredictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        var table = Auc.Table(predictions.Findings, predictions.Images);
        return new ScoresFile(site, subset.Name(), grid, norm, "auc", null, [],
            new ScoredFindings(predictions.Findings, predictions.NotShared, table.Mean, [.. table.Findings.Select(row => row.Auc)], predictions.Images));
    }

    static SortedDictionary<string, double> Values(SegmentationScores scores) => new(StringComparer.Ordinal)
    {
        ["surface_dice"] = scores.SurfaceDice,
        ["dice"] = scores.Dice,
        ["hd95"] = scores.Hausdorff95,
        ["hd100"] = scores.Hausdorff100,
        ["asd_ref_to_pred"] = scores.AsdReferenceToPrediction,
        ["asd_pred_to_ref"] = scores.AsdPredictionToReference,
        ["assd"] = scores.AssdAreaWeighted,
    };
}

/// <summary>One structure of one case.</summary>
/// <param name="Values">By metric; Dice and surface Dice of two empty masks are "NaN" here.</param>
public sealed record ScoredCase(string Case, string Subject, string Structure, IReadOnlyDictionary<string, double> Values);

/// <summary>What a classifier said of a site's test images.</summary>
/// <param name="Names">The findings; AUCs, probabilities and labels are parallel to them.</param>
/// <param name="NotShared">Findings that model and site do not share.</param>
/// <param name="MeanAuc">Over the findings that have both classes; null where none has.</param>
public sealed record ScoredFindings(
    IReadOnlyList<string> Names, IReadOnlyList<string> NotShared, double? MeanAuc, IReadOnlyList<double?> Aucs, IReadOnlyList<ImagePrediction> Images);

/// <summary>What a manifest knows of a test case, besides its files.</summary>
/// <param name="Age">In years.</param>
public sealed record CaseFacts(string Case, string Subject, string? Sex = null, double? Age = null, string? Scanner = null)
{
    public static CaseFacts Of(Case item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new CaseFacts(item.Id, item.Subject, item.Sex, item.Age, item.Scanner);
    }
}
