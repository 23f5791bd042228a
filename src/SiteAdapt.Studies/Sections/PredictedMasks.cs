using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// The masks that a study's models predict, for pictures: computed when they are first asked for and kept as
/// <c>pictures/masks/EVALUATE-UNIT/CASE.nii.gz</c> below the results, on the prepared grid. They may be deleted at any time.
/// </summary>
public static class PredictedMasks
{
    public static string FileOf(StudyPlan plan, PlannedUnit evaluation, Case item) =>
        Path.Combine(plan.Study.Results, "pictures", "masks", evaluation.Reference.Hash[..UnitReference.NameLength], FigureName.Of(item.Id) + ".nii.gz");

    /// <summary>A mask of the task's first structure for each case; null where one would have to be computed and the model's run folder was deleted.</summary>
    public static IReadOnlyList<byte[]>? Of(StudyPlan plan, PlannedUnit evaluation, IReadOnlyList<PreparedCase> cases, TrainingData data, CancellationToken stop = default)
    {
        List<byte[]?> masks = [.. cases.Select(item => Kept(FileOf(plan, evaluation, item.Case), item.Grid))];
        if (masks.Contains(null))
        {
            if (plan.Presence(evaluation.Inputs[0]) != RunPresence.Finished) return null;
            Predict(plan, evaluation, [.. cases.Where((_, i) => masks[i] is null)], data, stop);
        }
        return [.. cases.Select((item, i) => masks[i] ?? Kept(FileOf(plan, evaluation, item.Case), item.Grid)!)];
    }

    static void Predict(StudyPlan plan, PlannedUnit evaluation, List<PreparedCase> cases, TrainingData data, CancellationToken stop)
    {
        var (folder, unit) = (plan.FolderOf(evaluation), (EvaluateUnit)evaluation.Record);
        var device = TorchRuntime.Configure(unit.Threads, unit.Device);
        var (record, checkpoint) = RunFolder.OpenFinished(folder.Of(unit.Model).Run);
        using var network = EvaluateWork.Load(folder, unit, record, checkpoint, data, device);
        foreach (var item in cases)
        {
            var mask = Evaluator.Predict(network, record.Task with { ComponentFilter = unit.ComponentFilter }, device, item, stop)[0];
            Nifti.WriteMask(FileOf(plan, evaluation, item.Case), mask);
        }
    }

    /// <summary>Null where it is not there, or is of another grid.</summary>
    static byte[]? Kept(string file, Grid grid)
    {
        if (!File.Exists(file)) return null;
        var volume = Nifti.ReadLabels(file).Volume;
        return volume.Grid.Size == grid.Size ? [.. volume.Voxels.Select(value => (byte)(value != 0 ? 1 : 0))] : null;
    }
}
