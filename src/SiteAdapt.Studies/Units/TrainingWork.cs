using SiteAdapt.Adaptation;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The units that train: thin calls of what <c>pretrain</c> and <c>adapt</c> do, into <c>run/</c> of the unit's folder.</summary>
static class TrainingWork
{
    public static void Pretrain(UnitFolder folder, PretrainUnit unit, UnitProgressFile progress, CancellationToken stop)
    {
        using var data = UnitData.Open(folder, unit.Task, stop);
        foreach (var input in unit.Prepared) UnitData.Require(folder, input, data);
        Pretraining.Run(data, unit.Sites, unit.Training, new OptimizerSettings(unit.Optimizer), Options(folder, unit.Training, progress), stop);
    }

    public static void Adapt(UnitFolder folder, AdaptUnit unit, UnitProgressFile progress, CancellationToken stop) =>
        Adapt(folder, unit, Options(folder, unit.Training, progress), stop);

    /// <summary>The same run, wherever the options say that it goes.</summary>
    public static void Adapt(UnitFolder folder, AdaptUnit unit, RunOptions options, CancellationToken stop)
    {
        var source = SourceModel.Open(folder.Of(unit.Source).Run);
        using var data = UnitData.Open(folder, source.Record.Task, stop);
        UnitData.Require(folder, unit.Prepared, data);
        var settings = new AdaptationSettings(unit.Method, unit.Target, unit.Budget, unit.Training, unit.Optimizer, unit.SourceBudget);
        AdaptationRun.Execute(settings, source, data, sourceManifest: null, options, stop);
    }

    static RunOptions Options(UnitFolder folder, TrainingSettings training, UnitProgressFile progress) =>
        new(new RunFolder(folder.Run), TorchRuntime.Configure(training.Threads, training.Device)) { Progress = progress };
}
