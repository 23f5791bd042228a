using SiteAdapt.Studies;

namespace SiteAdapt.Serve;

/// <summary>How far a study is.</summary>
/// <param name="Units">Numbers of units by kind and state.</param>
sealed record StudyProgress(
    string Name, string? Report, int Total, int Done, IReadOnlyDictionary<UnitKind, IReadOnlyDictionary<UnitState, int>> Units, IReadOnlyList<UnitAtWork> Running, IReadOnlyList<UnitAtFault> Failed);

sealed record UnitAtWork(string Title, UnitProgress? Progress);

sealed record UnitAtFault(string Title, string Reason);

/// <summary>What a study's page shows besides its scores.</summary>
sealed class StudyPage(StudyPlans plans, StudyList studies)
{
    public StudyProgress Of(string? path)
    {
        var plan = plans.Of(path);
        var status = StudyStatus.Of(plan);
        return new StudyProgress(plan.Study.Name, studies.ReportOf(plan.Study), plan.Units.Count, status[UnitState.Done], status.Counts,
            [.. status.Running.Select(unit => new UnitAtWork(unit.Unit.Title, unit.Progress))],
            [.. status.Failed.Select(unit => new UnitAtFault(unit.Unit.Title, unit.Failure.Reason))]);
    }
}
