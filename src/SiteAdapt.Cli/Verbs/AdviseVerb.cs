using System.CommandLine;
using System.Globalization;
using SiteAdapt.Adaptation;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>advise</c>: which method to take for a target of which a few patients are annotated.</summary>
static class AdviseVerb
{
    sealed class Options
    {
        public Option<FileInfo> Data { get; } = CommonOptions.Data();
        public Option<string> Source { get; } = new("--source") { Required = true, Description = "The source run: the --out of a pretrain" };
        public Option<string> Target { get; } = new("--target") { Required = true, Description = "The target site" };
        public Option<string?> Patients { get; } = new("--patients") { Description = "Annotated training patients of the target that may be used: the first N, or their subjects A,B,C (default: all)" };
        public Option<string[]> Methods { get; } = new("--methods") { AllowMultipleArgumentsPerToken = true, Description = $"Candidates A,B, the simplest first (default: {string.Join(",", AdviceRequest.DefaultMethods)}); no adaptation is always one" };
        public Option<int> Epochs { get; } = new("--epochs") { DefaultValueFactory = _ => 15, Description = "Epochs of each short run; a full adaptation has 60" };
        public Option<int?> Steps { get; } = new("--steps-per-epoch") { Description = "Optimizer steps in an epoch (default: as the source run)" };
        public Option<FileInfo[]> Studies { get; } = new("--studies") { AllowMultipleArgumentsPerToken = true, Description = "Results of earlier studies, NAME.results.json, to show beside" };
        public Option<DirectoryInfo?> Out { get; } = new("--out") { Description = "Folder of the runs and advice.json; the same command goes on there (default: advice-TARGET)" };
        public Option<int?> Jobs { get; } = new("--jobs") { Description = "Processes at once (default: processors). Results do not depend on it" };
        public Option<string?> Cache { get; } = CommonOptions.Cache();
        public Option<long> Seed { get; } = CommonOptions.Seed();
        public Option<string> Device { get; } = CommonOptions.Device();
    }

    public static Command Build()
    {
        var (options, split, json) = (new Options(), new SplitOptions(), CommonOptions.Json());
        var command = new Verb("advise", "Say which method to take for a target site, by cross-validation inside its few annotated training patients",
            "siteadapt advise --data heads/manifest.csv --source runs/site1 --target site2",
            "siteadapt advise --data heads/manifest.csv --source runs/site1 --target site2 --patients 3 --methods fine-tune-all,octl,mmtl --jobs 2")
        {
            options.Data, options.Source, options.Target, options.Patients, options.Methods, options.Epochs, options.Steps, options.Studies, options.Out, options.Jobs, options.Cache, options.Seed, options.Device,
        };
        split.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, stop) => Task.Run(async () =>
        {
            int jobs = parsed.GetValue(options.Jobs) ?? Environment.ProcessorCount;
            var advisor = new Advisor(Request(parsed, options, split), [.. (parsed.GetValue(options.Studies) ?? []).Select(file => file.FullName)]);
            var advice = await advisor.Run(async plan =>
            {
                using var view = StudyView.Open(plan, jobs);
                return await new LocalLauncher(plan, new UnitProcessStarter(ProgramPath.Current()), jobs, StepTimes.Load(plan.Study, StepTimes.DefaultFolder)).Run(view, stop);
            });
            AdviceReport.Print(advice, new Output(parsed.GetValue(json)));
            return ExitCode.Done;
        }, CancellationToken.None));
        return command;
    }

    static AdviceRequest Request(ParseResult parsed, Options options, SplitOptions split)
    {
        var source = SourceModel.Open(parsed.GetValue(options.Source)!);
        var (target, data, task) = (parsed.GetValue(options.Target)!, parsed.GetValue(options.Data)!, source.Record.Task);
        var methods = CommonOptions.SplitList(parsed.GetValue(options.Methods) ?? []);
        var training = source.Record.Training with
        {
            Epochs = parsed.GetValue(options.Epochs),
            StepsPerEpoch = parsed.GetValue(options.Steps) ?? source.Record.Training.StepsPerEpoch,
            LearningRate = task.AdaptationLearningRate ?? TrainingOptions.LearningRate(task),
            Seed = parsed.GetValue(options.Seed),
            Device = parsed.GetValue(options.Device)!,
            Threads = 1,
        };
        if (training.Faults().FirstOrDefault() is { } fault) throw new InputException($"advise: {fault}");
        string? patients = parsed.GetValue(options.Patients);
        bool isNumber = int.TryParse(patients, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int most);
        if (isNumber && most < 1) throw new InputException($"--patients: is {most}; expected 1 or more, or names of subjects.");
        return new AdviceRequest
        {
            Source = source,
            Manifest = data.FullName,
            Split = split.Read(parsed, source.Record.Data.Split),
            Cache = DataSession.Cache(data, parsed.GetValue(options.Cache)).Folder,
            Target = target,
            Patients = patients is null || isNumber ? null : CommonOptions.SplitList([patients]),
            MostPatients = isNumber ? most : int.MaxValue,
            Methods = methods.Count > 0 ? methods : AdviceRequest.DefaultMethods,
            Training = training,
            Output = parsed.GetValue(options.Out)?.FullName ?? Path.GetFullPath($"advice-{target}"),
        };
    }
}
