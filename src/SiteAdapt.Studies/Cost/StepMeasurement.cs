using System.Diagnostics;
using SiteAdapt.Adaptation;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// Takes a few steps of every training of a study, through the same calls as its units, on made-up scans of the task's window:
/// what a step costs does not depend on what is in the images. Where the data are there, one test case is scored as well.
/// </summary>
public sealed class StepMeasurement(StudyPlan plan, IProgress<string>? observer)
{
    /// <summary>Steps of each training; the first ones, which also load and compile, are left out.</summary>
    const int Steps = 8, FirstCounted = 3;

    const int Slices = 8;
    static readonly string[] Sites = ["a", "b"];

    readonly StudyDefinition study = plan.Study;

    public StepTimes Take(CancellationToken stop)
    {
        if (study.Task.IsClassification) throw new InputException("--measure: makes its own scans for segmentation and has no radiographs for classification; run a part of the study, whose units then tell the time.");
        string folder = Directory.CreateTempSubdirectory("siteadapt-measure-").FullName;
        try
        {
            var task = study.Task with { Spacing = null, Orientation = OrientationPolicy.Canonical, SlicingAxis = SlicingAxis.Axial };
            var manifest = MakeScans(folder, task);
            using var data = new TrainingData(manifest, new SplitRecord(), task, new PreparedCache(Path.Combine(folder, "cache")));
            var rates = new Dictionary<WorkKind, double>();
            long? bytes = null;
            foreach (var optimizer in study.Optimizers)
            {
                string source = Path.Combine(folder, $"source-{optimizer}");
                rates[WorkKind.Pretraining(optimizer)] = Time(source, study.Pretraining, $"pretrain {optimizer}",
                    (training, options) => Pretraining.Run(data, [Sites[0]], training, new OptimizerSettings(optimizer), options, stop));
                bytes = Math.Max(bytes ?? 0, Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length));
                var methods = study.Methods.Where(method => method.Optimizers?.Contains(optimizer) ?? true).Select(method => method.Resolve(optimizer)).Where(method => !PlannedMethods.IsBound(method));
                foreach (var method in methods.DistinctBy(method => method.Name))
                    rates[WorkKind.Adapting(method.Name, optimizer)] = Time(Path.Combine(folder, $"{method.Name}-{optimizer}"), study.Training, $"{method.Name} {optimizer}",
                        (training, options) => AdaptationRun.Execute(new AdaptationSettings(method, Sites[1], new Budget(1), training, optimizer), SourceModel.Open(source), data, null, options, stop));
            }
            if (plan.Data.IsThere) rates[new WorkKind(UnitKind.Evaluate, "evaluate")] = TimeOfACase(Path.Combine(folder, $"source-{study.Optimizers[0]}"), stop);
            return new StepTimes(rates, bytes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Median seconds of a step.</summary>
    double Time(string folder, TrainingSettings training, string what, Action<TrainingSettings, RunOptions> run)
    {
        observer?.Report(what.ToLowerInvariant());
        var ends = new StepEnds();
        run(training with { Epochs = 1, StepsPerEpoch = Steps, Seed = 0 }, new RunOptions(new RunFolder(folder), TorchRuntime.Configure(training.Threads, training.Device)) { Progress = ends });
        double[] times = [.. ends.Seconds.Zip(ends.Seconds.Skip(1), (before, after) => after - before).Skip(FirstCounted - 1).Order()];
        return times[times.Length / 2];
    }

    /// <summary>Seconds to predict and score a real test case that is prepared, with a model that knows nothing.</summary>
    double TimeOfACase(string source, CancellationToken stop)
    {
        observer?.Report("evaluate");
        var device = TorchRuntime.Configure(study.Training.Threads, study.Training.Device);
        var (record, checkpoint) = RunFolder.OpenFinished(source);
        using var network = NetworkFactory.Load(record, checkpoint, device);
        var cache = new PreparedCache(plan.Data.Place.Cache);
        var item = plan.Data.Cases(plan.Data.Sites[0], Subset.Test)[0];
        cache.Open(item, study.Task).Dispose();
        var clock = Stopwatch.StartNew();
        new Evaluator(network, study.Task, device, cache).Evaluate([item], study.Evaluation.Grid, stop);
        return clock.Elapsed.TotalSeconds;
    }

    static Manifest MakeScans(string folder, TaskSettings task)
    {
        var grid = Grid.FromSpacing(new Size3(task.Window, task.Window, Slices), Spacing.Isotropic(1));
        var cases = new List<Case>();
        foreach (string site in Sites)
            foreach (var subset in new[] { Subset.Train, Subset.Train, Subset.Test })
            {
                string id = $"{site}{cases.Count}";
                var random = new RandomStream(cases.Count, "measure");
                float value = task.Structures[0].IsAnyPositive ? 1 : task.Structures[0].Values[0];
                float[] image = [.. Enumerable.Range(0, (int)grid.Size.Count).Select(_ => (float)random.NextUniform(0, 1))];
                float[] label = [.. Enumerable.Range(0, (int)grid.Size.Count).Select(voxel => voxel % grid.Size.X < grid.Size.X / 2 ? value : 0)];
                var made = new Case { Id = id, Subject = id, Site = site, Image = Path.Combine(folder, $"{id}.nii"), Label = Path.Combine(folder, $"{id}-mask.nii"), Split = subset };
                Nifti.Write(made.Image, new Volume(grid, image));
                Nifti.Write(made.Label!, new Volume(grid, label));
                cases.Add(made);
            }
        var manifest = new Manifest(Path.Combine(folder, "manifest.csv"), cases);
        manifest.Write();
        return manifest;
    }

    sealed class StepEnds : IProgress<TrainingProgress>
    {
        readonly Stopwatch clock = Stopwatch.StartNew();

        public List<double> Seconds { get; } = [];

        public void Report(TrainingProgress value) => Seconds.Add(clock.Elapsed.TotalSeconds);
    }
}
