using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>A network and an optimizer's memory as they are, to be written as a run's checkpoint: nothing is trained.</summary>
sealed class KeptModel(Network network, OptimizerState memory) : ILearner
{
    public Device Device => CPU;

    public bool IsFinite => network.IsFinite && memory.IsFinite;

    public void BeginTraining() => network.SetTraining(false);

    public StepResult Step(Batch batch, StepContext at) => throw new InvalidOperationException("this model takes no step");

    public void Save(string folder)
    {
        WeightsFile.Save(network, Path.Combine(folder, Checkpoint.Model));
        OptimizerStateFile.Save(memory, Path.Combine(folder, Checkpoint.OptimizerFile));
    }

    public void Load(string folder) => throw new InvalidOperationException("a model that is only kept does not go on");

    /// <summary>Writes a finished run folder of this model; one of the same record that is there already stays.</summary>
    public static void Write(RunFolder folder, RunRecord record, Func<(Network Network, OptimizerState Memory)> load, IReadOnlyList<MetricRow>? history = null, int step = 0, int epoch = 0, SeenCases? seen = null)
    {
        using var held = RunLock.Take(folder.Path);
        folder.TakeUp(record);
        if (folder.IsDone) return;
        var (network, memory) = load();
        using var model = new KeptModel(network, memory);
        if (!model.IsFinite) throw new Imaging.InputException($"{folder.Path}: not written: the weights, or the optimizer's memory, hold numbers that are not finite. Take an earlier state of the model, or leave its memory out.");
        folder.Begin(record);
        seen?.Write(folder);
        folder.SaveCheckpoint(RunFolder.Last, model, new CheckpointState
        {
            Run = record,
            Step = step,
            Epoch = epoch,
            EpochLossSum = 0,
            Streams = new Dictionary<string, string>(),
            History = history ?? [],
            Seen = seen?.Sha256,
        });
        folder.Finish(history ?? []);
    }

    public void Dispose()
    {
        network.Dispose();
        memory.Dispose();
    }
}
