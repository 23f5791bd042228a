using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation;

/// <summary>Does a run again from its record alone, in another folder. The same data and versions give the same bytes.</summary>
public sealed class RunReplay(RunRecord record, TrainingData data)
{
    /// <summary>Weights from outside that the run started with; a record knows only their hash.</summary>
    public string? InitialWeights { get; init; }

    /// <summary>Stop after this many epochs, as if interrupted there; null: to the end.</summary>
    public int? Epochs { get; init; }

    /// <summary>The same run with what this machine has in place of what the record says: versions, and where data and source run lie.</summary>
    public static RunRecord Here(RunRecord record, string manifest, string? sourceRun)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record with
        {
            Versions = TorchRuntime.Versions,
            Data = record.Data with { Manifest = manifest },
            Source = record.Source is { } source ? source with { Run = sourceRun ?? source.Run } : null,
        };
    }

    /// <exception cref="InputException">The data, the source model or the given weights are not those of the record.</exception>
    public void Execute(RunOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        int last = Math.Min(Epochs ?? int.MaxValue, record.Training.Epochs) * record.Training.StepsPerEpoch;
        bool isWhole = last == record.Training.TotalSteps;
        if (!isWhole && options.Folder.NewestCheckpoint(RunFolder.Last)?.State.Step >= last) return;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        options.Folder.Begin(record); // What is asked for below is compared with it, field by field.
        try
        {
            Start(isWhole ? options : options with { Progress = new StopAfter(last, ends, options.Progress) }, ends.Token);
        }
        catch (InterruptedRunException) when (!isWhole && ends.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            // That was the end asked for.
        }
    }

    void Start(RunOptions options, CancellationToken stop)
    {
        if (record.InitialWeights is not null && InitialWeights is null)
            throw new InputException($"--initial-weights: the run started with weights from outside (SHA-256 {record.InitialWeights}). Give their file.");
        if (record.Source is null)
        {
            Pretraining.Run(data, record.Data.Sites, record.Training, record.Optimizer, options, stop, InitialWeights);
            return;
        }
        var source = SourceModel.Open(record.Source.Run);
        var method = record.Method.Deserialize<AdaptationMethod>(Json.Pretty)!;
        string? sourceManifest = method.Mix.NeedsSource ? record.Data.SourceManifest : null;
        var settings = new AdaptationSettings(method, record.Data.Sites[0], record.Data.Budget, record.Training, record.Optimizer.Kind, SourceBudget(method, source, sourceManifest));
        AdaptationRun.Execute(settings, source, data, sourceManifest, options, stop);
    }

    /// <summary>The record has the source cases that were mixed in, not the budget that chose them: the one that chooses the same.</summary>
    Budget? SourceBudget(AdaptationMethod method, SourceModel source, string? sourceManifest)
    {
        if (!method.Mix.NeedsSource) return null;
        var mixed = record.Data.Cases.Where(item => item.Role == "source").ToList();
        int patients = mixed.Select(item => item.Subject).Distinct().Count(), slices = mixed.Sum(item => item.Slices);
        var sourceData = source.DataForMixing(method.Name, data, sourceManifest);
        try
        {
            Budget?[] candidates = [null, new Budget(patients), new Budget(patients, slices), Budget.OfImages(mixed.Count), new Budget(patients, Images: mixed.Count)];
            foreach (var candidate in candidates)
                if (Chooses(sourceData, source.Sites, candidate, mixed)) return candidate;
        }
        finally
        {
            if (!ReferenceEquals(sourceData, data)) sourceData.Dispose();
        }
        throw new InputException($"{sourceData.Manifest.Path}: its training cases are no longer those that the run mixed into its batches. Put the data back as they were.");
    }

    static bool Chooses(TrainingData sourceData, IReadOnlyList<string> sites, Budget? budget, List<TrainingCase> mixed)
    {
        try
        {
            return sourceData.Pool(sites, budget).Select(item => (item.Case.Case.Id, item.Slices.Count)).SequenceEqual(mixed.Select(item => (item.Case, item.Slices)));
        }
        catch (InputException)
        {
            return false; // More than there is: not this one.
        }
    }

    sealed class StopAfter(int step, CancellationTokenSource stop, IProgress<TrainingProgress>? observer) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            observer?.Report(value);
            if (value.Step >= step) stop.Cancel();
        }
    }
}
