using SiteAdapt.Adaptation;
using SiteAdapt.Data;
using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Studies;

/// <summary>Who is told what the demonstration is doing.</summary>
public interface IDemoObserver
{
    void Stage(string what);

    IProgress<TrainingProgress> Training(string what);

    void Simulated(int done, int total, string scan);
}

/// <summary>
/// Simulates sites, pre-trains, adapts with every method, evaluates target and source. Every step is an ordinary run folder
/// below the output folder, so that an interrupted demonstration goes on where it stopped.
/// </summary>
/// <param name="labels">Folder of label maps to render instead of procedural heads, or null.</param>
public sealed class DemoStudy(DemoPreset preset, string? labels, string output, long seed, Device device, IDemoObserver observer)
{
    readonly string data = Path.Combine(output, "data");
    readonly Dictionary<(string Run, string Site), Dictionary<string, double>> scores = [];

    readonly Dictionary<ResultRow, string> runs = [];

    /// <summary>Runs everything that is not done yet and writes results.json, results.csv, the pictures and the page.</summary>
    public IReadOnlyList<ResultRow> Run(CancellationToken stop)
    {
        var manifest = Simulate(stop);
        using var training = new TrainingData(manifest, new SplitRecord(seed), preset.Task, new PreparedCache(Path.Combine(output, "cache")));
        var rows = new List<ResultRow>();
        foreach (var (source, target) in preset.Pairs)
        {
            foreach (var budget in preset.Budgets)
                rows.AddRange(RunPair(training, manifest.Sites[source], manifest.Sites[target], budget, stop));
            Write(training, rows, stop); // after every pair: a long demonstration can be looked at before it is done
        }
        return rows;
    }

    void Write(TrainingData training, List<ResultRow> rows, CancellationToken stop)
    {
        observer.Stage("writing results, pictures and page");
        ResultsFile.WriteJson(Path.Combine(output, "results.json"), rows.Distinct());
        ResultsFile.WriteCsv(Path.Combine(output, "results.csv"), rows.Distinct());
        var pictures = new List<FigureBlock>();
        foreach (var group in rows.Chunk(preset.Methods.Count))
        {
            pictures.Add(DemoPictures.Masks(training, group, row => runs[row], device, stop));
            pictures.Add(DemoPictures.Losses(group, row => runs[row]));
        }
        foreach (var picture in pictures.Where(picture => !picture.Content.IsSvg)) picture.Content.Write(Path.Combine(output, picture.Content.FileName));
        var page = DemoPage.Make(preset, labels, seed, [.. rows.Distinct()], pictures, TorchRuntime.Versions);
        HtmlPage.Write(Path.Combine(output, "index.html"), page);
        MarkdownView.Write(Path.Combine(output, "markdown", "index.md"), page);
    }

    string RunOf(string source, string target, string method, Budget? budget) =>
        Path.Combine(output, "runs", $"{source}-to-{target}", budget is null ? method : $"{method}-{budget.Patients}p{(budget.Slices is { } slices ? $"-{slices}s" : "")}");

    Manifest Simulate(CancellationToken stop)
    {
        string path = Path.Combine(data, "manifest.csv");
        SimulationNote.Require(output, data, preset, labels, seed);
        if (File.Exists(path)) return Manifest.Read(path);
        observer.Stage($"simulating {preset.Sites} sites of {preset.SubjectsPerSite} subjects");
        var progress = new Forward(observer);
        return SiteSimulation.Run(new SimulationSettings
        {
            Output = data,
            Sites = preset.Sites,
            SubjectsPerSite = preset.SubjectsPerSite,
            Spacing = preset.SpacingMm,
            Seed = seed,
            LabelsFolder = labels,
        }, progress, stop);
    }

    IEnumerable<ResultRow> RunPair(TrainingData training, string source, string target, Budget budget, CancellationToken stop)
    {
        string sourceRun = Pretrain(training, source, stop);
        double before = Scores(training, sourceRun, source, stop)["surface_dice"];
        foreach (string method in preset.Methods)
        {
            bool bound = method is MethodNames.None or MethodNames.AllTargetData;
            string run = Adapt(training, sourceRun, source, target, method, bound ? null : budget, stop);
            var (patients, slices) = Annotated(run);
            var onTarget = Scores(training, run, target, stop);
            var row = new ResultRow
            {
                Method = method,
                Source = source,
                Target = target,
                Patients = patients,
                Slices = slices,
                Seed = seed,
                TargetSurfaceDice = onTarget["surface_dice"],
                TargetDice = onTarget["dice"],
                SourceSurfaceDiceBefore = before,
                SourceSurfaceDiceAfter = method == MethodNames.None ? before : Scores(training, run, source, stop)["surface_dice"],
                ToleranceMm = preset.Task.Metric.ToleranceMm,
                Optimizer = "adam",
            };
            runs[row] = run;
            yield return row;
        }
    }

    string Pretrain(TrainingData training, string source, CancellationToken stop)
    {
        string run = Path.Combine(output, "runs", $"pretrain-{source}");
        observer.Stage($"pre-training on {source}");
        Pretraining.Run(training, [source], Settings, new OptimizerSettings(OptimizerKind.Adam), Options(run, $"pretrain {source}"), stop);
        return run;
    }

    string Adapt(TrainingData training, string sourceRun, string source, string target, string method, Budget? budget, CancellationToken stop)
    {
        string run = RunOf(source, target, method, budget);
        observer.Stage($"{source} to {target}: {method}");
        AdaptationRun.Execute(new AdaptationSettings(MethodCatalog.Find(method, OptimizerKind.Adam), target, budget, Settings, OptimizerKind.Adam),
            SourceModel.Open(sourceRun), training, sourceManifest: null, Options(run, method), stop);
        return run;
    }

    TrainingSettings Settings => preset.Training with { Seed = seed };

    RunOptions Options(string run, string title) => new(new RunFolder(run), device) { Progress = observer.Training(title) };

    static (int Patients, int Slices) Annotated(string run)
    {
        var cases = new RunFolder(run).ReadRecord().Data.Cases.Where(item => item.Role == "target").ToList();
        return (cases.Select(item => item.Subject).Distinct().Count(), cases.Sum(item => item.Slices));
    }

    Dictionary<string, double> Scores(TrainingData training, string run, string site, CancellationToken stop)
    {
        if (scores.TryGetValue((run, site), out var known)) return known;
        var (record, checkpoint) = RunFolder.OpenFinished(run);
        using var network = NetworkFactory.Load(record, checkpoint, device);
        var results = new Evaluator(network, record.Task, device, training.Cache).Evaluate(training.Split.TestCases(site), EvaluationGrid.Prepared, stop);
        return scores[(run, site)] = Evaluation.Means(results);
    }

    sealed class Forward(IDemoObserver observer) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => observer.Simulated(value.Done, value.Total, value.Case);
    }
}
