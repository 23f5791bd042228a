using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

/// <summary>A learner with a handful of numbers, and a state for its checkpoints.</summary>
sealed class SmallLearner(int values = 6) : ILearner
{
    public List<string> Loaded { get; } = [];

    public Device Device => CPU;

    public bool IsFinite => true;

    public static CheckpointState State(int step) => new()
    {
        Run = Record,
        Step = step,
        Epoch = step / 2,
        EpochLossSum = 0.1 + 0.2,
        BestScore = 1.0 / 3,
        EpochMeasureSums = new Dictionary<string, double> { ["gate/up1.0"] = 0.25 },
        Streams = new Dictionary<string, string> { ["source"] = new('a', 192) },
        LearnerStreams = new Dictionary<string, string> { ["noise"] = new('b', 64) },
        History = [new MetricRow(0, 2, 0.7, 1e-3, new Dictionary<string, double> { ["dice"] = double.NaN, ["hd95"] = double.PositiveInfinity })],
    };

    public static RunRecord Record { get; } = new()
    {
        Kind = "pretrain",
        Task = TinySites.Task,
        Training = TinySites.Training,
        Optimizer = new OptimizerSettings(OptimizerKind.Adam),
        Data = new DataRecord { Manifest = "/data/manifest.csv", Fingerprint = "00", Split = new SplitRecord(), Sites = ["a"], Cases = [] },
        Versions = new Dictionary<string, string> { ["siteadapt"] = "0" },
    };

    public IReadOnlyDictionary<string, string> RandomStates
    {
        get => new Dictionary<string, string> { ["noise"] = new('b', 64) };
        set => Loaded.Add($"noise {value["noise"][0]}");
    }

    public void Save(string folder)
    {
        using var tensor = arange(values, dtype: ScalarType.Float32);
        SafetensorsFile.Write(Path.Combine(folder, Checkpoint.Model), [SafetensorsTorch.Source("w", tensor)]);
        using var state = new OptimizerState("adam");
        state.Add("w", new ParameterState(7, new Dictionary<string, Tensor> { ["exp_avg"] = ones(values), ["exp_avg_sq"] = zeros(values) }));
        OptimizerStateFile.Save(state, Path.Combine(folder, Checkpoint.OptimizerFile));
    }

    public void Load(string folder)
    {
        Assert.True(File.Exists(Path.Combine(folder, Checkpoint.Model)));
        Loaded.Add("weights");
        using var state = OptimizerStateFile.Load(Path.Combine(folder, Checkpoint.OptimizerFile));
        Loaded.Add($"{state.Kind} {state.Parameters["w"].Step}");
    }

    public void BeginTraining() { }

    public StepResult Step(Batch batch, StepContext at) => new(0.5);

    public void Dispose() { }
}
