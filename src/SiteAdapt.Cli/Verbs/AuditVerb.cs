using System.CommandLine;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>audit RUN</c>: a model card from the run's folder and its scores, and whether it reaches thresholds that were set before.</summary>
static class AuditVerb
{
    sealed class Options
    {
        public Argument<string> Run { get; } = new("RUN") { Description = "A finished run folder" };
        public Option<string[]> Scores { get; } = new("--scores") { AllowMultipleArgumentsPerToken = true, Description = "Scores that are there: files of evaluate --out, or scores.json of a study; then nothing is evaluated" };
        public Option<FileInfo?> Data { get; } = new("--data") { Description = "The manifest, where it is elsewhere now (default: the run's)" };
        public Option<FileInfo?> SourceData { get; } = new("--source-data") { Description = "The source's manifest, where it is another one and elsewhere now" };
        public Option<string?> From { get; } = new("--from") { Description = "The source run, where it is elsewhere now (default: the run's)" };
        public Option<string> Grid { get; } = new Option<string>("--grid") { Description = "prepared (as the paper) or native (the file's own voxels)", DefaultValueFactory = _ => "prepared" }.Offering("prepared", "native");
        public Option<FileInfo?> Gate { get; } = new("--gate") { Description = "Thresholds (YAML) that decide go or no-go; exit code 1 is no-go" };
        public Option<bool> AllowLate { get; } = new("--allow-late-thresholds") { Description = "Judge by thresholds that are newer than the scores; the record says so" };
        public Option<string?> SignedBy { get; } = new("--signed-by") { Description = "Who decides, for the record" };
        public Option<DirectoryInfo?> Out { get; } = new("--out") { Description = "Folder of card, scores and records (default: RUN/audit)" };
        public Option<bool> SkipUnreadable { get; } = CommonOptions.SkipUnreadable();
        public Option<int?> Threads { get; } = CommonOptions.Threads();
        public Option<string> Device { get; } = CommonOptions.Device();
        public Option<string?> Cache { get; } = CommonOptions.Cache();
        public Option<bool> Json { get; } = CommonOptions.Json();
    }

    public static Command Build()
    {
        var o = new Options();
        var command = new Verb("audit", "Write a model card from a run, its scores and its limits, and decide go or no-go by thresholds that were set before",
            "siteadapt audit runs/mmtl",
            "siteadapt audit runs/mmtl --gate thresholds.yaml --signed-by \"A. Engineer\"",
            "siteadapt audit runs/mmtl --scores siteB.json siteA.json --out cards/mmtl --json")
        {
            o.Run, o.Scores, o.Data, o.SourceData, o.From, o.Grid, o.Gate, o.AllowLate, o.SignedBy, o.Out, o.SkipUnreadable, o.Threads, o.Device, o.Cache, o.Json,
            AuditVerifyVerb.Build(),
        };
        command.SetComputation((parsed, stop) => Run(parsed, o, stop));
        return command;
    }

