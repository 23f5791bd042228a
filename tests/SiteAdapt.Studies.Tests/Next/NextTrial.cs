using System.Globalization;
using MathNet.Numerics.Statistics;
using SiteAdapt.Adaptation;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using TorchSharp;

namespace SiteAdapt.Studies.Tests;

/// <summary>What came out for one draw of target patients. Scores are means over the test patients.</summary>
/// <param name="Start">Annotated patients before the choice.</param>
/// <param name="Before">Of the model that chooses.</param>
/// <param name="Next">Of the model with what <c>data next</c> chose besides.</param>
/// <param name="Random">Of the model with as many patients drawn at random besides.</param>
/// <param name="UncertaintyToError">Spearman correlation, over the patients that are not annotated, of uncertainty and 1 - Dice of the choosing model.</param>
/// <param name="DistanceToError">The same of the distance to the nearest annotated patient.</param>
/// <param name="OtherScanner">How many of the chosen are of the target's second scanner: by <c>data next</c>, at random.</param>
sealed record TrialRow(string Target, int Start, int Seed, TrialScore Before, TrialScore Next, TrialScore Random, double UncertaintyToError, double DistanceToError, (int Next, int Random) OtherScanner);

sealed record TrialScore(double SurfaceDice, double Dice);

/// <summary>The set-up of docs/how-to/next-case.md: simulated heads, a small U-Net, <c>data next</c> against random choice.</summary>
sealed class NextTrial : IDisposable
{
    public const string OneScanner = "one scanner", TwoScanners = "two scanners";
    const string Source = "source", Target = "target";
    const double Millimetres = 5;
    const int SourceHeads = 10, PoolHeads = 12, TestHeads = 8, Added = 2, SourceSeed = 1000;
    static readonly int[] Starts = [1, 2];

    readonly TemporaryFolder folder = new();
    readonly TaskSettings task;
    readonly SourceModel source;

    public NextTrial()
    {
        task = TaskSettings.Load(folder.Write("coarse.yaml", "base: brain\nname: coarse\nspacing: 5\nwindow: 40\nnetwork:\n  width: 4\nmetric:\n  tolerance_mm: 5\n"));
        List<Case> heads = [.. Enumerable.Range(0, SourceHeads).Select(head => Head(SourceSeed, head, protocol: 0, Source, Subset.Train))];
        using var data = Data(heads, SourceSeed);
        Pretraining.Run(data, [Source], Training(epochs: 6, steps: 50, 0.01, SourceSeed), new OptimizerSettings(OptimizerKind.Adam), Options("source"), CancellationToken.None);
        source = SourceModel.Open(folder.File("source"));
    }

    /// <summary>A new draw of target patients, and both starts.</summary>
    public IEnumerable<TrialRow> Run(string target, int seed)
    {
        List<Case> heads = [.. Enumerable.Range(0, PoolHeads + TestHeads).Select(head =>
            Head(seed, head, target == TwoScanners && head % 4 == 3 ? 3 : 1, Target, head < PoolHeads ? Subset.Train : Subset.Test))];
        List<Case> pool = Shuffled(heads[..PoolHeads], new RandomStream(seed, "start"));
        foreach (int start in Starts) yield return Row(target, start, seed, pool[..start], pool[start..], heads[PoolHeads..]);
        Directory.Delete(folder.File(Name(seed)), recursive: true);
    }

