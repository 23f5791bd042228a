namespace SiteAdapt.Studies;

/// <summary>What a <see cref="ResumeProof"/> found.</summary>
/// <param name="Run">The run that was replayed.</param>
/// <param name="Identical">Whether the killed and resumed replay ended with the bytes of the undisturbed one.</param>
/// <param name="Steps">Steps replayed, of <paramref name="TotalSteps"/>.</param>
/// <param name="Kills">For each kill the newest saved step at that moment; the process after it went on from there.</param>
/// <param name="Tensors">Tensors compared, those of networks and of optimizers.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Differences">What differs; empty where all is the same.</param>
/// <param name="SameAsRun">Whether the replay also has the tensors of the run itself; null where that cannot be said: only a part was replayed, or the run is not finished.</param>
/// <param name="Scratch">Where both replays are, if they were kept.</param>
public sealed record ResumeVerdict(
    string Run, bool Identical, int Steps, int TotalSteps, IReadOnlyList<int> Kills, int Tensors, long Bytes, IReadOnlyList<string> Differences, bool? SameAsRun, string? Scratch);
