using System.CommandLine;
using System.Globalization;
using SiteAdapt.Adaptation;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary><c>model rebuild-history</c>: an optimizer's memory for a model that comes without it.</summary>
static class ModelRebuildHistoryVerb
{
    sealed class Options
    {
        public Argument<string> Run { get; } = new("RUN") { Description = "A finished run folder, for example of model import" };
        public Option<FileInfo> Data { get; } = CommonOptions.Data();
        public Option<string[]> Source { get; } = new("--source") { Required = true, AllowMultipleArgumentsPerToken = true, Description = "The manifest's site, or sites, whose training cases give the gradients" };
        public Option<int> Batches { get; } = new("--batches") { DefaultValueFactory = _ => 500, Description = "Batches of source data" };
        public Option<int> Batch { get; } = new("--batch") { DefaultValueFactory = _ => 16, Description = "Slices in a batch: as many as the model was trained with" };
        public Option<double?> Momentum { get; } = new("--momentum") { Description = "SGD: momentum of the rebuilt buffer (default: what the model was trained with, as far as known; else 0.9)" };
        public Option<double?> Beta1 { get; } = new("--beta1") { Description = "Adam: decay of the first moment (default: octl's)" };
        public Option<double?> Beta2 { get; } = new("--beta2") { Description = "Adam: decay of the second moment (default: octl's)" };
        public Option<bool> Compare { get; } = new("--compare") { Description = "Say how close the rebuilt memory comes to the one that RUN has" };
        public Option<DirectoryInfo> Out { get; } = CommonOptions.Out("The new run folder: the same weights with the rebuilt memory");
        public Option<long> Seed { get; } = CommonOptions.Seed();
        public Option<string> Device { get; } = CommonOptions.Device();
        public Option<int?> Threads { get; } = CommonOptions.Threads();
        public Option<string?> Cache { get; } = CommonOptions.Cache();
        public Option<bool> Json { get; } = CommonOptions.Json();
    }

    sealed record Rebuilt(string Run, string Optimizer, int Batches, IReadOnlyList<MomentComparison>? Comparison);

    public static Command Build()
    {
        var (o, split) = (new Options(), new SplitOptions());
        var command = new Verb("rebuild-history", "Rebuild an optimizer's memory from source data, so that octl can start from a model that has none",
            "siteadapt model rebuild-history runs/theirs --data source/manifest.csv --source hospitalA --out runs/theirs-with-history",
            "siteadapt model rebuild-history runs/site1 --data heads/manifest.csv --source site1 --compare --out runs/rebuilt")
        {
            o.Run, o.Data, o.Source, o.Batches, o.Batch, o.Momentum, o.Beta1, o.Beta2, o.Compare, o.Out, o.Seed, o.Device, o.Threads, o.Cache, o.Json,
        };
        split.AddTo(command);
        command.SetAction((parsed, stop) => Task.Run(() => Run(parsed, o, split, stop), CancellationToken.None));
        return command;
    }

    static void Run(ParseResult parsed, Options o, SplitOptions split, CancellationToken stop)
    {
        var source = SourceModel.Open(parsed.GetValue(o.Run)!);
        if (parsed.GetValue(o.Batches) < 1) throw new InputException($"--batches: is {parsed.GetValue(o.Batches)}; expected 1 or more.");
        if (parsed.GetValue(o.Batch) < 1) throw new InputException($"--batch: is {parsed.GetValue(o.Batch)}; expected 1 or more.");
        var settings = new HistoryRebuildSettings(Optimizer(parsed, o, source.Record.Optimizer), parsed.GetValue(o.Batches), parsed.GetValue(o.Batch), parsed.GetValue(o.Seed));
        var folder = new RunFolder(parsed.GetValue(o.Out)!.FullName);
        var device = TorchRuntime.Configure(parsed.GetValue(o.Threads) ?? Environment.ProcessorCount, parsed.GetValue(o.Device)!);
        using var data = DataSession.Open(parsed.GetValue(o.Data)!, split.Read(parsed, source.Record.Data.Split), source.Record.Task, parsed.GetValue(o.Cache), stop);
        using var progress = new ProgressLine("rebuild-history");
        HistoryRebuild.Run(source.Record, source.Checkpoint, data, CommonOptions.SplitList(parsed.GetValue(o.Source)!), settings, new RunOptions(folder, device) { Progress = progress }, stop, source.Seen);
        Report(folder, settings, parsed.GetValue(o.Compare) ? source : null, new Output(parsed.GetValue(o.Json)));
    }

    /// <summary>What octl will go on with: its betas. SGD's buffer has the size that the momentum of the training gave it.</summary>
    static OptimizerSettings Optimizer(ParseResult parsed, Options o, OptimizerSettings own)
    {
        var octl = Octl.Method(own.Kind).Start;
        return own with
        {
            Momentum = BelowOne("--momentum", parsed.GetValue(o.Momentum) ?? own.Momentum),
            Beta1 = BelowOne("--beta1", parsed.GetValue(o.Beta1) ?? octl.Beta1 ?? own.Beta1),
            Beta2 = BelowOne("--beta2", parsed.GetValue(o.Beta2) ?? octl.Beta2 ?? own.Beta2),
            StartStep = 0,
        };
    }

    static double BelowOne(string option, double value) =>
        value is >= 0 and < 1 ? value : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{option}: is {value}; expected 0 or more and below 1."));

    static void Report(RunFolder folder, HistoryRebuildSettings settings, SourceModel? compared, Output output)
    {
        using var memory = RunFolder.OpenFinished(folder.Path).Checkpoint.LoadOptimizer();
        using var reference = compared?.Checkpoint.LoadOptimizer();
        var comparison = reference is null ? null : MomentComparison.Of(memory, reference);
        output.Result(new Rebuilt(folder.Path, memory.Kind, settings.Batches, comparison), console =>
        {
            console.Line($"{folder.Path}: the memory of {memory.Kind}, rebuilt from {Tables.Count(settings.Batches * settings.BatchSize, "slice")} in batches of {settings.BatchSize}");
            if (comparison is null) return;
            var table = Tables.Make("moment", ">cosine to the true one", ">median over parameters", ">length / true length");
            foreach (var row in comparison) Tables.Row(table, row.Moment, Tables.Score(row.Cosine), Tables.Score(row.MedianCosine), Tables.Score(row.NormRatio));
            console.Write(table);
        });
    }
}
