namespace SiteAdapt.Studies;

/// <summary>The study behind an advice: its units, and which of them say what.</summary>
public sealed record AdvicePlan(StudyPlan Study, IReadOnlyList<AdviceFold> Folds, IReadOnlyList<AdviceCell> Cells);

/// <summary>One method in one fold.</summary>
/// <param name="Patients">Trained on; 0: no adaptation.</param>
/// <param name="OnTarget">The evaluation on the held-out target patients.</param>
/// <param name="OnSource">Evaluations on held-out source cases; empty where there are none, or where the cell is only for the learning curve.</param>
public sealed record AdviceCell(int Fold, string Method, int Patients, PlannedUnit OnTarget, IReadOnlyList<PlannedUnit> OnSource);
