using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// Runs of a study that are trained once more, beside its units, to see the bottleneck features during training: a unit keeps its last
/// checkpoint alone. They end with the unit's weights, and change nothing of the study.
/// </summary>
public static class FeatureRuns
{
    /// <summary>Epochs that are looked at unless others are asked for, as many as the paper's figure has.</summary>
    public const int Moments = 6;

    public static RunFolder FolderOf(StudyPlan plan, PlannedUnit adaptation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(adaptation);
        return new RunFolder(Path.Combine(plan.Study.Results, "pictures", "features", adaptation.Reference.Hash[..UnitReference.NameLength]));
    }

    /// <summary>From before training (0) to its end, evenly.</summary>
    public static IReadOnlyList<int> DefaultEpochs(int epochs) =>
        [.. Enumerable.Range(0, Moments).Select(i => (int)Math.Round(i * (double)epochs / (Moments - 1))).Distinct()];

    /// <summary>Trains and keeps features after these epochs; a run that has them is left as it is, and an interrupted one goes on.</summary>
    /// <exception cref="InputException">The source model is not there, or the network has no bottleneck.</exception>
    public static void Record(StudyPlan plan, PlannedUnit adaptation, IReadOnlyList<int> epochs, IProgress<TrainingProgress>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(adaptation);
        ArgumentNullException.ThrowIfNull(epochs);
        if (adaptation.Record is not AdaptUnit unit) throw new ArgumentException($"{adaptation.Title} is no adaptation", nameof(adaptation));
        if (plan.Study.Task.IsClassification) throw new InputException($"{plan.Study.Name}: bottleneck features are those of a U-Net; a classifier has none.");
        foreach (var input in adaptation.Inputs) RequireThere(plan, input);
        var folder = FolderOf(plan, adaptation);
        // A run that is finished takes no step in which others could be kept.
        if (folder.IsDone && epochs.Except(FeatureRow.FilesOf(folder).Select(kept => kept.Epoch)).Any()) Directory.Delete(folder.Path, recursive: true);
        var options = new RunOptions(folder, TorchRuntime.Configure(unit.Training.Threads, unit.Training.Device)) { FeaturesAt = epochs, Progress = progress };
        TrainingWork.Adapt(plan.Materialise(adaptation), unit, options, stop);
    }

    /// <summary>Whether the run ended with the weights of the unit; null where the unit's run is not there.</summary>
    public static bool? IsSameAsUnit(StudyPlan plan, PlannedUnit adaptation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Presence(adaptation) != RunPresence.Finished) return null;
        return RunFolder.OpenFinished(plan.FolderOf(adaptation).Run).Checkpoint.WeightsHash == RunFolder.OpenFinished(FolderOf(plan, adaptation).Path).Checkpoint.WeightsHash;
    }

    static void RequireThere(StudyPlan plan, PlannedUnit input)
    {
        var folder = plan.FolderOf(input);
        if (!folder.IsDone) throw new InputException($"{input.Title} is not done yet ({folder.Path}). Give 'study run' first.");
        if (input.Kind == UnitKind.Pretrain && plan.Presence(input) == RunPresence.Deleted)
            throw new InputException($"{input.Title}: its run folder was deleted ({folder.Run}). Delete done.json beside it and give 'siteadapt unit run {folder.Path}', which trains it anew.");
    }
}
