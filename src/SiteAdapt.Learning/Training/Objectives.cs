using SiteAdapt.Data;

namespace SiteAdapt.Learning;

/// <summary>The objective and the labels that a task's training needs.</summary>
public static class Objectives
{
    /// <param name="byRole">Classification: the head of each role of the batch plan.</param>
    public static IObjective Of(TaskSettings task, ModelRecord? model, IReadOnlyList<HeadRecord> byRole)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.IsClassification ? new FindingsObjective(Columns(model), byRole) : SegmentationObjective.Instance;
    }

    internal static IBatchLabels Labels(TaskSettings task, ModelRecord? model) =>
        task.IsClassification ? new FindingColumns(Columns(model), task) : new StructureLabels(task.Window, task.Structures.Length);

    /// <summary>The findings of all heads, each once.</summary>
    static List<string> Columns(ModelRecord? model) => [.. model!.Heads.SelectMany(head => head.Findings).Distinct()];
}
