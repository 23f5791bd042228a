namespace SiteAdapt.Studies;

/// <summary>
/// What a launcher's time went into, so that its own part can be told: with one job, <c>Wall - Processes</c> is scheduling, and
/// <c>Processes - Work</c> is starting processes and the tensor library.
/// </summary>
/// <param name="Processes">Lives of the processes that have ended, added up.</param>
/// <param name="Work">What the units that they finished took by their own clocks, added up.</param>
/// <param name="Started">How many processes have ended.</param>
public sealed record LaunchTimes(TimeSpan Wall, TimeSpan Processes, TimeSpan Work, int Started)
{
    public static LaunchTimes None { get; } = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, 0);

    internal LaunchTimes With(TimeSpan process, double work) =>
        this with { Processes = Processes + process, Work = Work + TimeSpan.FromSeconds(work), Started = Started + 1 };
}
