namespace SiteAdapt.Learning;

/// <summary>Where a run is: steps done of all, and the mean loss of the epoch so far.</summary>
public readonly record struct TrainingProgress(int Step, int TotalSteps, int Epoch, double Loss);
