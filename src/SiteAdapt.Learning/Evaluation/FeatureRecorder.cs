using System.Globalization;
using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// Keeps how the network sees each patient during training (section 1.4): the activation at the bottleneck, averaged over
/// channels and over the patient's slices near the middle, and the mean loss (NaN where the run used the case without its label). In evaluation mode, so that looking changes nothing.
/// </summary>
static class FeatureRecorder
{
    /// <summary>Slices averaged per patient: 120 to 179 of 269 in the paper; the same share of other volumes.</summary>
    const int PaperFirst = 120, PaperCount = 60, PaperSlices = 269;
    const int PerBatch = 15;

    /// <summary>
    /// Writes <c>features/epoch-NNN.jsonl</c>: a row for every training case of the run and of its source model, as far as the manifest
    /// has them, and every test case of its sites.
    /// </summary>
    public static void Keep(int epoch, Network network, TrainingData data, RunRecord record, RunOptions options)
    {
        if (network is not IBottleneck bottleneck) throw new InputException($"--features-at: the network '{data.Task.Network.Kind}' has no bottleneck; leave the option out.");
        network.SetTraining(false);
        // By site too: a source manifest of its own may use the same case names.
        var trained = record.Data.Cases.Concat((record.Source?.Cases ?? []).Select(item => item with { Role = "source" }))
            .DistinctBy(item => (item.Site, item.Case)).ToDictionary(item => (item.Site, item.Case));
        var rows = new List<string>();
        foreach (var item in data.Manifest.Cases.Where(item => trained.ContainsKey((item.Site, item.Id)) || IsTest(item, data, record)))
        {
            var used = trained.GetValueOrDefault((item.Site, item.Id));
            var prepared = data.Open(used?.Unlabelled == true ? item.Unlabelled() : item);
            rows.Add(JsonSerializer.Serialize(Measure(network, bottleneck, prepared, data.Task, used?.Role ?? "test", options.Device), Json.Line));
        }
        string name = string.Create(CultureInfo.InvariantCulture, $"epoch-{epoch:D3}.jsonl");
        AtomicFile.WriteText(Path.Combine(options.Folder.In(FeatureRow.Folder), name), string.Concat(rows.Select(row => row + "\n")));
    }

    static bool IsTest(Case item, TrainingData data, RunRecord record) =>
        item.Label is not null && record.Data.Sites.Contains(item.Site) && data.Split.SubsetOf.TryGetValue(item.Subject, out var subset) && subset == Subset.Test;

    static FeatureRow Measure(Network network, IBottleneck bottleneck, PreparedCase prepared, TaskSettings task, string role, Device device)
    {
        int count = Math.Max(1, PaperCount * prepared.SliceCount / PaperSlices);
        int first = PaperFirst * prepared.SliceCount / PaperSlices;
        var assembler = BatchAssembler.Labelled(task);
        var window = SliceWindow.Centre(prepared.Height, prepared.Width, task.Window);
        double loss = 0;
        float[] features = [];
        using var inference = inference_mode();
        for (int start = 0; start < count; start += PerBatch)
        {
            using var scope = NewDisposeScope();
            int slices = Math.Min(PerBatch, count - start);
            var samples = Enumerable.Range(first + start, slices).Select(slice => new Sample(prepared, slice, window, 0)).ToList();
            using var batch = assembler.Assemble(samples, new Dictionary<string, string>()).To(device);
            loss += slices * (double)Losses.BinaryCrossEntropy(network.forward(batch.Images), batch.Labels).item<float>();
            float[] sums = bottleneck.ForwardToBottleneck(batch.Images).mean([1]).sum([0]).flatten().cpu().contiguous().data<float>().ToArray();
            features = features.Length == 0 ? sums : [.. features.Zip(sums, (a, b) => a + b)];
        }
        return new FeatureRow(role, prepared.Case.Id, prepared.Case.Subject, prepared.Case.Site, role == "test" ? "test" : "train",
            loss / count, [.. features.Select(value => value / count)]);
    }
}
