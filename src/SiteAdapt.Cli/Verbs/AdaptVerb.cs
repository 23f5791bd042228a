using System.CommandLine;
using SiteAdapt.Adaptation;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary><c>adapt</c>: adapts a source model to a target site.</summary>
static class AdaptVerb
{
    sealed class Options
    {
        public Option<string> Method { get; } = new Option<string>("--method") { Required = true, Description = $"{string.Join(", ", MethodCatalog.Names)}; several joined by '+', such as mmtl+octl" }.Offering(MethodCatalog.Names);
        public Option<string> From { get; } = new("--from") { Required = true, Description = "The source run: the --out of a pretrain" };
        public Option<string> Target { get; } = new("--target") { Required = true, Description = "The target site" };
        public Option<int?> Patients { get; } = new("--patients") { Description = "Annotated target patients: the first K of the training list; adabn and adaptsegnet look at their images only (default there: all)" };
        public Option<int?> Slices { get; } = new("--slices") { Description = "Annotated slices of these patients, evenly spaced (default: all of them)" };
        public Option<int?> Images { get; } = new("--images") { Description = "Classification: annotated target images, the first N of the training list" };
        public Option<string?> Findings { get; } = new("--findings") { Description = "Classification: the target's findings to learn, A,B (default: the task's, or all that the target has labels for)" };
        public Option<string[]> Set { get; } = new("--set")
        {
            AllowMultipleArgumentsPerToken = true,
            Description = "Change a field of the method, NAME=VALUE: " + string.Join("; ", MethodOptions.All.Select(option => $"{option.Name} ({option.Values})")),
        };
        public Option<FileInfo?> SourceData { get; } = new("--source-data") { Description = "Manifest of the source's data for mixing methods (default: --data, or the source run's)" };
        public Option<int?> SourcePatients { get; } = new("--source-patients") { Description = "Use only the first N source patients for mixing" };
        public Option<int?> SourceImages { get; } = new("--source-images") { Description = "Classification: use only the first N source images for mixing" };
        public Option<int?> SourceSlices { get; } = new("--source-slices") { Description = "Use only N evenly spaced slices of these source patients" };
    }

    public static Command Build()
    {
        var (options, training, split, json) = (new Options(), new TrainingOptions(), new SplitOptions(), CommonOptions.Json());
        var command = new Verb("adapt", "Adapt a source model to a target site from a few annotated patients",
            "siteadapt adapt --method mmtl --from runs/site1 --data heads/manifest.csv --target site2 --patients 1 --out runs/mmtl",
            "siteadapt adapt --method octl --from runs/site1 --data heads/manifest.csv --target site2 --patients 1 --slices 16 --out runs/octl",
            "siteadapt adapt --method adabn --from runs/site1 --data heads/manifest.csv --target site2 --out runs/adabn",
            "siteadapt adapt --method mmtl --set mix=constant:0.5 --source-patients 2 --from runs/site1 --data heads/manifest.csv --target site2 --patients 2 --out runs/half")
        {
            options.Method, options.From, options.Target, options.Patients, options.Slices, options.Images, options.Findings, options.Set, options.SourceData, options.SourcePatients, options.SourceSlices, options.SourceImages,
        };
        training.AddTo(command);
        split.AddTo(command);
        command.Options.Add(json);
        command.SetComputation((parsed, stop) => Run(parsed, options, training, split, new Output(parsed.GetValue(json)), stop));
        return command;
    }

    static void Run(ParseResult parsed, Options options, TrainingOptions training, SplitOptions split, Output output, CancellationToken stop)
    {
        var folder = training.Folder(parsed);
        var source = SourceModel.Open(parsed.GetValue(options.From)!);
        if (source.Record.HasUnknownSubjects) UnknownSubjects.Warn(source.Path);
        var optimizer = training.Optimizer(parsed) ?? source.Record.Optimizer.Kind;
        var method = MethodOptions.Apply(MethodCatalog.Find(parsed.GetValue(options.Method)!, optimizer, "--method: "), parsed.GetValue(options.Set) ?? []);
        var settings = training.Settings(parsed, LearningRate(method, source.Record.Task));
        var device = TorchRuntime.Configure(settings.Threads, training.Device(parsed));
        using var data = DataSession.Open(training.Manifest(parsed), split.Read(parsed, source.Record.Data.Split), TargetTask(parsed, options, source.Record.Task), training.Cache(parsed), stop, training.SkipUnreadable(parsed));
        using var progress = new ProgressLine(method.Name);
        AdaptationRun.Execute(
            new AdaptationSettings(method, parsed.GetValue(options.Target)!, TargetBudget(parsed, options, method, source.Record.Task), settings, optimizer, SourceBudget(parsed, options, source.Record.Task)),
            source, data, parsed.GetValue(options.SourceData)?.FullName, training.Options(parsed, folder, device, progress), stop);
        TrainingReport.Print(folder, output);
    }

    /// <summary>The task's for adaptation, but what starts from scratch is a pre-training.</summary>
    static double LearningRate(AdaptationMethod method, TaskSettings task) =>
        method.Weights == WeightStart.Source && task.AdaptationLearningRate is { } own ? own : TrainingOptions.LearningRate(task);

    static TaskSettings TargetTask(ParseResult parsed, Options options, TaskSettings task)
    {
        if (parsed.GetValue(options.Findings) is not { } names) return task;
        if (!task.IsClassification) throw new InputException("--findings: is for classification. Leave it out.");
        return task with { Findings = [.. CommonOptions.SplitList([names])] };
    }

    static Budget? TargetBudget(ParseResult parsed, Options options, AdaptationMethod method, TaskSettings task)
    {
        var (patients, slices, images) = (parsed.GetValue(options.Patients), parsed.GetValue(options.Slices), parsed.GetValue(options.Images));
        bool bound = method == Bounds.None || method.Weights == WeightStart.Scratch;
        if (bound && (patients ?? slices ?? images) is not null)
            throw new InputException($"--patients, --slices, --images: '{method.Name}' takes no budget: it uses {(method == Bounds.None ? "no target data" : "all of the target's training set")}. Leave them out.");
        if (bound) return null;
        if (task.IsClassification && slices is not null) throw new InputException("--slices: an image is one slice. Use --images or --patients.");
        if (images is not null && !task.IsClassification) throw new InputException("--images: is for classification. Use --patients, and --slices for a part of their slices.");
        if (images is not null) return new Budget(patients ?? Budget.All.Patients, Images: images);
        if (patients is null && !method.UsesTargetLabels) return slices is null ? null : new Budget(Budget.All.Patients, slices);
        return patients is { } count
            ? new Budget(count, slices)
            : throw new InputException("--patients: say how many annotated target patients may be used, for example --patients 1 (or --images 128 of single images).");
    }

    static Budget? SourceBudget(ParseResult parsed, Options options, TaskSettings task)
    {
        var (patients, slices, images) = (parsed.GetValue(options.SourcePatients), parsed.GetValue(options.SourceSlices), parsed.GetValue(options.SourceImages));
        if (slices is not null && task.IsClassification) throw new InputException("--source-slices: an image is one slice. Use --source-images or --source-patients.");
        if (images is not null && !task.IsClassification) throw new InputException("--source-images: is for classification. Use --source-patients, and --source-slices for a part of their slices.");
        return (patients ?? slices ?? images) is null ? null : new Budget(patients ?? Budget.All.Patients, slices, images);
    }
}
