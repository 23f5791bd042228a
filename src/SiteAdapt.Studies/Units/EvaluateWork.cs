using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Studies;

/// <summary>Scores a model on a site's test cases and writes <c>scores.json</c>, the raw material of all tables.</summary>
static class EvaluateWork
{
    public static void Do(UnitFolder folder, EvaluateUnit unit, UnitProgressFile progress, CancellationToken stop)
    {
        var device = TorchRuntime.Configure(unit.Threads, unit.Device);
        var (record, checkpoint) = RunFolder.OpenFinished(folder.Of(unit.Model).Run);
        var task = record.Task with { Metric = unit.Metric, ComponentFilter = unit.ComponentFilter };
        using var data = UnitData.Open(folder, task, stop);
        var list = UnitData.Require(folder, unit.Prepared, data, stop);
        List<Case> cases = [.. list.Where(item => item.IsLabelled)];
        if (cases.Count == 0) throw new InputException($"{data.Manifest.Path}: no test case of site '{unit.Site}' has a label, so that nothing can be scored.");
        var seen = SeenCases.Open(folder.Of(unit.Model).Run, checkpoint);
        if (seen is { IsMissing: true, Limit: { } limit }) throw new InputException($"{limit} Put the file back, or delete {folder.Of(unit.Model).Path} and give 'study run' again; it trains the model anew.");
        seen.RequireUnseen(cases, data, folder.Of(unit.Model).Run); // the planner never asks for it; a split that was changed by hand might

        using var network = Load(folder, unit, record, checkpoint, data, device);
        var gates = (network as GatedNetwork)?.Usage;
        gates?.Reset(); // not of a recalibration
        void Report(int done, int total, string name) => progress.Report(done, total);
        var scores = task.IsClassification
            ? ScoresFile.Of(unit, new FindingsEvaluator(network, record.Model!, data, device) { Progress = Report }.Predict(unit.Site, cases, stop))
            : ScoresFile.Of(unit, task, new Evaluator(network, task, device, data.Cache) { Progress = Report }.Evaluate(cases, unit.Grid, stop));
        if (gates is not null) GatesFile.Write(folder, gates);
        (scores with { Unlabelled = list.Count - cases.Count }).Write(folder.Scores);
    }

    /// <summary>The network of the unit's model as it is scored: with the statistics that the unit asks for.</summary>
    public static Network Load(UnitFolder folder, EvaluateUnit unit, RunRecord record, Checkpoint checkpoint, TrainingData data, Device device)
    {
        var network = NetworkFactory.Load(record, checkpoint, device);
        SetNormStatistics(folder, unit, network, record, data, device);
        return network;
    }

    static void SetNormStatistics(UnitFolder folder, EvaluateUnit unit, Network network, RunRecord record, TrainingData data, Device device)
    {
        if (unit.Recalibration is { } training)
        {
            UnitData.Require(folder, training, data);
            NormStatistics.Recalibrate(network, NormStatistics.TrainingBatches(data, unit.Site, record.Training.BatchSize, record.Training.Seed, device));
        }
        if (unit.NormStatistics != NormSource.Source) return;
        var adapted = (AdaptUnit)folder.Of(unit.Model).ReadRecord();
        NormStatistics.CopyFrom(network, RunFolder.OpenFinished(folder.Of(adapted.Source).Run).Checkpoint.ModelPath);
    }
}
