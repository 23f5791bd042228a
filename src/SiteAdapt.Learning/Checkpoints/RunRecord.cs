using System.Text.Json.Nodes;
using SiteAdapt.Data;

namespace SiteAdapt.Learning;

/// <summary>Everything that decides a run's result; <c>run.json</c> of the run folder. It holds no date and no path of its own folder.</summary>
public sealed record RunRecord
{
    /// <summary>"pretrain" or "adapt".</summary>
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

    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>Every case that the weights have seen: those of this run, and those of the models that it started from.</summary>
    public IReadOnlyList<TrainingCase> SeenCases() => [.. Data.Cases.Concat(Source?.Cases ?? []).Distinct()];

    /// <summary>The subjects of these cases that the weights have seen, each once.</summary>
    public IReadOnlyList<string> SeenSubjects(IEnumerable<Case> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var seen = SeenCases().Select(item => item.Subject).ToHashSet(StringComparer.Ordinal);
        return [.. cases.Select(item => item.Subject).Where(seen.Contains).Distinct()];
    }
}

/// <summary>Which data a run was trained on.</summary>
public sealed record DataRecord
{
    public required string Manifest { get; init; }

    /// <summary>SHA-256 over the manifest's rows; what is in the files stands with each case.</summary>
    public required string Fingerprint { get; init; }

    public required SplitRecord Split { get; init; }

    /// <summary>Sites that the weights are made for: the sources of a pre-training, the target of an adaptation.</summary>
    public required IReadOnlyList<string> Sites { get; init; }

    /// <summary>Patients and slices of the budget; null means every training case.</summary>
    public Budget? Budget { get; init; }

    public required IReadOnlyList<TrainingCase> Cases { get; init; }

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
public sealed record SourceRecord(string Run, IReadOnlyList<string> Sites, string Weights, IReadOnlyList<TrainingCase>? Cases = null);
