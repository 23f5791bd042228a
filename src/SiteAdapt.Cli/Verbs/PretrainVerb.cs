using System.CommandLine;
using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary><c>pretrain</c>: trains a model on one or several source sites.</summary>
static class PretrainVerb
{
    public static Command Build()
    {
        var source = new Option<string[]>("--source") { Description = "The source site, or several: A,B", Required = true, AllowMultipleArgumentsPerToken = true };
        var task = CommonOptions.Task();
        var weights = new Option<FileInfo?>("--initial-weights") { Description = "Start from these weights (safetensors with PyTorch's names) instead of random ones; chest-xray: torchvision's densenet121, whose encoder is taken" };
        var (training, split) = (new TrainingOptions(), new SplitOptions());
        var json = CommonOptions.Json();
        var command = new Verb("pretrain", "Train a model on one or several source sites",
            "siteadapt pretrain --data heads/manifest.csv --source site1 --out runs/site1",
            "siteadapt pretrain --data heads/manifest.csv --source site1,site2 --optimizer sgd --epochs 20 --out runs/two-sites")
        {
            source, task, weights,
        };
        training.AddTo(command);
        split.AddTo(command);
        command.Options.Add(json);
        command.SetComputation((parsed, stop) =>
        {
            var chosen = TaskSettings.Load(parsed.GetValue(task)!);
            var settings = training.Settings(parsed, TrainingOptions.LearningRate(chosen));
            var folder = training.Folder(parsed);
            var device = TorchRuntime.Configure(settings.Threads, training.Device(parsed));
            using var data = DataSession.Open(training.Manifest(parsed), split.Read(parsed, new SplitRecord()), chosen, training.Cache(parsed), stop, training.SkipUnreadable(parsed));
            using var progress = new ProgressLine("pretrain");
            Pretraining.Run(data, CommonOptions.SplitList(parsed.GetValue(source)!), settings,
                new OptimizerSettings(training.Optimizer(parsed) ?? OptimizerKind.Adam), training.Options(parsed, folder, device, progress), stop, parsed.GetValue(weights)?.FullName);
            TrainingReport.Print(folder, new Output(parsed.GetValue(json)));
        });
        return command;
    }
}
