using SiteAdapt.Data;

namespace SiteAdapt.Learning;

/// <summary>Trains a model from scratch on all training cases of one or several source sites (section 3.1).</summary>
public static class Pretraining
{
    public static void Run(
        TrainingData data, IReadOnlyList<string> sites, TrainingSettings settings, OptimizerSettings optimizer, RunOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        sites = [.. sites.Distinct()];
        var pool = data.Pool(sites, budget: null);
        data.RequireNoLeak(pool.Select(item => item.Case.Case), sites);
        var model = data.Task.IsClassification ? new ModelRecord { Heads = [new HeadRecord(HeadRecord.Own, sites, SiteFindings.Of(data.Manifest, sites, data.Task))] } : null;
        var record = new RunRecord
        {
            Kind = "pretrain",
            Task = data.Task,
            Training = settings with { Device = options.DeviceName },
            Optimizer = optimizer,
            Model = model,
            Data = data.Record(sites, budget: null, [("source", pool)]),
            Versions = TorchRuntime.Versions,
        };
        TrainingRun.Execute(record, data, options, () =>
        {
            var network = NetworkFactory.Create(data.Task, options.Device, new RandomStream(settings.Seed, "initialisation"), model);
            var all = network.NamedParameters().Select(parameter => parameter.Name).ToList();
            var learner = new SupervisedLearner(network, Objectives.Of(data.Task, model, model?.Heads ?? []), optimizer.Create(network, all), options.Device);
            return (learner, network, BatchPlan.Single(new SampleStream("source", pool, data.Task.Window, settings.Seed), settings));
        }, stop);
    }
}
