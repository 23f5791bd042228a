using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

/// <summary>A learner with a handful of numbers, and a state for its checkpoints.</summary>
sealed class SmallLearner : ILearner
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
        Streams = new Dictionary<string, string> { ["source"] = new('a', 192) },
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

    public void SaveWeights(string path)
    {
        using var tensor = arange(6, dtype: ScalarType.Float32);
        SafetensorsFile.Write(path, [SafetensorsTorch.Source("w", tensor)]);
    }

    public void LoadWeights(string path) => Loaded.Add("weights");

    public void BeginTraining() { }

    public double Step(Batch batch, double learningRate) => 0.5;

    public OptimizerState SaveOptimizer()
    {
        var state = new OptimizerState("adam");
        state.Add("w", new ParameterState(7, new Dictionary<string, Tensor> { ["exp_avg"] = ones(6), ["exp_avg_sq"] = zeros(6) }));
        return state;
    }

    public void LoadOptimizer(OptimizerState state) => Loaded.Add($"{state.Kind} {state.Parameters["w"].Step}");

    public void Dispose() { }
}
