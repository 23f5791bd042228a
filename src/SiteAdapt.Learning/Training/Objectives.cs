using SiteAdapt.Data;

namespace SiteAdapt.Learning;

/// <summary>The objective and the labels that a task's training needs.</summary>
public static class Objectives
{
    public static IObjective Of(TaskSettings task, ModelRecord? model)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.IsClassification ? new FindingsObjective(model!) : SegmentationObjective.Instance;
    }

    internal static IBatchLabels Labels(TaskSettings task, ModelRecord? model) =>
        task.IsClassification ? new FindingColumns(FindingsObjective.Columns(model!), task) : new StructureLabels(task.Window, task.Structures.Length);
}
