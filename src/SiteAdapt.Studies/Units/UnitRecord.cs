using System.Text.Json.Serialization;
using SiteAdapt.Adaptation;
using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// One piece of a study's work: everything that decides its result, and nothing else. Data come in through
/// <see cref="PrepareUnit"/>; all others refer to the units that they need by kind and hash, so that a hash stands for
/// everything before it. The SHA-256 of the record's canonical text names the unit's folder.
/// </summary>
public abstract record UnitRecord
{
    /// <summary>Raised when the program computes something else for the same record.</summary>
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    public abstract UnitKind Kind { get; }

    /// <summary>Units that must be done before.</summary>
    [JsonIgnore]
    public abstract IEnumerable<UnitReference> Inputs { get; }
}

/// <summary>What a unit does; in the order in which the stages of a study follow one another.</summary>
public enum UnitKind
{
    Prepare,
    Pretrain,
    Adapt,
    Evaluate,
}

/// <summary>Brings the cases of a site's training or test list into the cache.</summary>
/// <param name="Cases">Number of cases.</param>
/// <param name="Rows">SHA-256 over what the manifest says of them, in the list's order.</param>
/// <param name="Preparation">The task's settings that decide what a prepared case looks like.</param>
public sealed record PrepareUnit(string Site, Subset Subset, int Cases, string Rows, string Preparation) : UnitRecord
{
    public override UnitKind Kind => UnitKind.Prepare;

    [JsonIgnore]
    public override IEnumerable<UnitReference> Inputs => [];
}

/// <summary>Trains a source model on the training cases of one or several sites.</summary>
/// <param name="Prepared">The training lists of the sites, in their order.</param>
public sealed record PretrainUnit(
    IReadOnlyList<string> Sites, IReadOnlyList<UnitReference> Prepared, TaskSettings Task, TrainingSettings Training, OptimizerKind Optimizer) : UnitRecord
{
    public override UnitKind Kind => UnitKind.Pretrain;

    [JsonIgnore]
    public override IEnumerable<UnitReference> Inputs => Prepared;
}

/// <summary>A source model that was trained outside: <c>run/</c> is a copy of its run, and there is nothing to do.</summary>
/// <param name="Run">SHA-256 of its run.json.</param>
/// <param name="Weights">SHA-256 of its weights.</param>
public sealed record GivenModelUnit(string Run, string Weights) : UnitRecord
{
    public override UnitKind Kind => UnitKind.Pretrain;

    [JsonIgnore]
    public override IEnumerable<UnitReference> Inputs => [];
}

/// <summary>Adapts a source model to a target site. The task is the source's.</summary>
/// <param name="Prepared">The target's training list.</param>
/// <param name="Budget">Annotated target data; null: the whole training list.</param>
public sealed record AdaptUnit(
    UnitReference Source, string Target, UnitReference Prepared, Budget? Budget, AdaptationMethod Method, TrainingSettings Training, OptimizerKind Optimizer, Budget? SourceBudget)
    : UnitRecord
{
    public override UnitKind Kind => UnitKind.Adapt;

    [JsonIgnore]
    public override IEnumerable<UnitReference> Inputs => [Source, Prepared];
}

/// <summary>Scores a source model or an adapted one on a site's test cases.</summary>
/// <param name="Model">A pretrain or an adapt unit.</param>
/// <param name="Prepared">The site's test list.</param>
/// <param name="Recalibration">The site's training list, where normalisation statistics are estimated on it.</param>
public sealed record EvaluateUnit(
    UnitReference Model, string Site, UnitReference Prepared, EvaluationGrid Grid, NormSource NormStatistics, UnitReference? Recalibration,
    MetricSettings Metric, ComponentFilter ComponentFilter, int Threads, string Device) : UnitRecord
{
    public override UnitKind Kind => UnitKind.Evaluate;

    [JsonIgnore]
    public override IEnumerable<UnitReference> Inputs => Recalibration is { } training ? [Model, Prepared, training] : [Model, Prepared];
}
