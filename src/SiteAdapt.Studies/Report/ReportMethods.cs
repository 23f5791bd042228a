using System.Text.Json;
using System.Text.Json.Nodes;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>What stands behind the names of a report: its methods with their options, its study file, and the versions that trained its models.</summary>
static class ReportMethods
{
    public static IEnumerable<Block> Of(StudyDefinition study)
    {
        var methods = new TableBlock([new("Name here"), new("Method"), new("Options"), new("Optimizers"), new("Source data")],
            [.. study.Methods.Select(method => new TableRow([new(method.Label), new(method.Method), new(string.Join(", ", method.Options)),
                new(string.Join(", ", (method.Optimizers ?? study.Optimizers).Select(optimizer => PageText.Name(optimizer)))), new(method.SourceBudget is { } budget ? BudgetName.Of(budget) : "")]))],
            "Options that are not named are the method's own; source data: the source_budget of methods that mix source samples in, where it is not all of them.");
        yield return new FoldedBlock("Methods and study file", study.Text.Length == 0 ? [methods] : [methods, new CodeBlock(study.Text.TrimEnd(), "The study file")]);
    }

    /// <summary>How a study's patients were dealt to training, validation and test.</summary>
    public static string Split(SplitRecord split) => split switch
    {
        { List: { } list } => $"list {list}",
        { Counts: { } counts } => FormattableString.Invariant($"{counts} patients of each site for training/validation/test, drawn with seed {split.Seed}"),
        _ => FormattableString.Invariant($"the manifest's column 'split' where it has one; else 75/8/17 % of the patients of each site for training/validation/test, drawn with seed {split.Seed}"),
    };

    /// <summary>The versions that trained the models whose runs are still there, and how many each; a page may be written by another one.</summary>
    /// <exception cref="InputException">A run's record cannot be read.</exception>
    public static IReadOnlyList<(string Versions, int Models)> TrainedBy(StudyPlan plan) =>
    [
        .. plan.Units.Where(unit => unit.Kind is UnitKind.Pretrain or UnitKind.Adapt).Select(plan.FolderOf).Where(folder => folder.IsDone)
            .Select(folder => Path.Combine(folder.Run, "run.json")).Where(File.Exists).Select(VersionsOf).OfType<string>()
            .GroupBy(versions => versions).Select(group => (group.Key, group.Count())).OrderByDescending(group => group.Item2).ThenBy(group => group.Key, StringComparer.Ordinal),
    ];

    /// <summary>Only what is asked for: a record also lists every training case.</summary>
    static string? VersionsOf(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(file))?["versions"] is JsonObject versions ? string.Join(", ", versions.Select(version => $"{version.Key} {version.Value}")) : null;
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: cannot be read ({fault.Message}). Delete its unit's folder and give 'study run' again.", fault);
        }
    }
}
