using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation;

/// <summary>
/// The heads of an adapted classifier. Where target and source have the same findings, the source's head goes on. Where they
/// differ, the target gets a head of its own, from scratch, and the source's stays beside it for the source's images.
/// </summary>
static class AdaptedHeads
{
    public static ModelRecord? Of(AdaptationMethod method, SourceModel source, TrainingData data, string target)
    {
        if (!data.Task.IsClassification) return source.Record.Model;
        var before = source.Record.Model!.Heads[0];
        if (method.Trainable == TrainableSet.None) return source.Record.Model;
        if (data.Task != source.Record.Task) SiteFindings.RequireKnown(data.Manifest, data.Task); // the target's findings were named for it
        var findings = SiteFindings.Of(data.Manifest, target, data.Task);
        var own = new HeadRecord(HeadRecord.Own, [target], findings);
        if (method.Weights == WeightStart.Scratch) return new ModelRecord { Heads = [own] };
        return findings.ToHashSet().SetEquals(before.Findings) // in whatever order the target's columns stand
            ? new ModelRecord { Heads = [before with { Name = HeadRecord.Own, Sites = [.. source.Sites, target] }] }
            : new ModelRecord { Heads = [own, before with { Name = HeadRecord.Source, Sites = source.Sites }] };
    }

    /// <summary>Every batch of a mix of images holds a target sample, so that a new head learns from the first step.</summary>
    public static AdaptationMethod WithFirstSample(AdaptationMethod method, TaskSettings task) =>
        task.IsClassification && method.Mix.NeedsSource ? method with { Mix = method.Mix with { First = method.Mix.First ?? 1 } } : method;

    /// <summary>Without the source's head where no sample goes through it.</summary>
    public static IReadOnlyList<string> InUse(AdaptationMethod method, ModelRecord? model, IReadOnlyList<string> trained) =>
        method.Mix.NeedsSource || model is not { Heads.Count: > 1 } ? trained : [.. trained.Where(name => !model.Heads[1].Has(name))];

    /// <summary>Whether a parameter belongs to a head that starts from scratch.</summary>
    public static bool IsNew(ModelRecord? model, string parameter) => model?.Heads.Count > 1 && model.Heads[0].Has(parameter);

    /// <summary>The source model's name of a parameter or buffer; null where it has none.</summary>
    public static string? NameAtSource(ModelRecord? model, string name)
    {
        if (IsNew(model, name)) return null;
        return model?.Heads.Count > 1 && model.Heads[1].Has(name) ? HeadRecord.Own + name[HeadRecord.Source.Length..] : name;
    }

    /// <summary>The network with the source's weights, of a gated one both copies; a new head and a policy are drawn from the run's seed.</summary>
    public static Network Load(SourceModel source, RunRecord record, TorchSharp.torch.Device device)
    {
        var (model, seed) = (record.Model, record.Training.Seed);
        if (model?.Gates is not null)
            return NetworkFactory.CreateGated(record.Task, device, model, copy =>
            {
                copy.Initialize(new RandomStream(seed, "new head"));
                Fill(copy, source, model);
            }, new RandomStream(seed, "policy"));
        if (model is not { Heads.Count: > 1 }) return NetworkFactory.Load(source.Record.Task, device, source.Checkpoint.ModelPath, model);
        var network = NetworkFactory.Create(record.Task, device, new RandomStream(seed, "new head"), model);
        Fill(network, source, model);
        return network;
    }

    // Of a source model that was itself adapted, the older head is left behind.
    static void Fill(Network network, SourceModel source, ModelRecord model) => WeightsFile.Load(network, source.Checkpoint.ModelPath,
        name => NameAtSource(model, name), name => name.StartsWith(HeadRecord.Source, StringComparison.Ordinal));
}
