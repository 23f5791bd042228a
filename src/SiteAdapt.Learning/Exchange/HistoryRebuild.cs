using SiteAdapt.Data;
using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>How an optimizer's memory is rebuilt.</summary>
/// <param name="Optimizer">Its betas, or momentum, are those of the rebuilt memory.</param>
/// <param name="Batches">Batches of source data whose gradients are averaged.</param>
public sealed record HistoryRebuildSettings(OptimizerSettings Optimizer, int Batches, int BatchSize, long Seed);

/// <summary>
/// Rebuilds the memory that an optimizer would have after training, for a model that comes without it: the weights stay as they are,
/// and the gradients of batches of source data go into the moments as in training (batch norm normalises with the batch). Adam's
/// moments are divided by 1 - beta^batches, since they started at zero; SGD's buffer likewise.
/// </summary>
public static class HistoryRebuild
{
    /// <param name="seen">What the model was trained on, as far as its run folder knows; null: nothing but its record.</param>
    /// <param name="sites">Sites of the manifest whose training cases give the gradients.</param>
    public static void Run(RunRecord source, Checkpoint checkpoint, TrainingData data, IReadOnlyList<string> sites, HistoryRebuildSettings settings, RunOptions options, CancellationToken stop, SeenCases? seen = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(options);
        if (source.Model?.Gates is not null) throw new InputException("rebuild-history: a SpotTUNet model is no source of an adaptation. Use the run that it was adapted from.");
        if (seen?.Limit is { } limit) data.Note?.Invoke(limit);
        var pool = data.Pool(sites, budget: null);
        data.RequireNoLeak(pool.Select(item => item.Case.Case), sites);
        var used = data.Record(sites, budget: null, [("source", pool)]);
        var record = source with
        {
            Optimizer = settings.Optimizer,
            RebuiltHistory = new RebuiltHistory(checkpoint.WeightsHash, sites, settings.Batches, settings.BatchSize, settings.Seed),
            Data = used with
            {
                Sites = source.Data.Sites,
                Cases = [.. source.Data.Cases.Concat(used.Cases).DistinctBy(item => (item.Site, item.Case, item.Subject))],
                SubjectsUnknown = source.Data.SubjectsUnknown,
            },
            Versions = TorchRuntime.Versions,
        };
        KeptModel.Write(options.Folder, record, () => (NetworkFactory.Load(source, checkpoint, CPU), Memory(source, checkpoint, pool, settings, options, stop)),
            checkpoint.State.History, checkpoint.State.Step, checkpoint.State.Epoch, SeenCases.Of(record, (seen?.All ?? []).Concat(data.Seen(pool))));
    }

    /// <summary>The moments; the caller disposes them.</summary>
    internal static OptimizerState Memory(RunRecord source, Checkpoint checkpoint, IReadOnlyList<PoolCase> pool, HistoryRebuildSettings settings, RunOptions options, CancellationToken stop)
    {
        using var network = NetworkFactory.Load(source, checkpoint, options.Device);
        // With a learning rate of zero a step fills the memory and leaves the weights as they are.
        using var optimizer = settings.Optimizer.Create(network, [.. network.NamedParameters().Select(parameter => parameter.Name)]);
        var objective = Objectives.Of(source.Task, source.Model);
        var assembler = BatchAssembler.Labelled(source.Task, source.Model);
        var stream = new SampleStream("history", pool, source.Task.Window, settings.Seed);
        network.SetTraining(true);
        double losses = 0;
        for (int i = 0; i < settings.Batches; i++)
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var batch = assembler.Assemble([.. Enumerable.Range(0, settings.BatchSize).Select(_ => stream.Next(0))], ILearner.NoStreams).To(options.Device);
            optimizer.ZeroGrad();
            var loss = objective.Loss(network, batch);
            loss.backward();
            losses += loss.item<float>();
            if (!double.IsFinite(losses)) throw new InputException($"rebuild-history: the loss is not a number on a batch of the cases {batch.CaseNames}. Check their intensities and labels, and that the task is the one that the model was trained for.");
            optimizer.Step();
            options.Progress?.Report(new TrainingProgress(i + 1, settings.Batches, 0, losses / (i + 1)));
        }
        var memory = optimizer.Export();
        Unbias(memory, settings);
        return memory;
    }

    static void Unbias(OptimizerState memory, HistoryRebuildSettings settings)
    {
        using var noGrad = no_grad();
        foreach (var parameter in memory.Parameters.Values)
            foreach (var (key, tensor) in parameter.Tensors)
            {
                double keep = key switch { "exp_avg" => settings.Optimizer.Beta1, "exp_avg_sq" => settings.Optimizer.Beta2, _ => settings.Optimizer.Momentum };
                using Scalar share = 1 - Math.Pow(keep, settings.Batches);
                tensor.div_(share); // gives the tensor itself
            }
    }
}
