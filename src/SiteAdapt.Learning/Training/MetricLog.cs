using System.Text.Json;
using SiteAdapt.Imaging;
using TorchSharp;

namespace SiteAdapt.Learning;

/// <summary>
/// The history as <c>metrics.jsonl</c> and as TensorBoard events. Both are views of the checkpoint's history: a run that
/// continues writes them anew, so that no epoch stands there twice.
/// </summary>
sealed class MetricLog : IDisposable
{
    internal const string EventFolder = "tensorboard";

    readonly RunFolder folder;
    readonly List<MetricRow> rows = [];
    readonly TorchSharp.Modules.SummaryWriter events;

    public MetricLog(RunFolder folder, IEnumerable<MetricRow> history)
    {
        this.folder = folder;
        string path = folder.In(EventFolder);
        if (Directory.Exists(path)) FileLayer.DeleteFolder(path);
        FileLayer.CreateFolder(path);
        events = torch.utils.tensorboard.SummaryWriter(path, createRunName: false);
        foreach (var row in history) Add(row);
        Write();
    }

    public void Append(MetricRow row)
    {
        Add(row);
        Write();
    }

    void Add(MetricRow row)
    {
        rows.Add(row);
        events.add_scalar("loss/train", (float)row.Loss, row.Step);
        events.add_scalar("learning_rate", (float)row.LearningRate, row.Step);
        foreach (var (name, value) in row.Measures ?? new Dictionary<string, double>())
            events.add_scalar(name, (float)value, row.Step);
        foreach (var (name, value) in row.Validation ?? new Dictionary<string, double>())
            events.add_scalar($"validation/{name}", (float)value, row.Step);
    }

    void Write() => AtomicFile.WriteText(folder.In(RunFolder.MetricsFile),
        string.Concat(rows.Select(row => JsonSerializer.Serialize(row, Json.Line) + "\n")));

    public void Dispose() => (events as IDisposable)?.Dispose();
}
