using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// Binary cross-entropy of findings. Each sample goes through the head of its site; its loss is the mean over its known labels
/// (NaN: unknown or uncertain), and the batch's loss is the mean over all samples, so that a mixed batch weighs source and
/// target by their numbers of samples (section 4.1 of the protocol).
/// </summary>
public sealed class FindingsObjective(ModelRecord model) : IObjective
{
    readonly Dictionary<string, long[]> columnsOfHead = ColumnsOfHeads(model);

    /// <summary>Findings that the columns of a batch's labels stand for: those of all heads, each once.</summary>
    public static IReadOnlyList<string> Columns(ModelRecord model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return [.. model.Heads.SelectMany(head => head.Findings).Distinct()];
    }

    public Tensor Loss(Network network, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        var classifier = (IClassifier)network;
        var features = classifier.Features(batch.Images);
        var sums = batch.Samples.Select((sample, row) => (Head: model.HeadFor(sample.Case.Case.Site), Row: (long)row)).GroupBy(entry => entry.Head)
            .Select(group =>
            {
                var rows = tensor(group.Select(entry => entry.Row).ToArray(), device: features.device);
                var columns = tensor(columnsOfHead[group.Key.Name], device: features.device);
                return SumOfSamples(classifier.Head(group.Key.Name, features.index_select(0, rows)), batch.Labels.index_select(0, rows).index_select(1, columns));
            }).ToList();
        using Scalar samples = (float)batch.Samples.Count;
        return stack(sums).sum().div(samples).MoveToOuterDisposeScope();
    }

    static Dictionary<string, long[]> ColumnsOfHeads(ModelRecord model)
    {
        List<string> columns = [.. Columns(model)];
        return model.Heads.ToDictionary(head => head.Name, head => head.Findings.Select(finding => (long)columns.IndexOf(finding)).ToArray());
    }

    static Tensor SumOfSamples(Tensor logits, Tensor labels)
    {
        var known = labels.isfinite();
        var weights = known.to_type(ScalarType.Float32);
        var targets = where(known, labels, zeros_like(labels));
        var each = Losses.BinaryCrossEntropyPerElement(logits, targets).mul(weights).sum([1]);
        return each.div(weights.sum([1]).clamp_min(Scalars.One)).sum();
    }
}
