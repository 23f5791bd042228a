namespace SiteAdapt.Studies;

/// <summary>The answer of <c>advise</c>: <c>advice.json</c> in its folder.</summary>
/// <param name="Source">Names of the source's sites.</param>
/// <param name="Metric">The metric of all scores; null where nothing was scored.</param>
/// <param name="Choice">Null where there are too few patients to compare anything.</param>
/// <param name="TwoMore">What two more annotated patients would bring; null: not known.</param>
/// <param name="Notes">What whoever reads it must know besides.</param>
/// <param name="Earlier">What other studies found.</param>
public sealed record Advice(
    string Source, string Target, IReadOnlyList<string> Patients, int Folds, string? Metric, IReadOnlyList<CandidateScores> Candidates,
    AdviceChoice? Choice, MeanInterval? TwoMore, IReadOnlyList<string> Notes, IReadOnlyList<EarlierStudy> Earlier);
