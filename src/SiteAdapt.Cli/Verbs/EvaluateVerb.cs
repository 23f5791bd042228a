using System.CommandLine;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>evaluate</c>: scores a run on a site's cases.</summary>
static class EvaluateVerb
{
    sealed class Options
    {
        public Option<string> Run { get; } = new("--run") { Required = true, Description = "A finished run folder" };
        public Option<FileInfo> Data { get; } = CommonOptions.Data();
        public Option<string> Site { get; } = new("--site") { Required = true, Description = "The site whose cases are scored" };
        public Option<string> Split { get; } = new Option<string>("--split") { Description = "train, validation or test", DefaultValueFactory = _ => "test" }.Offering("train", "validation", "test");
        public Option<string> Grid { get; } = new Option<string>("--grid") { Description = "prepared (as the paper) or native (the file's own voxels)", DefaultValueFactory = _ => "prepared" }.Offering("prepared", "native");
        public Option<string?> Findings { get; } = new("--findings") { Description = "Classification: score these findings only, A,B (default: all that model and site share)" };
        public Option<string> Norm { get; } = new("--norm-statistics")
        {
            Description = "Statistics that batch normalisation uses: own, source (of the model it was adapted from) or recalibrated (estimated on the site's training images)",
            DefaultValueFactory = _ => "own",
        };
        public Option<string?> Gates { get; } = new("--gates") { Description = "SpotTUNet: draw how often each block took its frozen copy, in training and on these cases, as SVG" };
        public Option<FileInfo?> Out { get; } = new("--out") { Description = "Also write the scores to a file (JSON) that 'audit --scores' takes" };
        public Option<string> Precision { get; } = PrecisionOption.Create();
        public Option<bool> SkipUnreadable { get; } = CommonOptions.SkipUnreadable();
        public Option<int?> Threads { get; } = CommonOptions.Threads();
        public Option<string> Device { get; } = CommonOptions.Device();
        public Option<string?> Cache { get; } = CommonOptions.Cache();
        public Option<bool> Json { get; } = CommonOptions.Json();
    }

    public static Command Build()
    {
        var o = new Options();
        var command = new Verb("evaluate", "Score a run on a site's cases: per case, means, all metrics",
            "siteadapt evaluate --run runs/mmtl --data heads/manifest.csv --site site2",
            "siteadapt evaluate --run runs/mmtl --data heads/manifest.csv --site site1 --grid native --json",
            "siteadapt evaluate --run runs/mmtl --data heads/manifest.csv --site site2 --out scores/mmtl-site2.json",
            "siteadapt evaluate --run runs/spottunet --data heads/manifest.csv --site site2 --gates gates.svg")
        {
            o.Run, o.Data, o.Site, o.Split, o.Grid, o.Findings, o.Norm, o.Gates, o.Out, o.Precision, o.SkipUnreadable, o.Threads, o.Device, o.Cache, o.Json,
        };
        command.SetComputation((parsed, stop) => Run(parsed, o, stop));
        return command;
    }

