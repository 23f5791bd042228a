using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// <c>scores.json</c> of an evaluate unit: every case with every metric. A value that does not exist (a distance to an empty
/// mask) stands there as "NaN"; what becomes of it is for whoever reads it to say.
/// </summary>
/// <param name="Metric">The metric that the task is mainly judged by.</param>
/// <param name="ToleranceMm">Of the surface Dice; null where no metric has one.</param>
/// <param name="Unlabelled">Test cases without a label, which are not scored.</param>
public sealed record ScoresFile(
    string Site, string Subset, EvaluationGrid Grid, NormSource NormStatistics, string Metric, double? ToleranceMm, int Unlabelled, IReadOnlyList<ScoredCase> Cases)
{
    public static ScoresFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ScoresFile>(File.ReadAllBytes(path), Json.Pretty) ?? throw new JsonException("it is null");
        }
        catch (Exception fault) when (fault is JsonException or IOException)
        {
            throw new InputException($"{path}: cannot be read ({fault.Message}). Delete its folder and give 'study run' again.", fault);
        }
    }

    internal static void Write(string path, EvaluateUnit unit, TaskSettings task, IReadOnlyList<CaseScore> scores, int unlabelled)
    {
        var file = new ScoresFile(unit.Site, Data.Subset.Test.Name(), unit.Grid, unit.NormStatistics, "surface_dice", task.Metric.ToleranceMm, unlabelled,
            [.. scores.Select(score => new ScoredCase(score.Case, score.Subject, score.Structure, Values(score.Scores)))]);
        AtomicFile.WriteText(path, JsonSerializer.Serialize(file, Json.Pretty) + "\n");
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
