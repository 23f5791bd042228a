using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary>What <c>predict</c> does with a classifier: a table of probabilities for images.</summary>
static class FindingsPrediction
{
    /// <summary>Images read at a time: their pixels are in memory together.</summary>
    const int AtOnce = 256;

    sealed record Row(string Image, IReadOnlyDictionary<string, float> Probabilities);

    public static void Run(Network network, RunRecord record, TorchSharp.torch.Device device, string[] images, string path, bool skipUnreadable, Output output, CancellationToken stop)
    {
        if (!path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            throw new InputException($"--out: '{path}' must end in .csv: the probabilities of all images go into one table.");
        Leftovers.Remove(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var head = record.Model!.Heads[0];
        var predictor = new FindingsPredictor(network, record.Task, device);
        var rows = new List<(string Image, IReadOnlyList<float> Probabilities)>();
        int skipped = 0;
        using var progress = new ProgressLine("predict");
        foreach (string[] part in images.Chunk(AtOnce))
        {
            stop.ThrowIfCancellationRequested();
            var read = Read(part, record.Task, skipUnreadable);
            skipped += part.Length - read.Count;
            var probabilities = predictor.Predict([.. read.Select(item => item.Source)], head, stop: stop);
            rows.AddRange(read.Zip(probabilities, (item, values) => (item.Image, (IReadOnlyList<float>)values)));
            progress.Report(rows.Count + skipped, images.Length, Path.GetFileName(part[^1]));
        }
        ProbabilityFile.Write(path, head.Findings, rows);
        if (skipped > 0) Output.Warn($"{Tables.Count(skipped, "image")} could not be read and left out");
        output.Result(new { file = Path.GetFullPath(path), skipped, images = rows.Select(row => new Row(row.Image, head.Findings.Zip(row.Probabilities).ToDictionary())) },
            console => console.Line($"{path}: {Tables.Count(rows.Count, "image")}, {Tables.Count(head.Findings.Count, "finding")}"));
    }

    static List<(string Image, ISliceSource Source)> Read(string[] images, TaskSettings task, bool skipUnreadable)
    {
        var read = new ISliceSource?[images.Length];
        Parallel.For(0, images.Length, i =>
        {
            try
            {
                read[i] = ImageFile.Read(images[i], task);
            }
            catch (InputException fault) when (skipUnreadable)
            {
                Output.Warn($"left out: {fault.Message}");
            }
        });
        return [.. images.Zip(read).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!))];
    }
}
