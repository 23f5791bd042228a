using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>Work that takes the same time wherever it stands in a study, so that one unit's time says something of another's.</summary>
/// <param name="What">"prepare", "evaluate", or for a training its method and optimizer.</param>
public sealed record WorkKind(UnitKind Kind, string What)
{
    public static WorkKind Of(UnitRecord record) => record switch
    {
        PretrainUnit unit => Pretraining(unit.Optimizer),
        AdaptUnit unit => Adapting(unit.Method.Name, unit.Optimizer),
        EvaluateUnit { Grid: EvaluationGrid.Native } => new WorkKind(UnitKind.Evaluate, "evaluate native"),
        { Kind: var kind } => new WorkKind(kind, kind.ToString().ToLowerInvariant()),
        _ => throw new ArgumentNullException(nameof(record)),
    };

    public static WorkKind Pretraining(OptimizerKind optimizer) => new(UnitKind.Pretrain, $"pretrain {optimizer}".ToLowerInvariant());

    public static WorkKind Adapting(string method, OptimizerKind optimizer) => new(UnitKind.Adapt, $"{method} {optimizer}".ToLowerInvariant());

    public bool IsTraining => Kind is UnitKind.Pretrain or UnitKind.Adapt;

    /// <summary>Steps or cases of a unit.</summary>
    public static int Parts(PlannedUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return unit.Record switch
        {
            PretrainUnit training => training.Training.TotalSteps,
            AdaptUnit training => training.Training.TotalSteps,
            PrepareUnit list => list.Cases,
            _ => unit.Inputs.Select(input => input.Record).OfType<PrepareUnit>().First(list => list.Subset == Subset.Test).Cases,
        };
    }
}
