using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// Binary cross-entropy of findings. Each sample goes through the head of its role; its loss is the mean over its known labels
/// (NaN: unknown or uncertain), and the batch's loss is the mean over all samples, so that a mixed batch weighs source and
/// target by their numbers of samples (section 4.1 of the protocol). A sample without any known label counts with loss 0.
/// </summary>
/// <param name="columns">Findings that the columns of the batch's labels stand for.</param>
/// <param name="heads">The head of each role, by the role's index.</param>
public sealed class FindingsObjective(IReadOnlyList<string> columns, IReadOnlyList<HeadRecord> heads) : IObjective
{
    readonly long[][] columnsOf = [.. heads.Select(head => head.Findings.Select(finding => (long)columns.ToList().IndexOf(finding)).ToArray())];

    public Tensor Loss(Network network, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        var classifier = (IClassifier)network;
        var features = classifier.Features(batch.Images);
        var sums = new List<Tensor>();
        int first = 0;
        // The samples of a role stand together: streams are drawn one after the other.
        foreach (var role in batch.Samples.GroupBy(sample => sample.Role))
        {
            int count = role.Count();
            var logits = classifier.Head(heads[role.Key].Name, features.narrow(0, first, count));
            sums.Add(SumOfSamples(logits, Labels(batch.Labels.narrow(0, first, count), role.Key)));
            first += count;
        }
        using Scalar samples = (float)batch.Samples.Count;
        return stack(sums).sum().div(samples).MoveToOuterDisposeScope();
    }

    Tensor Labels(Tensor labels, int role) => columnsOf[role].Length == columns.Count && columnsOf[role].SequenceEqual(Enumerable.Range(0, columns.Count).Select(i => (long)i))
        ? labels
        : labels.index_select(1, tensor(columnsOf[role], device: labels.device));

    static Tensor SumOfSamples(Tensor logits, Tensor labels)
    {
        var known = labels.isfinite();
        var weights = known.to_type(ScalarType.Float32);
        var targets = where(known, labels, zeros_like(labels));
        var each = Losses.BinaryCrossEntropyPerElement(logits, targets).mul(weights).sum([1]);
        return each.div(weights.sum([1]).clamp_min(Scalars.One)).sum();
    }
}
