using SiteAdapt.Data;
using SiteAdapt.Imaging;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>Reads cases as a run's network sees them. Labels are not opened.</summary>
public sealed class CaseReader(Network network, RunRecord record, TrainingData data, Device device)
{
    /// <summary>The blocks of <see cref="IBlockwise"/> that stand for a case: the deepest of each network.</summary>
    static readonly string[] Deepest = ["bottleneck", "features"];

    readonly CaseFeatures features = new(network, record.Task, device);

    /// <summary>Told after every case.</summary>
    public Action<int, int, string>? Progress { get; init; }

    /// <summary>In the order of the cases, which are all of one site. Of a classifier, images that cannot be read may be left out (see <see cref="TrainingData.SkipUnreadable"/>).</summary>
    /// <exception cref="InputException">A prediction is no number.</exception>
    public IReadOnlyList<CaseReading> Read(IReadOnlyList<Case> cases, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(cases);
        if (record.Task.IsClassification) return ReadImages(cases, stop);
        var readings = new List<CaseReading>(cases.Count);
        foreach (var item in cases)
        {
            readings.Add(ReadVolume(item, stop));
            Progress?.Invoke(readings.Count, cases.Count, item.Id);
        }
        return readings;
    }

    /// <summary>The mean over the task's structures.</summary>
    CaseReading ReadVolume(Case item, CancellationToken stop)
    {
        var task = record.Task;
        using var prepared = data.Cache.Open(item.Unlabelled(), task);
        SliceRules.RequirePredicted(prepared.SliceCount, task, $"case '{item.Id}' of site '{item.Site}'");
        double entropy = new SlicePredictor(network, task, device).Predict(prepared, stop).Select(prepared.Geometry.FromSlices)
            .Average(values => PredictiveEntropy.OfMask(values, Threshold.Apply(new Volume(prepared.Grid, values), task.ComponentFilter)));
        return new CaseReading(item, Checked(entropy, item), FeaturesOf(prepared, stop));
    }

    List<CaseReading> ReadImages(IReadOnlyList<Case> cases, CancellationToken stop)
    {
        if (cases.Count == 0) return [];
        var images = data.Images(cases, stop);
        var probabilities = new FindingsPredictor(network, record.Task, device).Predict(images, record.Model!.HeadFor(cases[0].Site), stop: stop);
        var readings = new List<CaseReading>(images.Count);
        for (int i = 0; i < images.Count; i++)
        {
            readings.Add(new CaseReading(images[i].Case, Checked(PredictiveEntropy.OfFindings(probabilities[i]), images[i].Case), FeaturesOf(images[i], stop)));
            Progress?.Invoke(i + 1, images.Count, images[i].Case.Id);
        }
        return readings;
    }

    float[] FeaturesOf(ISliceSource source, CancellationToken stop) => features.Of(source, stop).Single(block => Deepest.Contains(block.Block)).Channels;

    static double Checked(double entropy, Case item) => double.IsFinite(entropy) ? entropy
        : throw new InputException($"case '{item.Id}' of site '{item.Site}': the prediction is no number. Its image or the model's weights are damaged, or the training has diverged.");
}
