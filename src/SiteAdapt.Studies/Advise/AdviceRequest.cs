using SiteAdapt.Adaptation;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>What <c>advise</c> is asked: which method to take for a target site of which a few training patients are annotated.</summary>
public sealed record AdviceRequest
{
    /// <summary>What is tried when nothing is asked for: the methods that are fast.</summary>
    public static IReadOnlyList<string> DefaultMethods { get; } = ["fine-tune-first", "fine-tune-all", "l2sp", "octl", "mmtl"];

    public required SourceModel Source { get; init; }

    /// <summary>Full path.</summary>
    public required string Manifest { get; init; }

    public required SplitRecord Split { get; init; }

    /// <summary>Folder of prepared cases.</summary>
    public required string Cache { get; init; }

    public required string Target { get; init; }

    /// <summary>Subjects of the target's training list that may be used; null: all that are annotated.</summary>
    public IReadOnlyList<string>? Patients { get; init; }

    /// <summary>Only the first so many of them.</summary>
    public int MostPatients { get; init; } = int.MaxValue;

    /// <summary>The candidates, the simplest first; no adaptation is always one.</summary>
    public IReadOnlyList<string> Methods { get; init; } = DefaultMethods;

    public required TrainingSettings Training { get; init; }

    /// <summary>Where folds, units and the advice go; full path.</summary>
    public required string Output { get; init; }
}
