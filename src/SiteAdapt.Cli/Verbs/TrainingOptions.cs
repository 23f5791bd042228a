using System.CommandLine;
using System.Globalization;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary>The options that <c>pretrain</c> and <c>adapt</c> have in common.</summary>
sealed class TrainingOptions
{
    readonly Option<FileInfo> data = CommonOptions.Data();
    readonly Option<string?> cache = CommonOptions.Cache();
    readonly Option<DirectoryInfo> output = CommonOptions.Out("The run folder; the same command again continues an interrupted run");
    readonly Option<string?> optimizer = new Option<string?>("--optimizer") { Description = "adam or sgd (default: adam; adapt: the source run's)" }.Offering("adam", "sgd");
    readonly Option<int> epochs = new("--epochs") { DefaultValueFactory = _ => 60, Description = "Epochs; the learning rate drops to a tenth at three quarters of them" };
    readonly Option<int> steps = new("--steps-per-epoch") { DefaultValueFactory = _ => 100, Description = "Optimizer steps in an epoch" };
    readonly Option<int> batch = new("--batch") { DefaultValueFactory = _ => 16, Description = "Slices in a batch" };
    readonly Option<double?> learningRate = new("--learning-rate") { Description = "Learning rate before the drop (default: 0.001; chest-xray 0.0001; adapt with prostate 0.0001)" };
    readonly Option<int?> checkpointEvery = new("--checkpoint-every") { Description = "Steps between checkpoints (default: one an epoch)" };
    readonly Option<bool> validate = new("--validate") { Description = "Score the validation cases after every epoch and keep the best checkpoint too (results use the last)" };
    readonly Option<string?> featuresAt = new("--features-at") { Description = "Keep bottleneck features and per-patient loss after these epochs, e.g. 0,10,60 (0: before training)" };
    readonly Option<bool> skipUnreadable = CommonOptions.SkipUnreadable();
    readonly Option<long> seed = CommonOptions.Seed();
    readonly Option<string> device = CommonOptions.Device();
    readonly Option<int?> threads = CommonOptions.Threads();

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { data, output, optimizer, epochs, steps, batch, learningRate, checkpointEvery, validate, featuresAt, skipUnreadable, seed, device, threads, cache })
            command.Options.Add(option);
    }

    public FileInfo Manifest(ParseResult parsed) => parsed.GetValue(data)!;

    public string Device(ParseResult parsed) => parsed.GetValue(device)!;

    public string? Cache(ParseResult parsed) => parsed.GetValue(cache);

    public bool SkipUnreadable(ParseResult parsed) => parsed.GetValue(skipUnreadable);

    public RunFolder Folder(ParseResult parsed) => new(parsed.GetValue(output)!.FullName);

    public OptimizerKind? Optimizer(ParseResult parsed) => Optimizer(parsed.GetValue(optimizer));

    public static OptimizerKind? Optimizer(string? name) => name?.ToUpperInvariant() switch
    {
        null => null,
        "ADAM" => OptimizerKind.Adam,
        "SGD" => OptimizerKind.Sgd,
        _ => throw new InputException($"--optimizer: is '{name}'; expected adam or sgd."),
    };

    IReadOnlyList<int> FeaturesAt(ParseResult parsed)
    {
        if (parsed.GetValue(featuresAt) is not { } text) return [];
        return [.. text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int epoch) && epoch <= parsed.GetValue(epochs)
            ? epoch
            : throw new InputException($"--features-at: '{part}' is not an epoch from 0 to {parsed.GetValue(epochs)}."))];
    }

    public RunOptions Options(ParseResult parsed, RunFolder folder, TorchSharp.torch.Device at, IProgress<TrainingProgress> progress) => new(folder, at)
    {
        Validate = parsed.GetValue(validate),
        FeaturesAt = FeaturesAt(parsed),
        Progress = progress,
    };

    /// <summary>The task's learning rate for pre-training, where it has one.</summary>
    public static double LearningRate(TaskSettings task) => task.LearningRate ?? TrainingSettings.DefaultLearningRate;

    /// <summary>The settings; a run that is already in the folder lends its number of threads where none is given.</summary>
    public TrainingSettings Settings(ParseResult parsed, double defaultLearningRate)
    {
        var folder = Folder(parsed);
        int? recorded = File.Exists(folder.In("run.json")) ? folder.ReadRecord().Training.Threads : null;
        var settings = new TrainingSettings
        {
            Epochs = parsed.GetValue(epochs),
            StepsPerEpoch = parsed.GetValue(steps),
            BatchSize = parsed.GetValue(batch),
            LearningRate = parsed.GetValue(learningRate) ?? defaultLearningRate,
            CheckpointEvery = parsed.GetValue(checkpointEvery),
            Seed = parsed.GetValue(seed),
            Threads = parsed.GetValue(threads) ?? recorded ?? Environment.ProcessorCount,
        };
        var faults = settings.Faults().ToList();
        return faults.Count == 0 ? settings : throw new InputException("The training settings cannot be used:\n  " + string.Join("\n  ", faults));
    }
}
