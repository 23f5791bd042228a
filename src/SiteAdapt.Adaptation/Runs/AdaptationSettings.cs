using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation;

/// <summary>One adaptation as asked for.</summary>
/// <param name="Target">The target site.</param>
/// <param name="Budget">Annotated patients and slices of the target; null: the whole training set.</param>
/// <param name="SourceBudget">How much of the source's training data a mixing method may use; null: all of it.</param>
public sealed record AdaptationSettings(
    AdaptationMethod Method, string Target, Budget? Budget, TrainingSettings Training, OptimizerKind Optimizer, Budget? SourceBudget = null);
