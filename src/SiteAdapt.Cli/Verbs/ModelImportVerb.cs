using System.CommandLine;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary><c>model import</c>: weights, and an optimizer's memory, of another program become a run folder.</summary>
static class ModelImportVerb
{
    sealed class Options
    {
        public Argument<FileInfo> Weights { get; } = new("WEIGHTS") { Description = "Weights as safetensors: a U-Net or a DenseNet-121 of this program's shapes" };
        public Option<FileInfo?> OptimizerState { get; } = new("--optimizer-state") { Description = "The optimizer's memory as safetensors, as the snippet of docs/how-to/bring-your-own-model.md writes it" };
        public Option<string?> Optimizer { get; } = new("--optimizer") { Description = "Without --optimizer-state: what the model was trained with, adam or sgd (default: adam)" };
        public Option<string> Task { get; } = new("--task") { Required = true, Description = "How the images were prepared and which network it is: a task preset or a YAML file" };
        public Option<string[]> Source { get; } = new("--source") { Required = true, AllowMultipleArgumentsPerToken = true, Description = "The site that it was trained on, or several: A,B" };
        public Option<string> Subjects { get; } = new("--subjects") { Required = true, Description = "The training subjects: a file with one a line (several sites: SUBJECT,SITE), or 'unknown'" };
        public Option<string?> Findings { get; } = new("--findings") { Description = "Classification: what the outputs mean, in their order: A,B,C" };
        public Option<string?> Names { get; } = new("--names") { Description = $"Table of tensor names, ours and the file's: a file, or {string.Join(", ", NameMap.Shipped)} (default: all alike)" };
        public Option<string[]> Ignore { get; } = new("--ignore") { AllowMultipleArgumentsPerToken = true, Description = "Leave tensors out whose names in the files begin so" };
        public Option<DirectoryInfo> Out { get; } = CommonOptions.Out("The run folder, which adapt --from takes");
        public Option<bool> Json { get; } = CommonOptions.Json();
    }

    sealed record Imported(string Run, string WeightsSha256, string Optimizer, bool HasMemory, bool SubjectsKnown);

    public static Command Build()
    {
        var o = new Options();
        var command = new Verb("import", "Make a run folder of a model that was trained in PyTorch",
            "siteadapt model import unet.safetensors --optimizer-state adam.safetensors --task brain --source hospitalA --subjects subjects.txt --out runs/theirs",
            "siteadapt model import densenet.safetensors --task chest-xray --findings Edema,Effusion --source hospitalA --subjects unknown --names data-parallel --out runs/theirs")
        {
            o.Weights, o.OptimizerState, o.Optimizer, o.Task, o.Source, o.Subjects, o.Findings, o.Names, o.Ignore, o.Out, o.Json,
        };
        command.SetAction((parsed, _) => Task.Run(() => Run(parsed, o), CancellationToken.None));
        return command;
    }

    static void Run(ParseResult parsed, Options o)
    {
        var sites = CommonOptions.SplitList(parsed.GetValue(o.Source)!);
        string? names = parsed.GetValue(o.Names);
        var settings = new ImportSettings
        {
            Weights = parsed.GetValue(o.Weights)!.FullName,
            OptimizerState = parsed.GetValue(o.OptimizerState)?.FullName,
            Optimizer = TrainingOptions.Optimizer(parsed.GetValue(o.Optimizer)),
            Task = TaskSettings.Load(parsed.GetValue(o.Task)!),
            Sites = sites,
            Subjects = TrainingSubject.Read(parsed.GetValue(o.Subjects)!, sites),
            Findings = parsed.GetValue(o.Findings) is { } findings ? CommonOptions.SplitList([findings]) : [],
            Names = names is null ? NameMap.Identity : NameMap.Load(names),
            NamesLabel = names is null ? null : Path.GetFileName(names),
            Ignored = parsed.GetValue(o.Ignore) ?? [],
        };
        var folder = new RunFolder(parsed.GetValue(o.Out)!.FullName);
        ModelImport.Run(settings, folder, TorchRuntime.Configure(1, "cpu"));
        Report(folder, new Output(parsed.GetValue(o.Json)));
    }

    static void Report(RunFolder folder, Output output)
    {
        var (record, checkpoint) = RunFolder.OpenFinished(folder.Path);
        using var memory = checkpoint.LoadOptimizer();
        var imported = new Imported(folder.Path, checkpoint.WeightsHash, memory.Kind, memory.Parameters.Count > 0, !record.HasUnknownSubjects);
        string shown = Path.GetRelativePath(Environment.CurrentDirectory, folder.Path) is var near && near.Length < folder.Path.Length ? near : folder.Path;
        output.Result(imported, console =>
        {
            console.Line($"{imported.Run}");
            console.Line($"task {record.Task.Name}, trained at {string.Join(", ", record.Data.Sites)}, {(imported.HasMemory ? $"with the memory of {imported.Optimizer}" : "without an optimizer's memory")}");
            console.Line(imported.SubjectsKnown ? $"{Tables.Count(record.Data.Cases.Count, "training subject")}" : "training subjects are not known: leakage checks will say so");
            console.Line("Next:");
            console.Line($"  siteadapt adapt --method {(imported.HasMemory ? "octl" : "fine-tune-all")} --from {shown} --data MANIFEST --target SITE --patients N --out RUN");
            if (imported.HasMemory) return;
            console.Line("For octl, first:");
            console.Line($"  siteadapt model rebuild-history {shown} --data MANIFEST --source SITE --out RUN");
        });
    }
}
