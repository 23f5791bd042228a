using SiteAdapt.Imaging;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>Which running statistics batch normalisation uses when a model is evaluated.</summary>
public enum NormSource
{
    /// <summary>Those that the model has: after an adaptation, mostly the target's.</summary>
    Own,

    /// <summary>Those of the source model that it was adapted from, under the adapted weights.</summary>
    Source,

    /// <summary>Estimated anew on training images of the evaluated site, without labels.</summary>
    Recalibrated,
}

/// <summary>
/// Exchanges the running statistics of a network and leaves its weights alone: the control that tells how much of an adapted
/// model's forgetting is only its batch normalisation (section 8.3 of the protocol).
/// </summary>
public static class NormStatistics
{
    /// <summary>Batches that a recalibration averages over.</summary>
    public const int Batches = 50;

    /// <summary>Takes the running statistics from another weights file of the same network.</summary>
    public static void CopyFrom(Network network, string weights)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var reader = SafetensorsReader.Open(weights);
        var entries = reader.Header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        using var noGrad = no_grad();
        foreach (var (name, buffer) in network.NamedBuffers())
        {
            // Both copies of a gated network come from the same source; its policy has none.
            string original = name.StartsWith(GatedNetwork.FrozenPrefix, StringComparison.Ordinal) ? name[GatedNetwork.FrozenPrefix.Length..] : name;
            if (!entries.TryGetValue(original, out var entry)) continue;
            using var value = SafetensorsTorch.Read(reader, entry);
            buffer.copy_(value); // returns the buffer itself, which must not be disposed
        }
    }

    /// <summary>
    /// Estimates the running statistics from nothing: the plain average of the batches' statistics, in training mode, without
    /// gradients. Labels are not looked at. A gated network's policy keeps its own, and decides as in evaluation.
    /// </summary>
    public static void Recalibrate(Network network, IEnumerable<Batch> batches, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(batches);
        var policy = (network as GatedNetwork)?.Policy;
        var norms = network.modules().OfType<BatchNorm2d>().Except(policy?.modules().OfType<BatchNorm2d>() ?? []).ToList();
        var momenta = norms.ConvertAll(norm => norm.momentum);
        foreach (var norm in norms)
        {
            norm.reset_running_stats();
            norm.momentum = null; // cumulative average
        }
        network.SetTraining(true);
        policy?.eval();
        using (var noGrad = no_grad())
            foreach (var batch in batches)
            {
                using (batch)
                using (NewDisposeScope()) network.forward(batch.Images);
                stop.ThrowIfCancellationRequested();
            }
        network.SetTraining(false);
        for (int i = 0; i < norms.Count; i++) norms[i].momentum = momenta[i];
    }

    /// <summary>Batches of random training slices of a site, from a stream of their own; no label is read.</summary>
    /// <exception cref="InputException">One of them is a validation or test subject or image of the site: the statistics would have seen what is scored.</exception>
    public static IEnumerable<Batch> TrainingBatches(TrainingData data, string site, int batchSize, long seed, Device device)
    {
        ArgumentNullException.ThrowIfNull(data);
        var pool = data.Pool([site], budget: null, labelled: false);
        data.RequireNoLeak(pool.Select(item => item.Case.Case), [site]);
        var stream = new SampleStream("recalibration", pool, data.Task.Window, seed);
        var assembler = BatchAssembler.Unlabelled(data.Task);
        for (int i = 0; i < Batches; i++)
            yield return assembler.Assemble([.. Enumerable.Range(0, batchSize).Select(_ => stream.Next(0))], new Dictionary<string, string>()).To(device);
    }
}
