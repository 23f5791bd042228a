using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>Everything that decides a run's result; <c>run.json</c> of the run folder. It holds no date and no path of its own folder.</summary>
public sealed record RunRecord
{
    /// <summary>"pretrain", "adapt" or "import".</summary>
    public required string Kind { get; init; }

    public required TaskSettings Task { get; init; }

    public required TrainingSettings Training { get; init; }

    public required OptimizerSettings Optimizer { get; init; }

    public required DataRecord Data { get; init; }

    /// <summary>The adaptation method as it was resolved; null for pre-training.</summary>
    public JsonObject? Method { get; init; }

    /// <summary>What the weights are the weights of, where it is not the task's plain network.</summary>
    public ModelRecord? Model { get; init; }

    /// <summary>SHA-256 of the weights from outside that a pre-training started with; null: drawn from the seed.</summary>
    public string? InitialWeights { get; init; }

    /// <summary>Where the weights came from; null for pre-training.</summary>
    public SourceRecord? Source { get; init; }

    /// <summary>Where an imported model came from; null for a model that was trained here.</summary>
    public ImportRecord? Import { get; init; }

    /// <summary>How the optimizer's memory was rebuilt from data; null: it is what training left.</summary>
    public RebuiltHistory? RebuiltHistory { get; init; }

    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>Whether subjects may stand behind the weights that the record does not name, its source model's included.</summary>
    [JsonIgnore]
    public bool HasUnknownSubjects => Data.SubjectsUnknown == true || Source?.SubjectsUnknown == true;

    /// <summary>Every case that the weights have seen: those of this run, and those of the models that it started from.</summary>
    public IReadOnlyList<TrainingCase> SeenCases() => [.. Data.Cases.Concat(Source?.Cases ?? []).Distinct()];
}

/// <summary>Which data a run was trained on.</summary>
public sealed record DataRecord
{
    public required string Manifest { get; init; }

    /// <summary>The manifest as a path; null where the record has words in its place: an imported model, a bundle without subjects.</summary>
    [JsonIgnore]
    public string? ManifestFile => Manifest is "" or ModelImport.NoManifest or BundleRecord.Withheld ? null : Manifest;

    /// <param name="option">With which it can be given.</param>
    /// <exception cref="InputException">The record names no file.</exception>
    public string RequireManifest(string option) =>
        ManifestFile ?? throw new InputException($"the run's record names no manifest, because the model comes from another program or from a bundle without subjects. Give one with {option}");

    /// <summary>SHA-256 over the manifest's rows; what is in the files stands with each case.</summary>
    public required string Fingerprint { get; init; }

    public required SplitRecord Split { get; init; }

    /// <summary>Sites that the weights are made for: the sources of a pre-training, the target of an adaptation.</summary>
    public required IReadOnlyList<string> Sites { get; init; }

    /// <summary>Patients and slices of the budget; null means every training case.</summary>
    public Budget? Budget { get; init; }

    public required IReadOnlyList<TrainingCase> Cases { get; init; }

    /// <summary>True where nobody knows (or says) all subjects behind the weights: no leakage check can vouch for them. Null: <see cref="Cases"/> is complete.</summary>
    public bool? SubjectsUnknown { get; init; }

    /// <summary>The manifest of the source samples in mixed batches, where it is another one.</summary>
    public string? SourceManifest { get; init; }
}

/// <summary>A case that a run was trained on, with its subject (for leakage checks) and the slices it could draw.</summary>
/// <param name="Role">Stream of the batch plan: "source" or "target".</param>
/// <param name="Content">SHA-256 of what is in the files that were read, image and label: a run does not go on with other data under the same names.</param>
/// <param name="Unlabelled">True where no label was read; null otherwise.</param>
public sealed record TrainingCase(string Role, string Site, string Case, string Subject, int Slices, string? Content = null, bool? Unlabelled = null);

/// <summary>The source model of an adaptation.</summary>
/// <param name="Sites">Sites it was trained on.</param>
/// <param name="Weights">SHA-256 of its weights.</param>
/// <param name="Cases">Every case that its weights have seen, those of its own source model included.</param>
/// <param name="SubjectsUnknown">As in <see cref="DataRecord"/>.</param>
public sealed record SourceRecord(string Run, IReadOnlyList<string> Sites, string Weights, IReadOnlyList<TrainingCase>? Cases = null, bool? SubjectsUnknown = null)
{
    /// <summary><see cref="Run"/> as a path; null in a bundle that does not say.</summary>
    [JsonIgnore]
    public string? RunFolder => Run == BundleRecord.Withheld ? null : Run;
}

/// <summary>A model from another program: SHA-256 of its files, and the table that its names were read with.</summary>
public sealed record ImportRecord(string Weights, string? OptimizerState = null, string? Names = null);

/// <summary>An optimizer's memory that was rebuilt: frozen weights over batches of source data (see <see cref="HistoryRebuild"/>).</summary>
/// <param name="Weights">SHA-256 of the weights.</param>
public sealed record RebuiltHistory(string Weights, IReadOnlyList<string> Sites, int Batches, int BatchSize, long Seed);