    static void Run(ParseResult parsed, Options o, CancellationToken stop)
    {
        if (parsed.GetValue(o.Out) is not null && parsed.GetValue(o.Precision) != PrecisionOption.Full) throw new InputException("--out, --precision: scores that an audit takes are those of float32. Leave one of them out.");
        var (record, checkpoint) = RunFolder.OpenFinished(parsed.GetValue(o.Run)!);
        if (!SubsetNames.TryParse(parsed.GetValue(o.Split)!, out var subset)) throw new InputException($"--split: is '{parsed.GetValue(o.Split)}'; expected train, validation or test.");
        if (!Enum.TryParse<EvaluationGrid>(parsed.GetValue(o.Grid), ignoreCase: true, out var grid) || !Enum.IsDefined(grid) || int.TryParse(parsed.GetValue(o.Grid), out _)) throw new InputException($"--grid: is '{parsed.GetValue(o.Grid)}'; expected prepared or native.");
        var only = parsed.GetValue(o.Findings) is { } names ? CommonOptions.SplitList([names]) : null;
        if (only is not null && !record.Task.IsClassification) throw new InputException("--findings: is for classification. Leave it out.");
        if (grid == EvaluationGrid.Native && record.Task.IsClassification) throw new InputException("--grid native: an image's findings have no grid. Leave it out.");
        if (!Enum.TryParse<NormSource>(parsed.GetValue(o.Norm), ignoreCase: true, out var norm) || !Enum.IsDefined(norm) || int.TryParse(parsed.GetValue(o.Norm), out _)) throw new InputException($"--norm-statistics: is '{parsed.GetValue(o.Norm)}'; expected own, source or recalibrated.");
        if (parsed.GetValue(o.Gates) is not null && record.Model?.Gates is null) throw new InputException($"--gates: the run's method is '{(string?)record.Method?["name"] ?? record.Kind}', and only SpotTUNet has gates. Leave the option out.");
        var device = TorchRuntime.Configure(parsed.GetValue(o.Threads) ?? Environment.ProcessorCount, parsed.GetValue(o.Device)!);
        using var data = DataSession.Open(parsed.GetValue(o.Data)!, record.Data.Split, record.Task, parsed.GetValue(o.Cache), stop, parsed.GetValue(o.SkipUnreadable));
        string site = parsed.GetValue(o.Site)!;
        var cases = data.Split.CasesOf(site, subset).Where(item => item.IsLabelled).ToList();
        if (cases.Count == 0) throw new InputException($"--split: site '{site}' has no labelled {subset.Name()} case in the run's split ({data.Split.Origin}).");
        if (subset != Subset.Train) SeenCases.Open(parsed.GetValue(o.Run)!, checkpoint).RequireUnseen(cases, data, parsed.GetValue(o.Run)!);
        if (subset != Subset.Train && record.HasUnknownSubjects) UnknownSubjects.Warn(parsed.GetValue(o.Run)!);

        using var network = NetworkFactory.Load(record, checkpoint, device);
        SetNormStatistics(network, norm, record, data, site, device);
        PrecisionOption.Apply(network, parsed.GetValue(o.Precision)!, device);
        using var progress = new ProgressLine("evaluate");
        void Report(int done, int total, string name) => progress.Report(done, total, name);
        var output = new Output(parsed.GetValue(o.Json));
        if (record.Task.IsClassification)
        {
            var predictions = new FindingsEvaluator(network, record.Model!, data, device) { Progress = Report, Only = only }.Predict(site, cases, stop);
            Write(ScoresFile.Of(site, subset, grid, norm, predictions));
            FindingsReport.Print(predictions, site, subset, norm, Gates(parsed, o, network, checkpoint, $"{subset.Name()} images of {site}"), record, output, stop);
            return;
        }
        var scores = new Evaluator(network, record.Task, device, data.Cache) { Progress = Report }.Evaluate(cases, grid, stop);
        Write(ScoresFile.Of(site, subset, grid, norm, record.Task, scores));
        EvaluationReport.Print(scores, site, subset, norm, Gates(parsed, o, network, checkpoint, $"{subset.Name()} cases of {site}"), record, output);

        void Write(ScoresFile file)
        {
            if (parsed.GetValue(o.Out) is { } path) AuditScorer.WithOrigin(file, checkpoint, cases, data).Write(path.FullName);
        }
    }

    /// <summary>How often each block took its frozen copy, drawn where that is asked for; null for a network without gates.</summary>
    static IReadOnlyDictionary<string, double>? Gates(ParseResult parsed, Options o, Network network, Checkpoint checkpoint, string cases)
    {
        if (network is not GatedNetwork gated) return null;
        var shares = gated.Usage.FrozenShares;
        if (parsed.GetValue(o.Gates) is not { } file) return shares;
        var measures = checkpoint.State.History[^1].Measures!;
        GateChart.Draw("gates", [new("training, last epoch", shares.Keys.ToDictionary(name => name, name => measures[GateUsage.Measure(name)])), new(cases, shares)]).Write(file);
        return shares;
    }

    static void SetNormStatistics(Network network, NormSource norm, RunRecord record, TrainingData data, string site, TorchSharp.torch.Device device)
    {
        if (norm == NormSource.Recalibrated)
            NormStatistics.Recalibrate(network, NormStatistics.TrainingBatches(data, site, record.Training.BatchSize, record.Training.Seed, device));
        if (norm != NormSource.Source) return;
        var source = record.Source ?? throw new InputException("--norm-statistics source: this run was not adapted from a source model. Use own or recalibrated.");
        var checkpoint = RunFolder.OpenFinished(source.Run).Checkpoint;
        if (checkpoint.WeightsHash != source.Weights)
            throw new InputException($"--norm-statistics source: {source.Run} holds other weights (SHA-256 {checkpoint.WeightsHash}) than those that this run was adapted from ({source.Weights}). "
                + "It was trained anew since; adapt again from it, or use own or recalibrated.");
        NormStatistics.CopyFrom(network, checkpoint.ModelPath);
    }
}
