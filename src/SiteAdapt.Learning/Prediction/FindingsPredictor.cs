using System.Runtime.InteropServices;
using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>Predicts images in batches, through one head; in evaluation mode batches change no result.</summary>
public sealed class FindingsPredictor(Network network, TaskSettings task, Device device)
{
    const int PixelsPerBatch = 1 << 20;

    /// <summary>Probabilities of the head's findings for each image.</summary>
    /// <param name="progress">Told how many images are done.</param>
    public IReadOnlyList<float[]> Predict(IReadOnlyList<ISliceSource> images, HeadRecord head, Action<int>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(head);
        var classifier = (IClassifier)network;
        network.SetTraining(false);
        using var inference = inference_mode();
        var probabilities = new List<float[]>(images.Count);
        foreach (var batch in images.Chunk(Math.Max(1, PixelsPerBatch / (task.Window * task.Window))))
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var logits = classifier.Head(head.Name, classifier.Features(Load(batch).to(device)));
            float[] values = sigmoid(logits).cpu().contiguous().data<float>().ToArray();
            probabilities.AddRange(values.Chunk(head.Findings.Count));
            progress?.Invoke(probabilities.Count);
        }
        return probabilities;
    }

    Tensor Load(ISliceSource[] batch)
    {
        int plane = task.Window * task.Window, channels = task.InputChannels;
        var tensor = empty([batch.Length, channels, task.Window, task.Window], dtype: ScalarType.Float32);
        Parallel.For(0, batch.Length, i =>
        {
            var data = MemoryMarshal.Cast<byte, float>(tensor.bytes).Slice(i * channels * plane, channels * plane);
            batch[i].ReadImage(0, data[..plane]);
            for (int c = 1; c < channels; c++) data[..plane].CopyTo(data[(c * plane)..]);
        });
        return tensor;
    }
}
