using System.Text.Json;
using System.Text.Json.Nodes;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation;

/// <summary>Adapts a source model to a target site with a method: turns the method's choices into a learner and batches.</summary>
public static class AdaptationRun
{
    /// <param name="sourceManifest">Manifest of the source's data for a mixing method; null: found by itself.</param>
    public static void Execute(
        AdaptationSettings settings, SourceModel source, TrainingData data, string? sourceManifest, RunOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        MethodCheck.Require(settings.Method, settings.Optimizer);
        if (!settings.Method.Mix.NeedsSource && (settings.SourceBudget is not null || sourceManifest is not null))
            throw new InputException($"--source-data, --source-patients, --source-slices: '{settings.Method.Name}' mixes no source samples into its batches. Leave them out, or use mmtl.");
        if (settings.Method.Adversary is not null) AdversarialParts.RequireUsable(data.Task, settings.Method.Mix, settings.Training);
        if (source.Record.Model?.Gates is not null)
            throw new InputException($"--from: {source.Path} is a SpotTUNet model, two copies of each block and a policy; an adaptation starts from a plain network. Adapt from its source instead: --from {source.Record.Source?.Run}");
        var method = AdaptedHeads.WithFirstSample(settings.Method with { Gates = settings.Method.Gates?.Resolve(settings.Budget) }, data.Task);
        var model = AdaptedHeads.Of(method, source, data, settings.Target);
        if (method.Gates is { } gates) model = (model ?? new ModelRecord()) with { Gates = new GateRecord(gates.Soft, gates.GateShortcut0) };
        var target = method.UsesTarget ? data.Pool([settings.Target], settings.Budget, method.UsesTargetLabels) : [];
        using var replay = method.Mix.NeedsSource ? source.Replay(data, sourceManifest, settings.SourceBudget) : null;
        var sourceData = method.Mix.NeedsSource && replay is null ? source.DataForMixing(method.Name, data, sourceManifest) : null;
        try
        {
            var replayed = replay?.Pool ?? sourceData?.Pool(source.Sites, settings.SourceBudget) ?? [];
            if (source.Seen.Limit is { } limit) data.Note?.Invoke(limit);
            RequireNoLeak(data, source, settings.Target, target, replayed);
            // The source's own manifest has a split too: what it holds back for tests must not be replayed, nor have been trained on.
            if (sourceData is not null && sourceData != data)
                sourceData.RequireNoLeak(source.TrainingCases(sourceData.Manifest).Concat(replayed.Select(item => item.Case.Case)).Distinct(), source.Sites.Where(sourceData.Manifest.Sites.Contains), source.Seen);
            var training = settings.Training with { Device = options.DeviceName, Epochs = method.Trains ? settings.Training.Epochs : 0 };
            var record = new RunRecord
            {
                Kind = "adapt",
                Task = data.Task,
                Training = training,
                Optimizer = Optimizer(settings),
                Data = data.Record([settings.Target], settings.Budget, [("target", target), ("source", replayed)]) with
                {
                    SourceManifest = sourceData is null || sourceData.Manifest.Path == data.Manifest.Path ? null : sourceData.Manifest.Path,
                },
                Model = model,
                Method = (JsonObject)JsonSerializer.SerializeToNode(method, Json.Pretty)!,
                Source = source.Reference,
                Versions = TorchRuntime.Versions,
            };
            TrainingRun.Execute(record, SeenCases.Of(record, source.Seen.All.Concat(data.Seen(target)).Concat(data.Seen(replayed))), data, options, () => Build(method, record, source, target, replayed, options), stop);
        }
        finally
        {
            if (!ReferenceEquals(sourceData, data)) sourceData?.Dispose();
        }
    }

