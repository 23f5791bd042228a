namespace SiteAdapt.Studies;

/// <summary>Where a study that is being run is.</summary>
/// <param name="Times">Since the launcher was started.</param>
/// <param name="Failures">Why units failed, so far.</param>
/// <param name="TimeLeft">Null while nothing is known of how long units take here.</param>
public sealed record LaunchState(
    int Total, int Done, int Failed, int Blocked, LaunchTimes Times, TimeSpan? TimeLeft, IReadOnlyList<RunningUnit> Running, IReadOnlyDictionary<PlannedUnit, string> Failures);

/// <summary>A unit that a process works on.</summary>
/// <param name="Progress">What it last said; null: it has just started.</param>
public sealed record RunningUnit(PlannedUnit Unit, UnitProgress? Progress);

/// <summary>Exit codes of <c>unit run</c> that a launcher looks at.</summary>
public static class UnitExit
{
    /// <summary>An input is not done (EX_UNAVAILABLE).</summary>
    public const int MissingInput = 69;

    /// <summary>Interrupted and saved (EX_TEMPFAIL).</summary>
    public const int Resumable = 75;
}
