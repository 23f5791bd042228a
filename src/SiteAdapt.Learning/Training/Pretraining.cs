using SiteAdapt.Data;

namespace SiteAdapt.Learning;

/// <summary>Trains a model from scratch, or from given weights, on all training cases of one or several source sites (section 3.1).</summary>
public static class Pretraining
{
    /// <param name="initialWeights">A safetensors file with the network's tensors; of a classifier the encoder is taken. Null: drawn from the seed.</param>
    public static void Run(
        TrainingData data, IReadOnlyList<string> sites, TrainingSettings settings, OptimizerSettings optimizer, RunOptions options, CancellationToken stop,
        string? initialWeights = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        sites = [.. sites.Distinct()];
        if (data.Task.IsClassification) SiteFindings.RequireKnown(data.Manifest, data.Task);
        var model = data.Task.IsClassification ? new ModelRecord { Heads = [new HeadRecord(HeadRecord.Own, sites, SiteFindings.Of(data.Manifest, sites, data.Task))] } : null;
        var pool = data.Pool(sites, budget: null);
        data.RequireNoLeak(pool.Select(item => item.Case.Case), sites);
        var record = new RunRecord
        {
            Kind = "pretrain",
            Task = data.Task,
            Training = settings with { Device = options.DeviceName },
            Optimizer = optimizer,
            Model = model,
            InitialWeights = initialWeights is null ? null : GivenWeights.Hash(initialWeights),
            Data = data.Record(sites, budget: null, [("source", pool)]),
            Versions = TorchRuntime.Versions,
        };
        TrainingRun.Execute(record, SeenCases.Of(record, data.Seen(pool)), data, options, () =>
        {
            var network = NetworkFactory.Create(data.Task, options.Device, new RandomStream(settings.Seed, "initialisation"), model);
            if (initialWeights is not null) GivenWeights.Load(network, initialWeights);
            var all = network.NamedParameters().Select(parameter => parameter.Name).ToList();
            var learner = new SupervisedLearner(network, Objectives.Of(data.Task, model), optimizer.Create(network, all), options.Device);
            return (learner, network, BatchPlan.Single(new SampleStream("source", pool, data.Task.Window, settings.Seed), settings));
        }, stop);
    }
}