    static (ILearner, Network, BatchPlan?) Build(
        AdaptationMethod method, RunRecord record, SourceModel source, IReadOnlyList<PoolCase> target, IReadOnlyList<PoolCase> replayed, RunOptions options)
    {
        var (learner, network, plan) = BuildTraining(method, record, source, target, replayed, options);
        if (method.Finish is not { } finish) return (learner, network, plan);
        var passes = new SlicePasses(target, finish.Passes, record.Training.BatchSize, record.Task, record.Training.Seed);
        return (new TargetStatisticsLearner(learner, network, passes, options.Progress), network, plan);
    }

    static (ILearner, Network, BatchPlan?) BuildTraining(
        AdaptationMethod method, RunRecord record, SourceModel source, IReadOnlyList<PoolCase> target, IReadOnlyList<PoolCase> replayed, RunOptions options)
    {
        var (task, training) = (record.Task, record.Training);
        bool IsNew(string name) => AdaptedHeads.IsNew(record.Model, name);
        var network = method.Weights == WeightStart.Source
            ? AdaptedHeads.Load(source, record, options.Device)
            : NetworkFactory.Create(task, options.Device, new RandomStream(training.Seed, "initialisation"), record.Model);
        if (method.Adversary is { } adversary)
        {
            var parts = AdversarialParts.Create((UNet)network, record, adversary, options.Device);
            return (new AdversarialLearner(parts, adversary, training, options.Device, method.Norm == NormPolicy.SourceStatistics), network,
                SampleStreams.Plan(method.Mix, target, replayed, training, task.Window));
        }
        var trained = AdaptedHeads.InUse(method, record.Model, method.Trainable.Select(network, IsNew));
        if (network is GatedNetwork) trained = [.. trained.Where(GatedNetwork.IsTuned)];
        if (trained.Count == 0) return (new UntrainedLearner(network, source.Checkpoint, options.Device), network, null);

        var optimizer = record.Optimizer.Create(network, trained, IsNew);
        OptimizerHistory.Load(optimizer, method.Start, source, record.Optimizer.Kind, training.Seed, record.Model);
        var penalty = method.Penalty?.Around(optimizer, IsNew);
        var objective = Objectives.Of(task, record.Model);
        bool freezeNorm = method.Norm == NormPolicy.SourceStatistics;
        ILearner learner = network is GatedNetwork gated
            ? new SpotTuneLearner(gated, objective, optimizer, method.Gates!, training, options.Device, freezeNorm, penalty)
            : new SupervisedLearner(network, objective, optimizer, options.Device, freezeNorm, penalty);
        return (learner, network, SampleStreams.Plan(method.Mix, target, replayed, training, task.Window));
    }

    /// <summary>The protocol's optimizer with the method's changes.</summary>
    static OptimizerSettings Optimizer(AdaptationSettings settings)
    {
        var (plain, start) = (new OptimizerSettings(settings.Optimizer), settings.Method.Start);
        return plain with
        {
            Momentum = start.Momentum ?? plain.Momentum,
            Nesterov = start.Nesterov ?? plain.Nesterov,
            Beta1 = start.Beta1 ?? plain.Beta1,
            Beta2 = start.Beta2 ?? plain.Beta2,
            StartStep = start.Step ?? 0,
        };
    }

    /// <summary>No subject that the source model or this run learns from may be a test subject of the target or of the source sites.</summary>
    static void RequireNoLeak(TrainingData data, SourceModel source, string target, IReadOnlyList<PoolCase> pool, IReadOnlyList<PoolCase> replayed)
    {
        if (!data.Manifest.Sites.Contains(target)) data.Manifest.RequireSite(target);
        if (source.Sites.Contains(target))
            throw new InputException($"--target: '{target}' is a site that the source model was trained on ({source.Path}). Choose another target site.");
        var trained = source.TrainingCases(data.Manifest).Concat(pool.Select(item => item.Case.Case)).Concat(replayed.Select(item => item.Case.Case));
        data.RequireNoLeak(trained.Distinct(), source.Sites.Where(data.Manifest.Sites.Contains).Append(target), source.Seen);
    }
}