    static int Run(ParseResult parsed, Options o, CancellationToken stop)
    {
        if (parsed.GetValue(o.Gate) is null && (parsed.GetValue(o.AllowLate) || parsed.GetValue(o.SignedBy) is not null)) throw new InputException("--allow-late-thresholds, --signed-by: are about thresholds. Give them with --gate, or leave these out.");
        foreach (var option in new[] { o.Data, o.SourceData })
            if (parsed.GetValue(option) is { Exists: false } missing) throw new InputException($"{option.Name}: there is no file '{missing}'.");
        var thresholds = parsed.GetValue(o.Gate) is { } gateFile ? Thresholds.Read(gateFile.ToString()) : null;
        var run = AuditedRun.Open(parsed.GetValue(o.Run)!, parsed.GetValue(o.From));
        string folder = parsed.GetValue(o.Out)?.FullName ?? Path.Combine(run.Path, AuditFiles.Folder);
        var given = parsed.GetValue(o.Scores) ?? [];
        var material = given.Length > 0 ? new AuditMaterial([.. given.Select(file => AuditScores.Read(file, run))], []) : Collect(parsed, o, run, folder, stop);
        if (material.Scores.All(scores => scores.IsSource) && thresholds is null)
            throw new InputException($"{run.Path}: there are no scores of this run, and none could be made:\n  {string.Join("\n  ", material.Failures.Select(failure => $"{failure.Site}: {failure.Reason}").DefaultIfEmpty("its record names no site"))}\n"
                + $"Make them: siteadapt evaluate --run {run.Path} --data MANIFEST --site SITE --out scores.json, and give them with --scores.");

        var audit = Audit.Of(run, material);
        bool late = parsed.GetValue(o.AllowLate);
        var gate = thresholds is null ? null : new GateResult(thresholds, GateJudge.Judge(audit, thresholds, late));
        AuditFiles.Write(folder, audit, gate, CommandLine(parsed, o));
        (string File, string Sha256)? record = gate is null ? null : DecisionRecord.Write(folder, audit, gate.Thresholds, gate.Checks, late, parsed.GetValue(o.SignedBy), TimeProvider.System);
        AuditReport.Print(audit, gate, record, folder, new Output(parsed.GetValue(o.Json)));
        return gate is { IsGo: false } ? ExitCode.NoGo : ExitCode.Done;
    }

    /// <summary>Scores what the run's own manifests can show.</summary>
    static AuditMaterial Collect(ParseResult parsed, Options o, AuditedRun run, string folder, CancellationToken stop)
    {
        if (!Enum.TryParse<EvaluationGrid>(parsed.GetValue(o.Grid), ignoreCase: true, out var grid) || !Enum.IsDefined(grid) || int.TryParse(parsed.GetValue(o.Grid), out _)) throw new InputException($"--grid: is '{parsed.GetValue(o.Grid)}'; expected prepared or native.");
        if (grid == EvaluationGrid.Native && run.Record.Task.IsClassification) throw new InputException("--grid native: an image's findings have no grid. Leave it out.");
        var device = TorchRuntime.Configure(parsed.GetValue(o.Threads) ?? Environment.ProcessorCount, parsed.GetValue(o.Device)!);
        var opened = new Dictionary<(string, SplitRecord), TrainingData>();
        try
        {
            using var progress = new ProgressLine("audit");
            var scorer = new AuditScorer(run, Path.Combine(folder, AuditFiles.Scores), grid, device) { Progress = progress.Report };
            return new AuditCollector(run, scorer, Open) { Manifest = parsed.GetValue(o.Data)?.FullName, SourceManifest = parsed.GetValue(o.SourceData)?.FullName }.Collect(stop);
        }
        finally
        {
            foreach (var data in opened.Values) data.Dispose();
        }

        TrainingData Open(string manifest, SplitRecord split)
        {
            if (opened.TryGetValue((manifest, split), out var data)) return data;
            return opened[(manifest, split)] = DataSession.Open(new FileInfo(manifest), split, run.Record.Task, parsed.GetValue(o.Cache), stop, parsed.GetValue(o.SkipUnreadable));
        }
    }

    /// <summary>What was typed, as far as it decides what the card says.</summary>
    static string CommandLine(ParseResult parsed, Options o)
    {
        var words = new List<string> { "siteadapt", "audit", parsed.GetValue(o.Run)! };
        void Add(string name, params string[] values)
        {
            if (values.Length > 0) words.AddRange([name, .. values]);
        }
        Add(o.Scores.Name, parsed.GetValue(o.Scores) ?? []);
        foreach (var option in new[] { o.Data, o.SourceData, o.Gate })
            if (parsed.GetValue(option) is { } file) Add(option.Name, file.ToString());
        if (parsed.GetValue(o.From) is { } from) Add(o.From.Name, from);
        if (parsed.GetValue(o.Grid) is { } grid and not "prepared") Add(o.Grid.Name, grid);
        if (parsed.GetValue(o.AllowLate)) words.Add(o.AllowLate.Name);
        return string.Join(' ', words.Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word));
    }
}
