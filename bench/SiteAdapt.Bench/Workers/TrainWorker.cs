using System.Globalization;
using SiteAdapt.Adaptation;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Bench;

/// <summary>
/// A whole training with its data, schedule and checkpoints, held between steps until it is asked for more: "loop" are steps of
/// it, "alone" the same step on a batch that stays in memory, on the same thread of the same process.
/// </summary>
sealed class TrainWorker(string folder, string method, int window, int width, int batch, int threads)
{
    readonly TaskSettings task = TaskPresets.Brain with { Spacing = null, Window = window, Network = new NetworkSettings(Width: width) };
    readonly TrainingSettings training = new() { Epochs = 10_000, BatchSize = batch, Threads = threads };

    public void Run()
    {
        var device = TorchRuntime.Configure(threads, "cpu");
        using var data = new TrainingData(Manifest.Read(Path.Combine(folder, "manifest.csv")), new SplitRecord(), task, new PreparedCache(Path.Combine(folder, "cache")));
        string run = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"run-{Environment.ProcessId}"));
        using var stop = new CancellationTokenSource();
        using var alone = new LoneStep(task, batch, device);
        var options = new RunOptions(new RunFolder(run), device) { Progress = new Gate(alone, stop) };
        try
        {
            if (method == "pretrain") Pretraining.Run(data, ["a"], training, new OptimizerSettings(OptimizerKind.Adam), options, stop.Token);
            else
                AdaptationRun.Execute(new AdaptationSettings(MethodCatalog.Find(method, OptimizerKind.Adam), "b", null, training, OptimizerKind.Adam),
                    Source(data, device), data, sourceManifest: null, options, stop.Token);
        }
        catch (InterruptedRunException)
        {
            Directory.Delete(run, recursive: true);
        }
    }

    /// <summary>A source model of one step; what it has learnt does not change the time of a step.</summary>
    SourceModel Source(TrainingData data, TorchSharp.torch.Device device)
    {
        string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"source-{window}-{width}"));
        Pretraining.Run(data, ["a"], training with { Epochs = 1, StepsPerEpoch = 1 }, new OptimizerSettings(OptimizerKind.Adam),
            new RunOptions(new RunFolder(path), device), CancellationToken.None);
        return SourceModel.Open(path);
    }

    /// <summary>Stands between two steps of the loop, and answers requests there.</summary>
    sealed class Gate(LoneStep alone, CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        readonly StepTimes times = new();
        int wanted;

        public void Report(TrainingProgress value)
        {
            if (value.Step == 1) Requests.Reply(new { ready = true });
            else
            {
                times.Add(value.Loss);
                if (--wanted > 0) return;
                Requests.Reply(times.Take());
            }
            while (wanted == 0 && !stop.IsCancellationRequested) Next();
            times.Restart();
        }

        void Next()
        {
            if (Console.In.ReadLine() is not { } line)
            {
                stop.Cancel();
                return;
            }
            string[] words = line.Split(' ');
            int count = int.Parse(words[1], CultureInfo.InvariantCulture);
            if (words[0] == "alone") Requests.Reply(Requests.Measure(alone.Run, count));
            else wanted = count;
        }
    }
}