    TrialRow Row(string target, int start, int seed, List<Case> annotated, List<Case> open, List<Case> test)
    {
        var before = Adapt(annotated, open, test, seed, "before");
        using var data = Data([.. annotated, .. open, .. test], seed);
        var (record, checkpoint) = RunFolder.OpenFinished(before);
        using var network = NetworkFactory.Load(record, checkpoint, torch.CPU);
        var candidates = AnnotationPool.Of(data, SeenCases.Open(before, checkpoint), record, Target, [.. annotated.Select(item => item.Id)]);
        var reader = new CaseReader(network, record, data, torch.CPU);
        var answer = NextCases.Of(candidates, Target, Added, reader);
        List<Case> next = [.. answer.Chosen.Select(item => item.Case)], random = Shuffled(open, new RandomStream(seed, $"random choice/{start}"))[..Added];
        var reached = reader.Read(annotated);
        var errors = new Evaluator(network, task, torch.CPU, data.Cache).Evaluate([.. answer.Candidates.Select(item => item.Case)], EvaluationGrid.Prepared).Select(score => 1 - score.Scores.Dice).ToList();
        return new TrialRow(target, start, seed, Score(before, test, data),
            Score(Adapt([.. annotated, .. next], [.. open.Except(next)], test, seed, "next"), test, data),
            Score(Adapt([.. annotated, .. random], [.. open.Except(random)], test, seed, "random"), test, data),
            Correlation.Spearman(answer.Candidates.Select(item => item.Uncertainty), errors),
            Correlation.Spearman(answer.Candidates.Select(item => reached.Min(item.DistanceTo)), errors),
            (next.Count(IsOther), random.Count(IsOther)));
    }

    /// <summary>Fine-tunes the source model on the annotated patients; returns the run's folder.</summary>
    string Adapt(List<Case> annotated, List<Case> open, List<Case> test, int seed, string name)
    {
        using var data = Data([.. annotated, .. open, .. test], seed);
        string run = Path.Combine(Name(seed), FormattableString.Invariant($"{name}-{annotated.Count}"));
        if (Directory.Exists(folder.File(run))) Directory.Delete(folder.File(run), recursive: true);
        var settings = new AdaptationSettings(FineTuneAll.Method, Target, new Budget(annotated.Count), Training(epochs: 4, steps: 20, 0.003, seed), OptimizerKind.Adam);
        AdaptationRun.Execute(settings, source, data, null, Options(run), CancellationToken.None);
        return folder.File(run);
    }

    TrialScore Score(string run, List<Case> test, TrainingData data)
    {
        var (record, checkpoint) = RunFolder.OpenFinished(run);
        using var network = NetworkFactory.Load(record, checkpoint, torch.CPU);
        var means = Evaluation.Means(new Evaluator(network, task, torch.CPU, data.Cache).Evaluate(test, EvaluationGrid.Prepared));
        return new TrialScore(means["surface_dice"], means["dice"]);
    }

    Case Head(int seed, int head, int protocol, string site, Subset subset)
    {
        string subject = string.Create(CultureInfo.InvariantCulture, $"head{head:00}");
        var look = SiteProtocols.Of(protocol, seed);
        var scan = SiteSimulation.Scan(new HeadAnatomy(seed, subject), look, Millimetres, seed);
        var made = new Case
        {
            Id = subject, Subject = $"{site}-{subject}", Site = site, Split = subset, Scanner = look.Scanner,
            Image = folder.File(Name(seed), $"{subject}.nii.gz"), Label = folder.File(Name(seed), $"{subject}_mask.nii.gz"),
        };
        Nifti.Write(made.Image, scan.Image);
        Nifti.WriteMask(made.Label, scan.Brain);
        return made;
    }

    static bool IsOther(Case item) => item.Scanner != SiteProtocols.Of(1, 0).Scanner;

    /// <summary>Rows in this order: a split column makes it the order of the training list.</summary>
    TrainingData Data(IReadOnlyList<Case> cases, int seed) => new(new Manifest(folder.File(Name(seed), "manifest.csv"), cases), new SplitRecord(), task, new PreparedCache(folder.File(Name(seed), "cache")));

    RunOptions Options(string run) => new(new RunFolder(folder.File(run)), torch.CPU);

    static TrainingSettings Training(int epochs, int steps, double rate, long seed) => new() { Epochs = epochs, StepsPerEpoch = steps, BatchSize = 8, LearningRate = rate, Seed = seed, CheckpointEvery = epochs * steps };

    static List<Case> Shuffled(List<Case> cases, RandomStream random)
    {
        Case[] shuffled = [.. cases];
        random.Shuffle<Case>(shuffled);
        return [.. shuffled];
    }

    static string Name(int seed) => FormattableString.Invariant($"seed-{seed}");

    public void Dispose() => folder.Dispose();
}
