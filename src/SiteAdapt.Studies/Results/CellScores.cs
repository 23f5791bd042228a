using SiteAdapt.Adaptation;
using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>A cell of a table before it is averaged: what the models of one method, budget and optimizer scored by one metric.</summary>
/// <param name="Method">The method with its options.</param>
/// <param name="Budget">Annotated target data; null where the method has no budget.</param>
/// <param name="Target">On the target's test patients; null where the study does not look at them.</param>
/// <param name="Source">On the source's test patients, after adapting; null where the study does not look at them.</param>
/// <param name="SourceModels">The source models on the same patients, once for each source and seed, with the source as target too.</param>
public sealed record CellScores(
    StudyMethod Method, Budget? Budget, OptimizerKind Optimizer, NormSource NormStatistics, MetricText Metric, ScoreSet? Target, ScoreSet? Source, ScoreSet? SourceModels)
{
    /// <summary>Its name in tables.</summary>
    public string Label => Method.Label;

    AdaptationMethod Resolved { get; } = Method.Resolve(Optimizer);

    /// <summary>No adaptation, or all target data: every method is held against these, and they do not compete.</summary>
    public bool IsBound => PlannedMethods.IsBound(Resolved);

    public bool IsNoAdaptation => PlannedMethods.IsSourceModel(Resolved);

    public bool IsAllTargetData => PlannedMethods.IsTargetModel(Resolved);

    public ScoreSet? On(ScorePlace place) => place == ScorePlace.Target ? Target : Source;
}

/// <summary>Whose test patients a score is of.</summary>
public enum ScorePlace
{
    Target,

    /// <summary>After adapting: what is left of what the model knew.</summary>
    Source,
}
