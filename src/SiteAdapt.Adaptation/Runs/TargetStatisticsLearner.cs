using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation;

/// <summary>Another learner, whose network gets the target's norm statistics at the end (<see cref="NormFinish"/>).</summary>
sealed class TargetStatisticsLearner(ILearner learner, Network network, SlicePasses passes, IProgress<TrainingProgress>? progress) : ILearner
{
    public Device Device => learner.Device;

    public bool IsFinite => learner.IsFinite;

    public IReadOnlyDictionary<string, string> RandomStates
    {
        get => learner.RandomStates;
        set => learner.RandomStates = value;
    }

    public void BeginTraining() => learner.BeginTraining();

    public StepResult Step(Batch batch, StepContext at) => learner.Step(batch, at);

    public void Finish(CancellationToken stop)
    {
        learner.Finish(stop);
        NormStatistics.Recalibrate(network, Reported(stop), stop);
    }

    public void Save(string folder) => learner.Save(folder);

    public void Load(string folder) => learner.Load(folder);

    public void Dispose() => learner.Dispose();

    IEnumerable<Batch> Reported(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        int done = 0;
        foreach (var batch in passes.Batches(Device))
        {
            yield return batch;
            progress?.Report(new TrainingProgress(++done, passes.Count, 0, double.NaN, "norm statistics"));
        }
    }
}
