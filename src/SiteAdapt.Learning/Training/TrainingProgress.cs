namespace SiteAdapt.Learning;

/// <summary>Where a run is: steps done of all, and the mean loss of the epoch so far.</summary>
/// <param name="Work">What is done, where it is not training.</param>
public readonly record struct TrainingProgress(int Step, int TotalSteps, int Epoch, double Loss, string? Work = null);
