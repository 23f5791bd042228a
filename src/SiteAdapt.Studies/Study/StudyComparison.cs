using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>A question that a study asks: how far is one method from another, or one choice of normalisation statistics from another?</summary>
/// <param name="Question">In words, as the report shows it.</param>
/// <param name="First">Label of a method; the difference is first minus second.</param>
/// <param name="Second">Label of a method, which may be the same.</param>
public sealed record StudyComparison(string Question, string First, string Second, NormSource FirstStatistics = NormSource.Own, NormSource SecondStatistics = NormSource.Own);
