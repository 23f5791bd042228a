using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation;

/// <summary>A finished run that an adaptation starts from: its weights, its optimizer's memory, and what it was trained on.</summary>
public sealed record SourceModel(string Path, RunRecord Record, Checkpoint Checkpoint)
{
    public static SourceModel Open(string path)
    {
        if (File.Exists(path))
            throw new InputException($"--from: '{path}' is a file; expected a run folder. Of a bundle: siteadapt bundle unpack {path} --out RUN; of another program's weights: siteadapt model import.");
        var (record, checkpoint) = RunFolder.OpenFinished(path);
        return new SourceModel(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)), record, checkpoint);
    }

    /// <summary>The sites that the weights were made for: of a model that was adapted before, its target; of an untrained one, its source's.</summary>
    public IReadOnlyList<string> Sites => Record is { Data.Cases.Count: 0, Source: { } source } ? source.Sites : Record.Data.Sites;

    /// <summary>The cases behind the weights with what their images show.</summary>
    public SeenCases Seen { get; } = SeenCases.Open(Path, Checkpoint);

    public SourceRecord Reference => new(Path, Sites, Checkpoint.WeightsHash, Record.SeenCases(), Record.HasUnknownSubjects ? true : null);

    /// <summary>The cases that the model was trained on, as far as leakage is concerned: their subjects and sites.</summary>
    public IEnumerable<Case> TrainingCases(Manifest manifest)
    {
        var known = manifest.Cases.ToDictionary(item => item.Id, StringComparer.Ordinal);
        return Record.SeenCases().Select(item => known.TryGetValue(item.Case, out var there) && there.Subject == item.Subject
            ? there
            : new Case { Id = item.Case, Subject = item.Subject, Site = item.Site, Image = $"{Record.Data.Manifest}#{item.Case}" });
    }

    /// <summary>The slices that came with the model in a bundle, where the source's data themselves are not here; null: there are none, or they are not needed.</summary>
    public ReplayBuffer? Replay(TrainingData target, string? given, Budget? budget)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (given is not null || !ReplayBuffer.IsIn(Path) || Sites.All(target.Manifest.Sites.Contains)) return null;
        if (budget is not null) throw new InputException($"--source-patients, --source-slices: {Path} mixes in the replay slices of its bundle, all of them. Leave these options out, or give --source-data.");
        return ReplayBuffer.Open(Path, Record.Task);
    }

    /// <summary>
    /// The source's data for mixed batches: what the user gave, else the adaptation's own manifest if it has the source
    /// sites, else the manifest of the source run.
    /// </summary>
    public TrainingData DataForMixing(string method, TrainingData target, string? given)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (given is null && Sites.All(target.Manifest.Sites.Contains))
            return Record.Task == target.Task ? target : With(target, target.Manifest, target.SplitRecord);
        string? manifest = given ?? Record.Data.ManifestFile;
        if (!File.Exists(manifest))
            throw new InputException($"--method {method}: mixes source samples into its batches, but the source run's {(manifest is null ? "record names no manifest" : $"manifest '{manifest}' is not there")}. "
                + "Give the source's data with --source-data, or choose a method without it (octl, l2sp, fine-tune-all).");
        return With(target, Manifest.Read(manifest), Record.Data.Split);
    }

    /// <summary>In the source's own task, which may name other findings than the target's.</summary>
    TrainingData With(TrainingData target, Manifest manifest, SplitRecord split) => new(manifest, split, Record.Task, target.Cache)
    {
        SkipUnreadable = target.SkipUnreadable,
        Skipped = target.Skipped,
        Preparing = target.Preparing,
    };
}
